package io.terrarium.core;

import io.terrarium.CallCancelledException;
import io.terrarium.Limit;
import io.terrarium.LimitExceededException;
import io.terrarium.Limits;
import io.terrarium.MapCall;
import io.terrarium.Outcome;
import io.terrarium.wire.Rows;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one map on their way to workers and back.
 *
 * <p>Theory of operation. One thread asks for what became of the rows, in their order. Where that
 * is not known yet, it reads more rows from their source and puts them in line as batches, as long
 * as there are few in line and none would have to be waited for, and else waits. {@linkplain
 * RowLane Lanes}, each a thread with a worker, take batches from the line and add to them what
 * becomes of their rows. A batch stays in line until all of it was handed out; so a reader that
 * stops holds up the lanes, and they the source, and memory is bounded by a few batches. Lanes come
 * one by one, when there is work that no other one takes, and only the first may wait for a worker:
 * so a map takes what is free, and can never wait for memory that it holds itself.
 *
 * <p>Whatever ends the map ends its lanes, workers and all.
 */
final class RowPipeline implements AutoCloseable, Watchdog.Watch {
  /** What the rows that are sent at once may take in a worker without one of their own. */
  static final long ROOM_BYTES = 16L << 20;

  /** Batches for each lane that may be in line: what runs, and enough to go on with meanwhile. */
  private static final int BATCHES_PER_LANE = 3;

  /** Where there was no room for a lane, so long none is tried. */
  private static final Duration TIME_WITHOUT_ROOM = Duration.ofMillis(100);

  private static final Duration TIME_TO_END = Duration.ofSeconds(10);

  private final Dispatcher dispatcher;
  private final RowSource source;
  private final MapCall call;
  private final Limits limits;
  private final RowLane.Opening opening;
  private final Set<RowPipeline> goingOn;
  private final int mostLanes;
  private final BatchSize size;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final Condition work = lock.newCondition();
  private final ArrayDeque<RowBatch> inLine = new ArrayDeque<>();
  private final ArrayDeque<RowBatch> untaken = new ArrayDeque<>();
  private final List<RowLane> lanes = new ArrayList<>();
  private int idleLanes;
  private boolean started;
  private volatile boolean ended;
  private @Nullable RuntimeException reason;
  private volatile long deadline;
  private volatile boolean functionKnown;
  private long noLaneBefore = System.nanoTime();
  private final AtomicLong outputLeft;

  /** For the reading thread alone. */
  private long nextRow;

  private boolean sourceEnded;

  /**
   * @param lane where its workers wait for their places
   * @param goingOn the maps that go on, which this is among from its beginning to its end
   */
  RowPipeline(
      Dispatcher dispatcher,
      RowSource source,
      MapCall call,
      Limits limits,
      Admission.Lane lane,
      RowLane.Opening opening,
      Set<RowPipeline> goingOn) {
    this.dispatcher = dispatcher;
    this.source = source;
    this.call = call;
    this.limits = limits;
    this.opening = opening;
    this.goingOn = goingOn;
    int places = Math.min(lane.places(), dispatcher.maximumConcurrentCalls());
    this.mostLanes = Math.min(call.parallelism(), places);
    this.size = new BatchSize(call.batchTime());
    this.outputLeft = new AtomicLong(call.outputBytes());
  }

  MapCall call() {
    return call;
  }

  Limits limits() {
    return limits;
  }

  Dispatcher dispatcher() {
    return dispatcher;
  }

  BatchSize size() {
    return size;
  }

  /** What rows may still print together. */
  long outputLeft() {
    return Math.max(0, outputLeft.get());
  }

  /** Rows printed so much, and that is kept. */
  void printed(long bytes) {
    outputLeft.addAndGet(-bytes);
  }

  // What the reading thread does

  /** What became of the next rows; null at the end. Throws what ended the map before its end. */
  @Nullable RowPart next() {
    try {
      while (true) {
        lock.lockInterruptibly();
        try {
          start();
          RowPart part = ready();
          if (part != null) {
            return part;
          }
          if (inLine.isEmpty() && sourceEnded) {
            break;
          }
          if (sourceEnded
              || inLine.size() >= mostLanes * BATCHES_PER_LANE
              || (!inLine.isEmpty() && !source.isReady())) {
            news.await();
            continue;
          }
        } finally {
          lock.unlock();
        }
        read();
      }
      @Nullable Throwable failure = source.failure();
      if (failure != null) {
        throw unchecked(failure);
      }
      close();
      return null;
    } catch (InterruptedException e) {
      fail(cancelled("the calling thread was interrupted"));
      Thread.currentThread().interrupt();
      throw refusal();
    } catch (RuntimeException e) {
      fail(e);
      throw e;
    } catch (Error e) {
      close();
      throw e;
    }
  }

  private void start() {
    if (!started) {
      HostScope.refuseMap();
      started = true;
      source.whenReady(() -> change(() -> {}));
      goingOn.add(this);
      dispatcher.refuseIfClosed();
      call.wallTime()
          .ifPresent(time -> {
            deadline = System.nanoTime() + time.toNanos();
            dispatcher.watchdog().add(this);
          });
    }
    requireGoingOn();
  }

  /** The next part in order, where it is there. */
  private @Nullable RowPart ready() {
    for (RowBatch head = inLine.peekFirst(); head != null; head = inLine.peekFirst()) {
      RowPart part = head.poll();
      if (part != null) {
        return part;
      }
      @Nullable Throwable failure = head.failure();
      if (failure != null) {
        throw unchecked(failure);
      }
      if (!head.ended()) {
        return null;
      }
      inLine.removeFirst();
    }
    return null;
  }

  /** Reads rows for another batch. */
  private void read() {
    @Nullable Rows rows = source.next(size.rows());
    if (rows == null) {
      sourceEnded = true;
      return;
    }
    var batch = new RowBatch(nextRow, rows);
    nextRow += rows.count();
    lock.lock();
    try {
      if (!ended) {
        inLine.addLast(batch);
        untaken.addLast(batch);
        if (idleLanes >= untaken.size()) {
          work.signal();
        } else if (lanes.isEmpty()
            || (lanes.size() < mostLanes && System.nanoTime() - noLaneBefore > 0)) {
          startLane();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void startLane() {
    var lane = new RowLane(this, opening, lanes.isEmpty());
    lanes.add(lane);
    lane.start();
  }

  // What lanes do

  /** The next batch for a lane; null where it is to end. */
  @Nullable RowBatch take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (untaken.isEmpty() && !ended) {
        idleLanes++;
        try {
          work.await();
        } finally {
          idleLanes--;
        }
      }
      return ended ? null : untaken.removeFirst();
    } finally {
      lock.unlock();
    }
  }

  /** Something became of rows of a batch. */
  void add(RowBatch batch, RowPart part) {
    functionKnown = true;
    change(() -> batch.add(part));
  }

  /** Whether a row was called already, so that the function is there. */
  boolean isFunctionKnown() {
    return functionKnown;
  }

  /** All rows of a batch have their outcome, or the map stops at the last one that has. */
  void ended(RowBatch batch) {
    change(batch::end);
  }

  /** The rest of a batch will have no outcome. */
  void failed(RowBatch batch, Throwable problem) {
    change(() -> batch.fail(problem));
  }

  /** A lane is gone: there was no room for it, or the map has ended. */
  void left(RowLane lane) {
    change(() -> {
      lanes.remove(lane);
      noLaneBefore = System.nanoTime() + TIME_WITHOUT_ROOM.toNanos();
    });
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  // How it ends

  /** Throws what ended the map, if it has ended. */
  void requireGoingOn() {
    if (ended) {
      throw refusal();
    }
  }

  /** Ends the map for a reason that is told to whoever asks from then on. */
  void fail(RuntimeException why) {
    end(why);
    awaitLanes();
  }

  /** Ends the map, wherever it is, and waits until its threads are gone. */
  @Override
  public void close() {
    end(cancelled("the map was closed"));
    awaitLanes();
  }

  /** Ends the map because its sandbox ends. */
  void sandboxClosed() {
    end(cancelled("the sandbox was closed"));
  }

  @Override
  public long dueAt() {
    return deadline;
  }

  @Override
  public void due() {
    long milliseconds = call.wallTime().orElseThrow().toMillis();
    var outcome =
        new Outcome.LimitExceeded(
            Limit.WALL_TIME,
            Outcome.LimitExceeded.Basis.MEASURED,
            "All rows together took longer than " + milliseconds + " ms.",
            Optional.empty(),
            dispatcher.emptyReport(limits));
    end(new LimitExceededException(outcome));
  }

  /** Ends it, unless it has ended; what it asks of others it does not wait for. */
  private void end(RuntimeException why) {
    List<RowLane> toEnd;
    lock.lock();
    try {
      if (ended) {
        return;
      }
      ended = true;
      reason = why;
      inLine.clear();
      untaken.clear();
      toEnd = List.copyOf(lanes);
      news.signalAll();
      work.signalAll();
    } finally {
      lock.unlock();
    }
    dispatcher.watchdog().remove(this);
    toEnd.forEach(RowLane::end);
    goingOn.remove(this);
  }

  private void awaitLanes() {
    boolean interrupted = Thread.interrupted();
    lock.lock();
    try {
      long left = TIME_TO_END.toNanos();
      while (!lanes.isEmpty() && left > 0) {
        try {
          left = news.awaitNanos(left);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      lock.unlock();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private RuntimeException refusal() {
    lock.lock();
    try {
      return reason == null ? cancelled("the map was closed") : reason;
    } finally {
      lock.unlock();
    }
  }

  private CallCancelledException cancelled(String why) {
    return new CallCancelledException(
        new Outcome.Cancelled(
            "The map was given up: " + why + ".", dispatcher.emptyReport(limits)));
  }

  /** What was thrown elsewhere, to be thrown here. */
  private static RuntimeException unchecked(Throwable problem) {
    if (problem instanceof Error error) {
      throw error;
    }
    return problem instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException(problem);
  }
}
