package io.terrarium.core;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.OptionalLong;

/** How much memory may be promised to workers in all. */
final class MemoryBudget {
  private MemoryBudget() {}

  /**
   * The operator's word, or else three quarters of what the machine or the container has; never
   * less than one worker needs.
   */
  static long bytes(OptionalLong configured, long oneWorker) {
    return configured.orElseGet(() -> Math.max(oneWorker, memoryHere() / 4 * 3));
  }

  /** The platform's bean knows the memory limit of a container's control group. */
  private static long memoryHere() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
  }
}
