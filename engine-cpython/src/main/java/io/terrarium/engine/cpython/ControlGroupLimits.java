package io.terrarium.engine.cpython;

import io.terrarium.SandboxSettings;
import io.terrarium.spi.MemoryBudget;
import java.util.List;

/**
 * What all zygotes and workers of an engine may use together: a backstop behind the limits of each,
 * and behind what admission promises.
 *
 * @param memoryBytes resident memory, page cache included
 * @param processes how many of them there may be
 * @param processors how many may be busy
 */
record ControlGroupLimits(long memoryBytes, long processes, int processors) {
  /** The zygotes, and the pages of a worker before a program is in it. */
  private static final long ZYGOTES_BYTES = 512L << 20;

  private static final long IDLE_WORKER_BYTES = 16L << 20;

  /** The least that a call or a session may be given: {@link io.terrarium.Limits}. */
  private static final long SMALLEST_WORKER_BYTES = 16L << 20;

  private static final long ZYGOTES_AND_KEEPERS = 64;
  private static final int PERIOD_MICROSECONDS = 100_000;

  /** One setting: the file of the group that takes it, and what it is set to. */
  record Setting(String file, String value, boolean required) {}

  static ControlGroupLimits of(SandboxSettings settings) {
    long budget = MemoryBudget.bytes(settings);
    long made = settings.idleWorkers() + (long) settings.maximumConcurrentCalls();
    return new ControlGroupLimits(
        budget + made * IDLE_WORKER_BYTES + ZYGOTES_BYTES,
        // Sessions are bounded by the memory that they are promised.
        budget / SMALLEST_WORKER_BYTES + made + ZYGOTES_AND_KEEPERS,
        Runtime.getRuntime().availableProcessors());
  }

  /** As Documentation/admin-guide/cgroup-v2.rst names and writes them. */
  List<Setting> settings() {
    return List.of(
        new Setting("memory.max", Long.toString(memoryBytes), true),
        // A kernel without swap has no such file, and nothing to bound.
        new Setting("memory.swap.max", "0", false),
        new Setting("pids.max", Long.toString(processes), true),
        new Setting(
            "cpu.max", (long) processors * PERIOD_MICROSECONDS + " " + PERIOD_MICROSECONDS, true));
  }
}
