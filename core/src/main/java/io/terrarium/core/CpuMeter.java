package io.terrarium.core;

import io.terrarium.spi.Worker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The processor time of one call, from the kernel. Thread-safe.
 *
 * <p>Theory of operation. A pristine worker's clock begins with the call. In a session the clock
 * has to be read at the beginning of a call, and a reading costs as much as a short call does. So
 * it is first read when the call has lasted for {@link #HEAD_START}, and the time until then counts
 * as if all of it had been processor time: a worker has one thread, so it was no more than that. A
 * shorter call is never read, and counts as long as it lasted. While a host function runs the
 * worker waits for it, so that time never counts.
 */
final class CpuMeter {
  /** How much the figure for a call in a session may be too high. */
  static final Duration HEAD_START = Duration.ofMillis(5);

  private final Worker worker;
  private final long startedAt = System.nanoTime();
  private volatile @Nullable CompletableFuture<Duration> begin;
  private long waitedNanos;
  private @Nullable Long waitingSince;

  private CpuMeter(Worker worker, @Nullable CompletableFuture<Duration> begin) {
    this.worker = worker;
    this.begin = begin;
  }

  /** For the first call of a worker. */
  static CpuMeter ofPristine(Worker worker) {
    return new CpuMeter(worker, CompletableFuture.completedFuture(Duration.ZERO));
  }

  /** For a call in a session. */
  static CpuMeter ofSession(Worker worker) {
    return new CpuMeter(worker, null);
  }

  /** Whether the clock has to be read when the call has lasted for the head start. */
  boolean wantsReading() {
    return begin == null;
  }

  /** Reads the clock for the first time: what has passed until the reading is there counts. */
  void read() {
    begin =
        worker
            .cpuTime()
            .thenApply(reading -> reading.plus(waited()).minusNanos(System.nanoTime() - startedAt));
  }

  /** From here on the worker waits for a host function. */
  synchronized void waitBegins() {
    waitingSince = System.nanoTime();
  }

  /** The worker goes on. */
  synchronized void waitEnds() {
    waitedNanos += nanosWaiting();
    waitingSince = null;
  }

  /** Whether the worker waits for a host function. */
  synchronized boolean isWaiting() {
    return waitingSince != null;
  }

  /** How long it has waited for host functions up to now. */
  synchronized Duration waited() {
    return Duration.ofNanos(waitedNanos + nanosWaiting());
  }

  private long nanosWaiting() {
    return waitingSince == null ? 0 : System.nanoTime() - waitingSince;
  }

  /** What the call has used up to now; nothing while the clock was not read at all. */
  Optional<CompletableFuture<Duration>> used() {
    CompletableFuture<Duration> before = begin;
    return before == null
        ? Optional.empty()
        : Optional.of(worker.cpuTime().thenCombine(before, Duration::minus));
  }
}
