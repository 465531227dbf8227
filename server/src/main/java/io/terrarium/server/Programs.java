package io.terrarium.server;

import io.terrarium.Program;
import io.terrarium.config.ServerSettings;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The programs that callers have registered, each caller's for itself. The least used are forgotten
 * where there are too many: whoever wants one of those registers it again, which finds it compiled
 * in most cases. Thread-safe.
 */
final class Programs {
  private final int most;
  private final long mostBytes;
  private final Map<String, Shelf> shelves = new ConcurrentHashMap<>();

  Programs(ServerSettings settings) {
    this.most = settings.programs();
    this.mostBytes = settings.programBytes();
  }

  /** Remembers a program; says whether it was unknown. Of two with the same id the later counts. */
  boolean add(Caller caller, Program program) {
    return shelves.computeIfAbsent(caller.name(), _ -> new Shelf()).add(program);
  }

  /** The program of an id. */
  Optional<Program> find(Caller caller, String id) {
    return Optional.ofNullable(shelves.get(caller.name())).flatMap(shelf -> shelf.find(id));
  }

  /**
   * The program of an id.
   *
   * @throws ProblemException when it is not known
   */
  Program require(Caller caller, String id) {
    return find(caller, id)
        .orElseThrow(() ->
            Problem.of(
                    ProblemCode.PROGRAM_NOT_FOUND,
                    "No such program is known: register its source with POST /v1/programs.")
                .exception());
  }

  /** How many are remembered, of all callers. */
  int count() {
    return shelves.values().stream().mapToInt(Shelf::count).sum();
  }

  private final class Shelf {
    private final LinkedHashMap<String, Program> programs = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    private synchronized boolean add(Program program) {
      Program before = programs.put(program.id(), program);
      bytes += program.source().size() - (before == null ? 0 : before.source().size());
      Iterator<Program> oldest = programs.values().iterator();
      while (programs.size() > 1 && (programs.size() > most || bytes > mostBytes)) {
        bytes -= oldest.next().source().size();
        oldest.remove();
      }
      return before == null;
    }

    private synchronized int count() {
      return programs.size();
    }

    private synchronized Optional<Program> find(String id) {
      return Optional.ofNullable(programs.get(id));
    }
  }
}
