package io.terrarium.spi;

import com.sun.management.OperatingSystemMXBean;
import io.terrarium.SandboxSettings;
import java.lang.management.ManagementFactory;

/**
 * How much memory may be promised to workers in all. One number for those who promise it and for
 * those who have the kernel hold it.
 */
public final class MemoryBudget {
  private MemoryBudget() {}

  /**
   * The operator's word, or else three quarters of what the machine or the container has, in bytes;
   * never less than a call may use by default.
   */
  public static long bytes(SandboxSettings settings) {
    long oneCall = settings.defaultLimits().clampedTo(settings.ceiling()).memoryBytes();
    return settings.memoryBudgetBytes().orElseGet(() -> Math.max(oneCall, memoryHere() / 4 * 3));
  }

  /** The platform's bean knows the memory limit of a container's control group. */
  private static long memoryHere() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
  }
}
