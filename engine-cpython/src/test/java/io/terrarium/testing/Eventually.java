package io.terrarium.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition, with a deadline that only a failing test reaches. */
public final class Eventually {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final long NANOSECONDS_BETWEEN_LOOKS = 2_000_000;

  private Eventually() {}

  /** Returns as soon as the condition holds; fails with these words when it never does. */
  public static void eventually(String expectation, BooleanSupplier condition) {
    if (!within(DEADLINE, condition)) {
      throw new AssertionError(
          "did not happen within " + DEADLINE.toSeconds() + " s: " + expectation);
    }
  }

  /** Whether the condition came to hold in this time. */
  public static boolean within(Duration time, BooleanSupplier condition) {
    long deadline = System.nanoTime() + time.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        return condition.getAsBoolean();
      }
      LockSupport.parkNanos(NANOSECONDS_BETWEEN_LOOKS);
    }
    return true;
  }

  /** Returns as soon as the thread waits for a worker's answer. */
  public static void eventuallyInCall(Thread thread) {
    eventually(
        thread + " is in the middle of a call",
        () -> {
          for (StackTraceElement frame : thread.getStackTrace()) {
            if (frame.getClassName().endsWith(".core.Exchange")
                && frame.getMethodName().equals("receive")) {
              return true;
            }
          }
          return false;
        });
  }
}
