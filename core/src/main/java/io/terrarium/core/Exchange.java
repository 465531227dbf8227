package io.terrarium.core;

import io.terrarium.Deadline;
import io.terrarium.Limit;
import io.terrarium.Limits;
import io.terrarium.OutputListener;
import io.terrarium.spi.Worker;
import io.terrarium.wire.Answer;
import io.terrarium.wire.Answers;
import io.terrarium.wire.DecoderLimits;
import io.terrarium.wire.EncodedRequest;
import io.terrarium.wire.Frame;
import io.terrarium.wire.FrameReader;
import io.terrarium.wire.FrameWriter;
import io.terrarium.wire.WireFormatException;
import io.terrarium.wire.WorkerMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer. It runs on the caller's thread; the watchdog and whoever cancels come
 * from other threads, and reach it by deciding its ending and killing the worker.
 *
 * <p>CPU time: a worker has one thread, so it cannot have used more processor time than time has
 * passed. The kernel is therefore first asked when the wall time reaches the CPU limit, and then
 * again when what was left of it may have been used up. While a host function runs the worker waits
 * and uses none, so it is not asked then; on the clock that time counts like any other.
 *
 * <p>Where the request is for many rows, the clocks begin anew whenever the worker tells of some;
 * and it is either that or the end of their time that comes first, never half of each. So do the
 * host calls that are counted. Since that could go on for as long as there are rows, which others
 * wait for, a worker that does not come to an end by itself in time is ended.
 */
final class Exchange implements Watchdog.Watch {
  /** Room in a frame for what is not the result: an answer's own fields, a traceback. */
  private static final int FRAME_MARGIN_BYTES = 1 << 20;

  /** Levels of a result, as the worker counts them: an instance of a subclass is two for us. */
  static final int RESULT_DEPTH = 140;

  private static final int NODES_AT_MOST = 10_000_000;

  /**
   * How often to look whether a host function has come to its end, where a reading waits for it.
   */
  private static final long HOST_FUNCTION_LOOK = Duration.ofMillis(10).toNanos();

  private static final long NEVER = Duration.ofDays(1000).toNanos();

  /** After so long a worker ends a request for rows by itself, with the rows that run then. */
  private static final Duration ROWS_AT_MOST = Duration.ofSeconds(1);

  /** A worker went on with rows when it should have let others have their turn. */
  static final Ending ROWS_WITHOUT_END =
      new Ending.Violated("it went on with more rows for longer than it may");

  private static final Ending INTERRUPTED =
      new Ending.GivenUp("the calling thread was interrupted");

  private final Worker worker;
  private final Terms terms;
  private final Limits limits;
  private final @Nullable OutputListener listener;
  private final Watchdog watchdog;
  private final CallTrace trace;
  private final Ending.Slot ending = new Ending.Slot();
  private final @Nullable RowTaker rows;
  private OutputCollector output;

  /** Held while the clocks are looked at and set. */
  private final Object clocks = new Object();

  private volatile CpuMeter cpuMeter;
  private volatile long startedAt = System.nanoTime();

  /** Of rows: when the first of them began. */
  private final long begunAt = startedAt;

  private volatile long wallDeadline;

  /** At the wall time's end or at the deadline, whichever comes first. */
  private volatile long endsAt;

  private volatile long cpuCheckAt;
  private long endedAt = startedAt;
  private volatile @Nullable HostCalls hostCalls;

  Exchange(Worker worker, Terms terms, Watchdog watchdog, CpuMeter cpuMeter, CallTrace trace) {
    this.worker = worker;
    this.terms = terms;
    this.limits = terms.limits();
    this.listener = terms.listener();
    this.watchdog = watchdog;
    this.cpuMeter = cpuMeter;
    this.trace = trace;
    this.rows = terms.rows();
    // Before it says which row prints, none does.
    this.output = new OutputCollector(rows == null ? limits.outputBytes() : 0);
    this.wallDeadline = startedAt + limits.wallTime().toNanos();
    this.endsAt = earlier(wallDeadline, terms.deadline());
    this.cpuCheckAt = firstCpuCheck();
  }

  /**
   * Sends the request and waits for what ends the exchange; anything but an answer kills.
   *
   * @param host makes what answers host calls; asked only when one comes
   */
  Ending run(EncodedRequest request, FrameReader reader, Function<Exchange, HostCalls> host) {
    watchdog.add(this);
    try {
      new FrameWriter(worker.channel()).write(request);
      receive(request, reader, host);
    } catch (WireFormatException e) {
      ending.decide(new Ending.Violated(String.valueOf(e.getMessage())));
    } catch (IOException e) {
      ending.decide(brokenOrInterrupted());
    } catch (OutOfMemoryError e) {
      // The result is within its limit, and yet more than there is room for here.
      ending.decide(new Ending.Expired(Limit.RESULT));
    } finally {
      watchdog.remove(this);
      endedAt = System.nanoTime();
    }
    Ending decided = decided();
    if (!(decided instanceof Ending.Answered)) {
      worker.kill();
    }
    return decided;
  }

  /** Ends the exchange for a reason of the caller's, unless it has ended already. */
  void giveUp(String reason) {
    end(new Ending.GivenUp(reason));
  }

  /** Ends the exchange because its deadline has passed, unless it has ended already. */
  void tooLate() {
    end(new Ending.TooLate());
  }

  /** Whether something has ended it. */
  boolean ended() {
    return ending.decided() != null;
  }

  Worker worker() {
    return worker;
  }

  CpuMeter cpuMeter() {
    return cpuMeter;
  }

  OutputCollector output() {
    return output;
  }

  Terms terms() {
    return terms;
  }

  Limits limits() {
    return limits;
  }

  /** From handing over the request to its end. */
  Duration wallTime() {
    return Duration.ofNanos(endedAt - startedAt);
  }

  /** The same without the time in which the worker waited for host functions. */
  Duration workerTime() {
    return wallTime().minus(cpuMeter.waited());
  }

  @Override
  public long dueAt() {
    return cpuCheckAt - endsAt < 0 ? cpuCheckAt : endsAt;
  }

  @Override
  public void due() {
    synchronized (clocks) {
      long now = System.nanoTime();
      if (endsAt - now <= 0) {
        // Both limits at once count as the wall time's.
        end(endsAt == wallDeadline ? new Ending.Expired(Limit.WALL_TIME) : new Ending.TooLate());
      } else if (cpuCheckAt - now <= 0) {
        checkCpuTime();
      }
    }
  }

  private long earlier(long nanoTime, @Nullable Deadline deadline) {
    return deadline == null
        ? nanoTime
        : startedAt + Math.min(nanoTime - startedAt, deadline.left().toNanos());
  }

  private long firstCpuCheck() {
    return startedAt + (cpuMeter.wantsReading() ? CpuMeter.HEAD_START : limits.cpuTime()).toNanos();
  }

  private void checkCpuTime() {
    if (cpuMeter.isWaiting()) {
      cpuCheckAt = System.nanoTime() + HOST_FUNCTION_LOOK;
      watchdog.rescheduled(this);
      return;
    }
    if (cpuMeter.wantsReading()) {
      cpuMeter.read();
      cpuCheckAt = Math.max(startedAt + limits.cpuTime().toNanos(), System.nanoTime());
      watchdog.rescheduled(this);
      return;
    }
    // Not again before the answer is there.
    cpuCheckAt = System.nanoTime() + NEVER;
    CpuMeter asked = cpuMeter;
    asked
        .used()
        .ifPresent(future -> {
          var _ = future.thenAccept(used -> judgeCpuTime(asked, used));
        });
  }

  private void judgeCpuTime(CpuMeter asked, Duration used) {
    synchronized (clocks) {
      // What the rows before have used is not what is judged now.
      if (asked.equals(cpuMeter)) {
        judgeCpuTime(used);
      }
    }
  }

  private void judgeCpuTime(Duration used) {
    Duration left = limits.cpuTime().minus(used);
    if (left.isNegative() || left.isZero()) {
      end(new Ending.Expired(Limit.CPU_TIME));
    } else {
      // Not sooner than in a millisecond: asking costs the zygote time as well.
      cpuCheckAt = System.nanoTime() + Math.max(left.toNanos(), 1_000_000);
      watchdog.rescheduled(this);
    }
  }

  private void end(Ending candidate) {
    if (ending.decide(candidate)) {
      worker.kill();
      HostCalls host = hostCalls;
      if (host != null) {
        host.interrupt();
      }
    }
  }

  private void receive(
      EncodedRequest request, FrameReader reader, Function<Exchange, HostCalls> host)
      throws IOException {
    var resultLimits = new DecoderLimits(DecoderLimits.MAX_DEPTH, NODES_AT_MOST, frameBytes());
    while (true) {
      Frame frame = reader.read(frameBytes());
      if (frame == null) {
        ending.decide(brokenOrInterrupted());
        return;
      }
      // Whether anything stands behind it, seen before the answer is decoded at leisure.
      int leftOver = reader.leftOver();
      switch (Answers.decode(frame, request.callId(), resultLimits)) {
        case WorkerMessage.Output more -> {
          int bytes = frame.payload().remaining() - 1;
          output.add(more, bytes);
          trace.printed(more.stream(), bytes);
          if (listener != null && !heard(listener, more)) {
            return;
          }
        }
        case WorkerMessage.OutputTruncated(var stream) -> output.truncated(stream);
        case WorkerMessage.HostCall call -> {
          if (leftOver > 0) {
            throw new WireFormatException(0, leftOver + " bytes stand behind a host call");
          }
          if (!answer(call, request.callId(), host)) {
            return;
          }
        }
        case WorkerMessage.OutputRow(int row) -> output = rowTaker().outputOf(row);
        case Answer.RowsDone done -> {
          if (isEndedBy(done, frame.payload().remaining(), leftOver)) {
            return;
          }
        }
        case Answer answer -> {
          ending.decide(answered(answer, leftOver));
          return;
        }
        case WorkerMessage.Ready _, WorkerMessage.SetUpFailed _ ->
            throw new WireFormatException(0, "a greeting in the middle of an exchange");
      }
    }
  }

  /** Whether the exchange goes on after that. */
  private boolean heard(OutputListener whoListens, WorkerMessage.Output piece) {
    try {
      whoListens.printed(piece.stream(), piece.text());
    } catch (RuntimeException | Error e) {
      ending.decide(new Ending.ListenerThrew(e));
    }
    // It may have taken long: what was read ahead is not worth more of the caller's time.
    return ending.decided() == null;
  }

  /** Answers a host call; false where the exchange is over. */
  private boolean answer(
      WorkerMessage.HostCall call, long callId, Function<Exchange, HostCalls> host)
      throws IOException {
    HostCalls answering = hostCalls;
    if (answering == null) {
      answering = host.apply(this);
      if (rows != null) {
        answering.rowsBegin(rows.running());
      }
      hostCalls = answering;
    }
    if (!answering.admits()) {
      ending.decide(new Ending.Expired(Limit.HOST_CALLS));
      return false;
    }
    Optional<EncodedRequest> reply;
    cpuMeter.waitBegins();
    try {
      reply = answering.answer(call, callId);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      ending.decide(INTERRUPTED);
      return false;
    } finally {
      cpuMeter.waitEnds();
    }
    if (reply.isEmpty()) {
      ending.decide(new Ending.GivenUp("the sandbox was closed"));
      return false;
    }
    new FrameWriter(worker.channel()).write(reply.get());
    return true;
  }

  /** Takes what became of some rows, unless their time was over before; whether this is the end. */
  private boolean isEndedBy(Answer.RowsDone done, int bytes, int leftOver)
      throws WireFormatException {
    RowTaker taker = rowTaker();
    synchronized (clocks) {
      if (ending.decided() != null) {
        return true;
      }
      boolean isLast = done.next() == 0;
      Ending last = answered(done, leftOver);
      if (isLast && last instanceof Ending.Violated) {
        ending.decide(last);
        return true;
      }
      long now = System.nanoTime();
      taker.take(done, bytes, Duration.ofNanos(now - startedAt));
      if (isLast) {
        ending.decide(last);
        return true;
      }
      if (now - begunAt - ROWS_AT_MOST.toNanos() > 2 * limits.wallTime().toNanos()) {
        ending.decide(ROWS_WITHOUT_END);
        return true;
      }
      HostCalls host = hostCalls;
      if (host != null) {
        host.rowsBegin(done.next());
      }
      cpuMeter = CpuMeter.ofSession(worker);
      startedAt = now;
      wallDeadline = now + limits.wallTime().toNanos();
      endsAt = wallDeadline;
      cpuCheckAt = firstCpuCheck();
    }
    watchdog.rescheduled(this);
    return false;
  }

  private RowTaker rowTaker() throws WireFormatException {
    if (rows == null) {
      throw new WireFormatException(0, "word of rows, where none were asked for");
    }
    return rows;
  }

  private static Ending answered(Answer answer, int leftOver) {
    return leftOver == 0
        ? new Ending.Answered(answer)
        : new Ending.Violated(leftOver + " bytes stand behind the answer");
  }

  private int frameBytes() {
    return (int) Math.min(limits.resultBytes() + FRAME_MARGIN_BYTES, Integer.MAX_VALUE - 64L);
  }

  private static Ending brokenOrInterrupted() {
    // The channel closes by itself when its thread is interrupted, and the thread stays so.
    return Thread.currentThread().isInterrupted() ? INTERRUPTED : new Ending.Broken();
  }

  private Ending decided() {
    @Nullable Ending decided = ending.decided();
    if (decided == null) {
      throw new IllegalStateException("an exchange ended without anything that ended it");
    }
    return decided;
  }
}
