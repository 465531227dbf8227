package io.terrarium.core;

import io.terrarium.Deadline;
import io.terrarium.OverloadedException;
import io.terrarium.SandboxClosedException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Who may run now: at most so many calls at a time, and never more memory promised than there is.
 * Without a control group N workers have no common bound, so the sum of their limits is held here.
 * Those who must wait do so in order of arrival, in a queue of bounded length and for a bounded
 * time. Thread-safe.
 */
final class Admission {
  private final int placesInAll;
  private final long memoryInAll;
  private final int queueLength;
  private final Duration queueWait;

  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<Waiter> queue = new ArrayDeque<>();
  private int placesTaken;
  private long memoryReserved;
  private boolean closed;

  Admission(int places, long memoryBytes, int queueLength, Duration queueWait) {
    this.placesInAll = places;
    this.memoryInAll = memoryBytes;
    this.queueLength = queueLength;
    this.queueWait = queueWait;
  }

  /**
   * Waits for a place to run in and for memory to be promised.
   *
   * @throws OverloadedException when the queue is full, the wait too long, or the memory more than
   *     there ever will be
   * @param deadline until when; null: as long as the queue allows
   * @throws InterruptedException when the caller gives up
   * @throws DeadlinePassedException when the deadline passes before there is one
   */
  Place enter(long memoryBytes, @Nullable Deadline deadline)
      throws InterruptedException, DeadlinePassedException {
    return enter(1, memoryBytes, deadline);
  }

  /** The same for a session's worker, which takes memory for its life and no place to run in. */
  Place reserve(long memoryBytes) throws InterruptedException {
    try {
      return enter(0, memoryBytes, null);
    } catch (DeadlinePassedException e) {
      throw new IllegalStateException("there is no deadline", e);
    }
  }

  /** Turns away everybody who waits and everybody who comes. */
  void close() {
    lock.lock();
    try {
      closed = true;
      queue.forEach(waiter -> waiter.changed.signal());
    } finally {
      lock.unlock();
    }
  }

  private Place enter(int places, long memoryBytes, @Nullable Deadline deadline)
      throws InterruptedException, DeadlinePassedException {
    lock.lockInterruptibly();
    try {
      refuseIfClosed();
      if (deadline != null && deadline.passed()) {
        throw new DeadlinePassedException();
      }
      if (memoryBytes > memoryInAll) {
        throw new OverloadedException(
            "The call asks for "
                + mebibytes(memoryBytes)
                + " of memory, more than the sandbox's whole budget of "
                + mebibytes(memoryInAll)
                + ": lower its limit, or raise memoryBudgetBytes.",
            null);
      }
      if (!queue.isEmpty() || !fits(places, memoryBytes)) {
        waitInLine(new Waiter(places, memoryBytes, lock.newCondition()), deadline);
      }
      placesTaken += places;
      memoryReserved += memoryBytes;
      // Whoever is next may fit as well.
      wakeFirst();
      return new Place(places, memoryBytes);
    } finally {
      lock.unlock();
    }
  }

  private void waitInLine(Waiter waiter, @Nullable Deadline deadline)
      throws InterruptedException, DeadlinePassedException {
    if (queue.size() >= queueLength) {
      throw new OverloadedException(
          "The sandbox is busy: "
              + placesTaken
              + " calls run and "
              + queue.size()
              + " wait, which is all that the queue holds. Try again later.",
          null);
    }
    queue.addLast(waiter);
    try {
      long left = queueWait.toNanos();
      boolean untilDeadline = deadline != null && deadline.left().toNanos() < left;
      if (deadline != null) {
        left = Math.min(left, deadline.left().toNanos());
      }
      while (!waiter.equals(queue.peekFirst()) || !fits(waiter.places, waiter.memoryBytes)) {
        refuseIfClosed();
        if (left <= 0 && untilDeadline) {
          throw new DeadlinePassedException();
        }
        if (left <= 0) {
          throw new OverloadedException(
              "The sandbox is busy: no place became free within "
                  + queueWait.toMillis()
                  + " ms. Try again later.",
              null);
        }
        left = waiter.changed.awaitNanos(left);
      }
      refuseIfClosed();
    } finally {
      queue.remove(waiter);
      wakeFirst();
    }
  }

  private boolean fits(int places, long memoryBytes) {
    return placesTaken + places <= placesInAll && memoryBytes <= memoryInAll - memoryReserved;
  }

  private void refuseIfClosed() {
    if (closed) {
      throw new SandboxClosedException("The sandbox is closed: open another one.", null);
    }
  }

  private void wakeFirst() {
    Waiter first = queue.peekFirst();
    if (first != null) {
      first.changed.signal();
    }
  }

  private static String mebibytes(long bytes) {
    return (bytes >> 20) + " MiB";
  }

  private record Waiter(int places, long memoryBytes, Condition changed) {}

  /** What a call holds while it runs. Both parts are given back once, however often asked. */
  final class Place {
    private final int places;
    private final long memoryBytes;
    private final AtomicBoolean left = new AtomicBoolean();
    private final AtomicBoolean freed = new AtomicBoolean();

    private Place(int places, long memoryBytes) {
      this.places = places;
      this.memoryBytes = memoryBytes;
    }

    /** The call has ended: somebody else may run. */
    void leave() {
      if (left.compareAndSet(false, true)) {
        giveBack(places, 0);
      }
    }

    /** The worker is dead: its memory is there again. */
    void free() {
      if (freed.compareAndSet(false, true)) {
        giveBack(0, memoryBytes);
      }
    }

    private void giveBack(int placesBack, long memoryBack) {
      lock.lock();
      try {
        placesTaken -= placesBack;
        memoryReserved -= memoryBack;
        wakeFirst();
      } finally {
        lock.unlock();
      }
    }
  }

  @Override
  public String toString() {
    lock.lock();
    try {
      return "Admission[running=%d, waiting=%d, memory=%s]"
          .formatted(placesTaken, queue.size(), mebibytes(memoryReserved));
    } finally {
      lock.unlock();
    }
  }
}
