package io.terrarium.core;

import io.terrarium.spi.SafeLogger;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks after running calls: at the time that each asks for, it is told that the time has come.
 *
 * <p>Theory of operation. Nearly every call ends long before its deadline, so entering and leaving
 * have to cost next to nothing: a set without an order, and one thread that sleeps until the
 * earliest time that it knew of when it last looked. A call that comes with an earlier time than
 * that wakes it; one that leaves does not. Thread-safe.
 */
final class Watchdog implements AutoCloseable {
  private static final SafeLogger LOG = SafeLogger.of(Watchdog.class);
  private static final long UNKNOWN = Long.MAX_VALUE;

  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
  private final Thread thread;
  private volatile long wakesAt = UNKNOWN;
  private volatile boolean closed;

  /** Something with a time at which it wants to be told. */
  interface Watch {
    /** When, on {@link System#nanoTime()}; may change until then. */
    long dueAt();

    /** The time has come. Must not block: what may block belongs on a thread of its own. */
    void due();
  }

  Watchdog() {
    thread = Thread.ofPlatform().daemon().name("terrarium-watchdog").start(this::run);
  }

  void add(Watch watch) {
    watches.add(watch);
    rescheduled(watch);
  }

  /** The time of a watch has changed, perhaps to an earlier one. */
  void rescheduled(Watch watch) {
    long wakes = wakesAt;
    if (wakes == UNKNOWN || watch.dueAt() - wakes < 0) {
      LockSupport.unpark(thread);
    }
  }

  void remove(Watch watch) {
    watches.remove(watch);
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }

  /** Whatever goes wrong with one watch, the limits of all others are still to be held. */
  private static void tell(Watch watch) {
    try {
      watch.due();
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "a call that is due could not be ended", e);
    }
  }

  private void run() {
    while (!closed) {
      // Published before looking: a call that enters meanwhile either is seen, or sees this and
      // wakes us, and then the wake-up is not lost because parking returns at once.
      wakesAt = UNKNOWN;
      long now = System.nanoTime();
      long earliest = Long.MAX_VALUE;
      for (Watch watch : watches) {
        if (watch.dueAt() - now <= 0) {
          tell(watch);
        }
        long left = watch.dueAt() - now;
        if (left > 0) {
          earliest = Math.min(earliest, left);
        }
      }
      if (earliest == Long.MAX_VALUE) {
        LockSupport.park(this);
      } else {
        wakesAt = now + earliest;
        LockSupport.parkNanos(this, earliest);
      }
    }
  }
}
