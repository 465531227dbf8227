package io.terrarium.server;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The one thread that looks at the clock for everything that may have waited too long. What it runs
 * has to be quick and must not throw. Thread-safe.
 */
final class Heartbeat implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(Heartbeat.class.getName());

  private final Duration interval;
  private final List<Runnable> tasks = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition beat = lock.newCondition();
  private final Thread thread = Thread.ofVirtual().name("terrarium-heartbeat").unstarted(this::run);
  private boolean closed;

  Heartbeat(Duration interval) {
    this.interval = interval;
  }

  void add(Runnable task) {
    tasks.add(task);
  }

  void start() {
    thread.start();
  }

  private void run() {
    while (awaitBeat()) {
      for (Runnable task : tasks) {
        try {
          task.run();
        } catch (RuntimeException e) {
          LOGGER.log(System.Logger.Level.ERROR, "a check at regular times failed", e);
        }
      }
    }
  }

  private boolean awaitBeat() {
    lock.lock();
    try {
      long left = interval.toNanos();
      while (left > 0 && !closed) {
        left = beat.awaitNanos(left);
      }
      return !closed;
    } catch (InterruptedException e) {
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until something is so, looking often enough that nobody notices. */
  void awaitUntil(BooleanSupplier condition) {
    lock.lock();
    try {
      while (!condition.getAsBoolean()) {
        var _ = beat.awaitNanos(Duration.ofMillis(10).toNanos());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      beat.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
