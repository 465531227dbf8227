package io.terrarium.engine.cpython;

import io.terrarium.Policy;
import io.terrarium.runtime.RuntimeTables;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a zygote has ready for the programs that its workers will run. */
enum ZygoteKind {
  /** The runtime and nothing else: for policies that lend single modules. */
  LEAN,
  /** The whole standard library, from memory; modules that programs often import are warm. */
  LIBRARY;

  // Not asyncio: it brings threading and logging, whose work after a fork costs every worker
  // 0.3 ms, whether its program wants them or not.
  private static final List<String> OFTEN_IMPORTED =
      """
      math re json datetime collections itertools functools random statistics typing dataclasses
      enum string decimal fractions operator copy heapq bisect csv io time uuid hashlib base64 abc
      contextlib textwrap zoneinfo urllib.parse
      """
          .lines()
          .flatMap(line -> Stream.of(line.split(" ", -1)))
          .toList();

  /** Comes with data that is read from memory, and a lean zygote has none. */
  private static final String TIME_ZONES = "zoneinfo";

  /**
   * The least that the programs of a policy need: a policy that lends modules over those that
   * Terrarium's own policies lend, or that asks for time zones by name, needs the library.
   */
  static ZygoteKind of(Policy policy) {
    return switch (policy.preset()) {
      case FULL -> LIBRARY;
      case RESTRICTED, EXPRESSION -> neededFor(policy.allowed(Policy.Table.MODULES));
    };
  }

  private static ZygoteKind neededFor(Set<String> modules) {
    // Every call asks; most policies add nothing, and then a stream would cost it microseconds.
    return !modules.isEmpty() && modules.stream().anyMatch(ZygoteKind::isInLibraryAlone)
        ? LIBRARY
        : LEAN;
  }

  private static boolean isInLibraryAlone(String module) {
    return module.equals(TIME_ZONES) || !Reviewed.MODULES.contains(module);
  }

  /** Read when a policy first names a module, which few do. */
  private static final class Reviewed {
    static final Set<String> MODULES =
        RuntimeTables.rows("imports").stream()
            .map(List::getFirst)
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether the standard library is served from memory. */
  boolean library() {
    return this == LIBRARY;
  }

  /** Modules that are imported ahead of need, whenever the zygote has nothing else to do. */
  List<String> warmModules() {
    return library() ? OFTEN_IMPORTED : List.of();
  }
}
