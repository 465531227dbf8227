package io.terrarium.bench;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/**
 * How long something takes, again and again, on the caller's thread.
 *
 * <p>At low load about five milliseconds pass before each, in which a pool makes the next worker.
 * The thread spends it in naps of 0.1 ms: spinning would take from the worker's birth one of the
 * two processors that small machines have, and one long sleep would let the core itself fall
 * asleep, which is not Terrarium's to answer for.
 */
final class Timed {
  private static final long PAUSE_NANOS = 5_000_000;
  private static final long NAP_NANOS = 100_000;

  private Timed() {}

  /** What is timed. */
  @FunctionalInterface
  interface Step {
    void once() throws IOException;
  }

  /** Microseconds of each. */
  static double[] micros(int count, Step step, boolean atLowLoad) throws IOException {
    return microsAfterPauses(count, step, atLowLoad ? PAUSE_NANOS : 0);
  }

  /** The same with a pause of another length before each. */
  static double[] microsAfterPauses(int count, Step step, long pauseNanos) throws IOException {
    var micros = new double[count];
    for (int i = 0; i < count; i++) {
      pause(pauseNanos);
      long began = System.nanoTime();
      step.once();
      micros[i] = (System.nanoTime() - began) / 1e3;
    }
    return micros;
  }

  private static void pause(long nanos) {
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(NAP_NANOS);
    }
  }
}
