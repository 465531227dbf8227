package io.terrarium.engine.wasm;

/**
 * The clocks that programs read, and nobody else: nothing of ours is measured by them. The one of
 * the wall is the machine's, the others begin with the instance; none tells less than a tenth of a
 * millisecond apart.
 */
final class ProgramClock {
  /** The least that can be told apart. */
  static final long GRAIN_NANOS = 100_000;

  private static final int REAL_TIME = 0;

  private final long bornAt = System.nanoTime();

  /** In nanoseconds, by WASI's number of the clock. */
  long time(long clock) {
    long exact =
        clock == REAL_TIME ? System.currentTimeMillis() * 1_000_000 : System.nanoTime() - bornAt;
    return exact - exact % GRAIN_NANOS;
  }
}
