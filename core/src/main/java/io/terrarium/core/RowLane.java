package io.terrarium.core;

import io.terrarium.Limits;
import io.terrarium.MapCall;
import io.terrarium.Outcome;
import io.terrarium.SandboxException;
import io.terrarium.wire.Answer;
import io.terrarium.wire.CallLimits;
import io.terrarium.wire.EncodedRequest;
import io.terrarium.wire.Request;
import io.terrarium.wire.RowPlan;
import io.terrarium.wire.Rows;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One of the threads of a map, with the worker that it has at the time.
 *
 * <p>Theory of operation. A worker says beforehand how many rows it runs at once ({@code
 * io.terrarium.wire}). Where it dies, or its time is over, while one runs alone, that is what
 * became of this row. Where several ran, the next worker has to run those one by one, and then the
 * same holds. So each worker that is lost brings one row its outcome at least, but for one in each
 * batch that brings none; and a row is only ever said to have taken too long when it ran alone.
 */
final class RowLane {
  /** Values that a batch may bring until the reader has to take some, in bytes. */
  static final long BUDGET_BYTES = 1 << 20;

  /** A row whose worker was lost through no fault of its own is tried so often. */
  private static final int ATTEMPTS = 3;

  private final RowPipeline pipeline;
  private final Opening opening;
  private final boolean mayWait;
  private final Thread thread;

  private volatile @Nullable LiveSession session;
  private volatile boolean ended;

  /** What the worker can take at once; how many rows it runs at once; whether it ran any. */
  private long roomBytes;

  private int atOnce;
  private boolean pristine;

  /** Opens workers for a map's program. */
  @FunctionalInterface
  interface Opening {
    /** Opens one; nothing where that would have to wait and may not. */
    Optional<LiveSession> open(Limits limits, long roomBytes, boolean mayWait)
        throws InterruptedException;
  }

  /**
   * @param mayWait whether it may wait for its first worker, or ends where there is none
   */
  RowLane(RowPipeline pipeline, Opening opening, boolean mayWait) {
    this.pipeline = pipeline;
    this.opening = opening;
    this.mayWait = mayWait;
    this.thread = Thread.ofPlatform().daemon().name("terrarium-map").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Ends it and its worker, without waiting for that. */
  void end() {
    ended = true;
    closeSession();
    thread.interrupt();
  }

  private void run() {
    try {
      if (mayWait || isOpened()) {
        for (RowBatch batch = pipeline.take(); batch != null; batch = pipeline.take()) {
          work(batch);
        }
      }
    } catch (InterruptedException e) {
      // The map has ended, and needs nobody to tell it.
    } finally {
      ended = true;
      closeSession();
      pipeline.left(this);
    }
  }

  private void work(RowBatch batch) throws InterruptedException {
    try {
      new Work(batch).run();
      pipeline.ended(batch);
    } catch (RuntimeException | Error e) {
      pipeline.failed(batch, e);
    }
  }

  /** Whether there was a worker for a lane that does without where there is none. */
  private boolean isOpened() throws InterruptedException {
    try {
      return open(RowPipeline.ROOM_BYTES, false);
    } catch (SandboxException e) {
      // Whatever it is, the first lane meets it too, with rows in its hands.
      return false;
    }
  }

  private boolean open(long room, boolean wait) throws InterruptedException {
    closeSession();
    Optional<LiveSession> opened = opening.open(pipeline.limits(), room, wait);
    session = opened.orElse(null);
    roomBytes = room;
    atOnce = 1;
    pristine = true;
    if (ended) {
      closeSession();
    }
    return opened.isPresent();
  }

  private void closeSession() {
    LiveSession open = session;
    if (open != null) {
      open.close();
    }
  }

  /** One batch. */
  private final class Work {
    private final RowBatch batch;
    private final Rows rows;
    private final boolean stop = pipeline.call().onError() == MapCall.OnError.STOP;
    private int next;
    private int singly;
    private int attempts;
    private long busyNanos;
    private boolean stopped;

    private Work(RowBatch batch) {
      this.batch = batch;
      this.rows = batch.rows();
    }

    void run() throws InterruptedException {
      while (next < rows.count() && !stopped) {
        runSome();
      }
      if (!stopped) {
        pipeline.size().took(rows.count(), busyNanos);
      }
    }

    private void runSome() throws InterruptedException {
      LiveSession worker = worker();
      long begun = System.nanoTime();
      var plan = new RowPlan(stop, singly, atOnce, BUDGET_BYTES, pipeline.outputLeft());
      var taking =
          new RowTaking(
              pipeline, worker.worker(), batch, next, plan.firstAtOnce(rows.count() - next));
      Dispatcher.Held held =
          worker.holdRows(pipeline.call().function(), request(worker, plan), taking);
      busyNanos += System.nanoTime() - begun;
      next += taking.told();
      singly = Math.max(0, singly - taking.told());
      atOnce = taking.atOnce(atOnce);
      stopped = stop && taking.failed();
      if (!(held.ending() instanceof Ending.Answered(Answer.RowsDone _))) {
        lost(held, taking);
      }
      pristine = false;
    }

    private LiveSession worker() throws InterruptedException {
      LiveSession open = session;
      long needed = rows.bytes() + rows.pythonBytes();
      if (open == null || !open.alive() || needed > roomBytes) {
        open(Math.max(RowPipeline.ROOM_BYTES, needed), true);
        open = session;
      }
      if (open == null || ended) {
        throw new InterruptedException();
      }
      return open;
    }

    private EncodedRequest request(LiveSession worker, RowPlan plan) {
      CallLimits held = worker.rowLimits();
      var request = new Request.CallRows(pipeline.call().function(), rows, next, plan, held);
      return pipeline.dispatcher().encode(request, pipeline.limits());
    }

    /** The worker is lost, and perhaps it is known by whose fault. */
    private void lost(Dispatcher.Held held, RowTaking taking) {
      closeSession();
      boolean sawNothing = taking.told() == 0;
      if (isTheCaller(held.ending())) {
        // Which throws.
        outcome(held).orElseThrow();
      }
      // One that had run others, and died before it said a word, may have died of those.
      boolean isCertain = pristine || !sawNothing || held.ending() instanceof Ending.Expired;
      if (stopped) {
        // What became of it after the row that ended the map is nobody's concern.
        return;
      }
      if (held.ending().equals(Exchange.ROWS_WITHOUT_END)) {
        // No row did that, and it had told of some.
        singly = Math.max(singly, taking.running());
      } else if (taking.running() == 1 && isCertain) {
        blame(outcome(taking.withReport(onlyIfDead(held))));
      } else {
        singly = Math.max(singly, taking.running());
      }
    }

    private void blame(Outcome outcome) {
      if (outcome instanceof Outcome.Crashed crashed
          && crashed.retryable()
          && ++attempts < ATTEMPTS) {
        singly = Math.max(singly, 1);
        return;
      }
      attempts = 0;
      pipeline.add(batch, RowPart.failed(batch.first() + next, outcome));
      next++;
      stopped = stop;
    }

    private Outcome outcome(Dispatcher.Held held) {
      return Verdict.of(pipeline.call().function(), held, pipeline.limits());
    }

    /** Whether the caller gave up, or asked for a function that no row was ever called with. */
    private boolean isTheCaller(Ending ending) {
      return ending instanceof Ending.GivenUp
          || (ending instanceof Ending.Answered(Answer.NoSuchFunction _)
              && !pipeline.isFunctionKnown());
    }

    /** What is no word of rows is no answer, whatever it says. */
    private static Dispatcher.Held onlyIfDead(Dispatcher.Held held) {
      return held.ending() instanceof Ending.Answered
          ? new Dispatcher.Held(
              new Ending.Violated("it answered another question than it was asked"),
              held.worker(),
              held.report())
          : held;
    }
  }
}
