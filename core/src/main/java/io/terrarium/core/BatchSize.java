package io.terrarium.core;

import java.time.Duration;

/** How many rows to give a worker at once, so that they take about as long as they should. */
final class BatchSize {
  private static final int AT_MOST = 1 << 17;

  /** So much larger or smaller than the one before a batch may be. */
  private static final int STEP = 8;

  private final long targetNanos;

  /** Begins with a single row, for it may be one that takes seconds. */
  private volatile int rows = 1;

  BatchSize(Duration target) {
    this.targetNanos = target.toNanos();
  }

  int rows() {
    return rows;
  }

  /** Takes into account how long so many rows took. Estimates of several threads may overtake. */
  void took(int count, long nanos) {
    int now = rows;
    long fitting = count * targetNanos / Math.max(1, nanos);
    // A few rows take hardly less than many: they say nothing about how many would fit.
    if (fitting < now || count * 2 >= now) {
      rows = Math.clamp(fitting, Math.max(1, now / STEP), Math.min(AT_MOST, now * STEP));
    }
  }
}
