package io.terrarium.engine.cpython;

import io.terrarium.Policy;
import java.util.List;
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

  static ZygoteKind of(Policy policy) {
    return policy.equals(Policy.FULL) ? LIBRARY : LEAN;
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
