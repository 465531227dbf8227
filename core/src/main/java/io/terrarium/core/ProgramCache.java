package io.terrarium.core;

import io.terrarium.Source;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * Programs that were compiled, the least recently used ones forgotten first. Bounded in number and
 * in bytes. Thread-safe.
 */
final class ProgramCache {
  private final int programsAtMost;
  private final long bytesAtMost;
  private final LinkedHashMap<Source, CompiledProgram> programs =
      new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  ProgramCache(int programsAtMost, long bytesAtMost) {
    this.programsAtMost = programsAtMost;
    this.bytesAtMost = bytesAtMost;
  }

  synchronized Optional<CompiledProgram> find(Source source) {
    return Optional.ofNullable(programs.get(source));
  }

  synchronized void add(CompiledProgram program) {
    CompiledProgram before = programs.put(program.source(), program);
    bytes += program.size() - (before == null ? 0 : before.size());
    var oldest = programs.entrySet().iterator();
    while ((programs.size() > programsAtMost || bytes > bytesAtMost) && oldest.hasNext()) {
      bytes -= oldest.next().getValue().size();
      oldest.remove();
    }
  }
}
