package io.terrarium.core;

import io.terrarium.spi.Worker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that a session's worker is idle between calls. An honest one waits for its next
 * request; one that forged its answer can go on computing, at nobody's expense. So its clock is
 * read soon after a call and then every few seconds, and a worker whose clock runs without a call
 * is ended. Thread-safe.
 */
final class IdleWatch implements Watchdog.Watch {
  private static final Duration FIRST_LOOK = Duration.ofMillis(50);
  private static final Duration SECOND_LOOK = Duration.ofSeconds(1);
  private static final Duration LATER_LOOKS = Duration.ofSeconds(5);

  /** What tidying up after a call may take. */
  private static final Duration ALLOWANCE = Duration.ofMillis(20);

  private static final long NEVER = Duration.ofDays(1000).toNanos();

  private final Worker worker;
  private final Watchdog watchdog;
  private final Runnable onRunaway;

  /** Changes with every call: a reading that was asked for before is worth nothing after. */
  private final AtomicLong epoch = new AtomicLong();

  private volatile long dueAt = System.nanoTime() + NEVER;
  private volatile @Nullable Duration firstReading;

  IdleWatch(Worker worker, Watchdog watchdog, Runnable onRunaway) {
    this.worker = worker;
    this.watchdog = watchdog;
    this.onRunaway = onRunaway;
  }

  void callBegins() {
    epoch.incrementAndGet();
    dueAt = System.nanoTime() + NEVER;
  }

  void callEnded() {
    epoch.incrementAndGet();
    firstReading = null;
    lookAgainIn(FIRST_LOOK);
  }

  @Override
  public long dueAt() {
    return dueAt;
  }

  @Override
  public void due() {
    long asked = epoch.get();
    dueAt = System.nanoTime() + NEVER;
    var _ = worker.cpuTime().thenAccept(reading -> judge(asked, reading));
  }

  private void judge(long asked, Duration reading) {
    if (asked != epoch.get()) {
      return;
    }
    Duration first = firstReading;
    if (first == null) {
      firstReading = reading;
      lookAgainIn(SECOND_LOOK);
    } else if (reading.minus(first).compareTo(ALLOWANCE) > 0) {
      onRunaway.run();
    } else {
      lookAgainIn(LATER_LOOKS);
    }
  }

  private void lookAgainIn(Duration time) {
    dueAt = System.nanoTime() + time.toNanos();
    watchdog.rescheduled(this);
  }
}
