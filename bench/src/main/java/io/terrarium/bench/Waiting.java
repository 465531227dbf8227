package io.terrarium.bench;

import java.time.Duration;
import java.util.function.Supplier;

/** Waits for things to settle, with a deadline. */
final class Waiting {
  private static final long STEP_MILLIS = 20;
  private static final int STABLE_STEPS = 15;

  private Waiting() {}

  /** Whether it stayed the same for 0.3 s, in time. */
  static <T> boolean untilStable(Duration patience, Supplier<T> state) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    T last = state.get();
    for (int same = 0; same < STABLE_STEPS; ) {
      if (System.nanoTime() > end) {
        return false;
      }
      Thread.sleep(STEP_MILLIS);
      T now = state.get();
      same = now.equals(last) ? same + 1 : 0;
      last = now;
    }
    return true;
  }
}
