package io.terrarium.config;

import io.terrarium.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Reads the tables of limits, and refuses what is above a ceiling. */
final class LimitsReader {
  private final Section section;
  private Limits limits;

  private LimitsReader(Section section, Limits base) {
    this.section = section;
    this.limits = base;
  }

  /** The limits under a key; the base where there is no such table. */
  static Limits read(Section owner, String key, Limits base) {
    Optional<Section> section = owner.section(key, "limits");
    return section.map(it -> new LimitsReader(it, base).read()).orElse(base);
  }

  /** What is above the ceiling beside it would be cut, and that is not what the file says. */
  static void refuseExcess(Section owner, Limits usual, Limits ceiling) {
    refuseExcess(owner, "limits", usual, ceiling, owner.shown("ceiling"));
  }

  /**
   * Refuses limits above a ceiling.
   *
   * @param key where the limits stand
   * @param over the whole name of the ceiling
   */
  static void refuseExcess(Section owner, String key, Limits limits, Limits ceiling, String over) {
    if (!limits.equals(limits.clampedTo(ceiling))) {
      owner.problem(
          key,
          "%s is more than %s allows".formatted(String.join(", ", excess(limits, ceiling)), over));
    }
  }

  private Limits read() {
    section.refuseOthersThan(Keys.LIMITS);
    amount("wall_time", Amounts::duration, Limits::withWallTime);
    amount("cpu_time", Amounts::duration, Limits::withCpuTime);
    amount("memory", Amounts::bytes, Limits::withMemoryBytes);
    amount(
        "output",
        Amounts::bytes,
        (before, bytes) -> before.withOutput(bytes, before.outputOverflow()));
    amount("result", Amounts::bytes, Limits::withResultBytes);
    amount("arguments", Amounts::bytes, Limits::withArgumentBytes);
    section.number("host_calls", calls -> limits = limits.withHostCalls(calls));
    section
        .word("output_overflow", Limits.OutputOverflow.values())
        .ifPresent(it -> limits = limits.withOutput(limits.outputBytes(), it));
    return limits;
  }

  private <T> void amount(
      String key, Function<String, T> parser, BiFunction<Limits, T, Limits> change) {
    section.amount(key, parser, value -> limits = change.apply(limits, value));
  }

  private static List<String> excess(Limits limits, Limits ceiling) {
    var excess = new ArrayList<String>();
    Limits cut = limits.clampedTo(ceiling);
    add(excess, "wall_time", limits.wallTime(), cut.wallTime());
    add(excess, "cpu_time", limits.cpuTime(), cut.cpuTime());
    add(excess, "memory", limits.memoryBytes(), cut.memoryBytes());
    add(excess, "output", limits.outputBytes(), cut.outputBytes());
    add(excess, "result", limits.resultBytes(), cut.resultBytes());
    add(excess, "arguments", limits.argumentBytes(), cut.argumentBytes());
    add(excess, "host_calls", limits.hostCalls(), cut.hostCalls());
    return excess;
  }

  private static void add(List<String> excess, String key, Object wanted, Object allowed) {
    if (!wanted.equals(allowed)) {
      excess.add(key);
    }
  }
}
