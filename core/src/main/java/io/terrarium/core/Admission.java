package io.terrarium.core;

import io.terrarium.Deadline;
import io.terrarium.OverloadedException;
import io.terrarium.SandboxClosedException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Who may run now: at most so many calls at a time, and never more memory promised than there is.
 * Without a control group N workers have no common bound, so the sum of their limits is held here.
 * Those who must wait do so in queues of bounded length and for a bounded time. Thread-safe.
 *
 * <p>Theory of operation. Every profile has a {@link Lane}: a queue of its own, in order of
 * arrival, and perhaps a bound on how many of its calls run at a time. The lanes take turns, so
 * that a profile with a long queue delays another by one call and not by its queue. Whose turn it
 * is has to fit in: nobody overtakes a call that waits for much memory. A lane that has reached its
 * own bound waits for itself alone, and is passed over.
 */
final class Admission {
  private final int placesInAll;

  /** Looked at under the lock alone. */
  private final PromisedMemory memory;

  private final int queueLength;
  private final Duration queueWait;

  private final ReentrantLock lock = new ReentrantLock();

  /** The lanes in which somebody waits, the one whose turn it is first. */
  private final ArrayDeque<Lane> turns = new ArrayDeque<>();

  private int placesTaken;
  private boolean closed;

  Admission(int places, PromisedMemory memory, int queueLength, Duration queueWait) {
    this.placesInAll = places;
    this.memory = memory;
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
  Place enter(Lane lane, long memoryBytes, @Nullable Deadline deadline)
      throws InterruptedException, DeadlinePassedException {
    return enter(lane, 1, memoryBytes, deadline);
  }

  /** The same for a session's worker, which takes memory for its life and no place to run in. */
  Place reserve(Lane lane, long memoryBytes) throws InterruptedException {
    try {
      return enter(lane, 0, memoryBytes, null);
    } catch (DeadlinePassedException e) {
      throw new IllegalStateException("there is no deadline", e);
    }
  }

  /**
   * Memory for a call that a host function makes, at once or not at all: its caller holds a place,
   * which the two of them share, and who waits may wait for that very caller.
   *
   * @throws OverloadedException when the memory is not there
   */
  Place enterNested(Lane lane, long memoryBytes) {
    lock.lock();
    try {
      refuseIfClosed();
      if (!fits(0, memoryBytes)) {
        throw new OverloadedException(
            "A host function made a call for which there is no memory left ("
                + mebibytes(memoryBytes)
                + "), and such a call does not wait: lower the limits of calls, or "
                + memory.remedy()
                + ".",
            null);
      }
      memory.take(memoryBytes);
      return new Place(lane, 0, memoryBytes);
    } finally {
      lock.unlock();
    }
  }

  /** The same without waiting: nothing where it does not fit, or somebody waits. */
  Optional<Place> reserveIfFree(Lane lane, long memoryBytes) {
    lock.lock();
    try {
      if (closed || !turns.isEmpty() || !fits(0, memoryBytes)) {
        return Optional.empty();
      }
      memory.take(memoryBytes);
      return Optional.of(new Place(lane, 0, memoryBytes));
    } finally {
      lock.unlock();
    }
  }

  /** Turns away everybody who waits and everybody who comes. */
  void close() {
    lock.lock();
    try {
      closed = true;
      turns.forEach(lane -> lane.queue.forEach(waiter -> waiter.changed.signal()));
    } finally {
      lock.unlock();
    }
  }

  private Place enter(Lane lane, int places, long memoryBytes, @Nullable Deadline deadline)
      throws InterruptedException, DeadlinePassedException {
    lock.lockInterruptibly();
    try {
      refuseIfClosed();
      if (deadline != null && deadline.passed()) {
        throw new DeadlinePassedException();
      }
      if (memoryBytes > memory.inAll()) {
        throw new OverloadedException(
            "The call asks for "
                + mebibytes(memoryBytes)
                + " of memory, more than the sandbox's whole budget of "
                + mebibytes(memory.inAll())
                + ": lower its limit, or "
                + memory.remedy()
                + ".",
            null);
      }
      if (!lane.queue.isEmpty()
          || next() != null
          || !lane.hasRoomFor(places)
          || !fits(places, memoryBytes)) {
        waitInLine(new Waiter(lane, places, memoryBytes, lock.newCondition()), deadline);
      }
      lane.placesTaken += places;
      placesTaken += places;
      memory.take(memoryBytes);
      // Whoever is next may fit as well.
      wakeNext();
      return new Place(lane, places, memoryBytes);
    } finally {
      lock.unlock();
    }
  }

  private void waitInLine(Waiter waiter, @Nullable Deadline deadline)
      throws InterruptedException, DeadlinePassedException {
    Lane lane = waiter.lane;
    if (lane.queue.size() >= queueLength) {
      throw new OverloadedException(
          lane.busy(placesTaken)
              + " running and "
              + lane.queue.size()
              + " waiting, which is all that the queue holds. Try again later.",
          null);
    }
    if (lane.queue.isEmpty()) {
      turns.addLast(lane);
    }
    lane.queue.addLast(waiter);
    boolean served = false;
    try {
      long left = queueWait.toNanos();
      boolean untilDeadline = deadline != null && deadline.left().toNanos() < left;
      if (deadline != null) {
        left = Math.min(left, deadline.left().toNanos());
      }
      while (!waiter.equals(next()) || !fits(waiter.places, waiter.memoryBytes)) {
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
      served = true;
    } finally {
      lane.queue.remove(waiter);
      if (served || lane.queue.isEmpty()) {
        turns.remove(lane);
      }
      if (served && !lane.queue.isEmpty()) {
        turns.addLast(lane);
      }
      wakeNext();
    }
  }

  /** Whose turn it is: the first of the first lane that its own bound does not hold back. */
  private @Nullable Waiter next() {
    for (Lane lane : turns) {
      Waiter first = lane.queue.peekFirst();
      if (first != null && lane.hasRoomFor(first.places)) {
        return first;
      }
    }
    return null;
  }

  private boolean fits(int places, long memoryBytes) {
    return placesTaken + places <= placesInAll && memory.fits(memoryBytes);
  }

  private void refuseIfClosed() {
    if (closed) {
      throw new SandboxClosedException("The sandbox is closed: open another one.", null);
    }
  }

  private void wakeNext() {
    Waiter next = next();
    if (next != null) {
      next.changed.signal();
    }
  }

  private static String mebibytes(long bytes) {
    return (bytes >> 20) + " MiB";
  }

  private record Waiter(Lane lane, int places, long memoryBytes, Condition changed) {}

  /** Where the calls of one profile wait. What changes is looked at under the lock alone. */
  static final class Lane {
    private final String profile;
    private final int placesInAll;
    private final ArrayDeque<Waiter> queue = new ArrayDeque<>();
    private int placesTaken;

    /**
     * @param profile its name; empty for what has none
     * @param places how many calls of it run at the same time
     */
    Lane(String profile, int places) {
      this.profile = profile;
      this.placesInAll = places;
    }

    /** How many calls of it run at the same time. */
    int places() {
      return placesInAll;
    }

    private boolean hasRoomFor(int places) {
      return placesTaken + places <= placesInAll;
    }

    private String busy(int placesTakenInAll) {
      return !profile.isEmpty() && placesTaken >= placesInAll
          ? "The profile " + profile + " is busy: " + placesTaken
          : "The sandbox is busy: " + placesTakenInAll;
    }
  }

  /** What a call holds while it runs. Both parts are given back once, however often asked. */
  final class Place {
    private final Lane lane;
    private final int places;
    private final long memoryBytes;
    private final AtomicBoolean left = new AtomicBoolean();
    private final AtomicBoolean freed = new AtomicBoolean();

    private Place(Lane lane, int places, long memoryBytes) {
      this.lane = lane;
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
        lane.placesTaken -= placesBack;
        placesTaken -= placesBack;
        memory.giveBack(memoryBack);
        wakeNext();
      } finally {
        lock.unlock();
      }
    }
  }

  /** How it stands at a moment. */
  record State(int running, int waiting, long memoryReserved, long memoryInAll) {}

  /** How it stands. */
  State state() {
    lock.lock();
    try {
      return new State(
          placesTaken,
          turns.stream().mapToInt(lane -> lane.queue.size()).sum(),
          memory.reserved(),
          memory.inAll());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    State state = state();
    return "Admission[running=%d, waiting=%d, memory=%s]"
        .formatted(state.running, state.waiting, mebibytes(state.memoryReserved));
  }
}
