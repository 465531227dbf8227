package io.terrarium.core;

import io.terrarium.Call;
import io.terrarium.Limit;
import io.terrarium.Limits;
import io.terrarium.Outcome;
import io.terrarium.Program;
import io.terrarium.Session;
import io.terrarium.SessionEndedException;
import io.terrarium.spi.Worker;
import io.terrarium.wire.Answer;
import io.terrarium.wire.EncodedRequest;
import io.terrarium.wire.FrameReader;
import io.terrarium.wire.ProgramData;
import io.terrarium.wire.Request;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A session: a worker that stays, and one exchange at a time with it.
 *
 * <p>The processor time of a call is the difference of two readings of the worker's clock, the
 * later of which is asked for when the call has ended, and is the earlier one of the next. Nobody
 * waits for them but who asks for the usage.
 */
final class LiveSession implements Session {
  private final Program program;
  private final Dispatcher dispatcher;
  private final Worker worker;
  private final FrameReader reader;
  private final Limits limits;
  private final IdleWatch idle;
  private final ReentrantLock turn = new ReentrantLock();
  private volatile boolean ended;

  private LiveSession(Program program, Dispatcher dispatcher, Worker worker, Limits limits) {
    this.program = program;
    this.dispatcher = dispatcher;
    this.worker = worker;
    this.reader = new FrameReader(worker.channel());
    this.limits = limits;
    this.idle = dispatcher.watchIdle(worker, this::close);
  }

  /**
   * Opens one: when this returns, the module body has run.
   *
   * @throws io.terrarium.OutcomeException when it has not come to its end
   */
  static LiveSession open(
      CompiledProgram program, ProgramData data, Dispatcher dispatcher, Limits limits) {
    Terms terms = Terms.of(limits);
    var opening = new Request.Open(data, terms.callLimits());
    EncodedRequest request = dispatcher.encode(opening, limits);
    try {
      Worker worker = dispatcher.sessionWorker(program.kind(), request, limits);
      var session = new LiveSession(program, dispatcher, worker, limits);
      boolean open = false;
      try {
        Verdict.ofOpening(session.hold(request, terms), limits).orElseThrow();
        open = true;
      } finally {
        if (!open) {
          session.close();
        }
      }
      return session;
    } catch (InterruptedException e) {
      dispatcher.neverStarted(limits).orElseThrow();
      throw new IllegalStateException("what never started has no value", e);
    }
  }

  @Override
  public Program program() {
    return program;
  }

  @Override
  public Outcome invoke(Call call) {
    dispatcher.refuseIfClosed();
    Limits applied =
        call.limits()
            .map(asked -> dispatcher.effective(Optional.of(asked)))
            .orElse(limits)
            .withMemoryBytes(limits.memoryBytes());
    Terms terms = Terms.of(call, applied);
    var request =
        new Request.CallFunction(
            call.function(), call.arguments(), call.keywordArguments(), terms.callLimits());
    EncodedRequest encoded = dispatcher.encode(request, applied);
    try {
      refuseWithinItself();
      turn.lockInterruptibly();
      try {
        refuseIfEnded();
        return Verdict.of(call.function(), hold(encoded, terms), applied);
      } finally {
        turn.unlock();
      }
    } catch (InterruptedException e) {
      return dispatcher.neverStarted(applied);
    }
  }

  @Override
  public boolean alive() {
    return !ended && !worker.exit().isDone();
  }

  @Override
  public void close() {
    ended = true;
    dispatcher.giveUp(worker, "its session was closed");
    worker.kill();
  }

  /** Completes when the worker is gone. */
  CompletableFuture<?> gone() {
    return worker.exit();
  }

  private Dispatcher.Held hold(EncodedRequest request, Terms terms) throws InterruptedException {
    idle.callBegins();
    Dispatcher.Held held = dispatcher.holdInSession(worker, reader, request, terms);
    if (endsSession(held.ending())) {
      ended = true;
      worker.kill();
    }
    idle.callEnded();
    return held;
  }

  /** A worker that is out of memory may be in any state; every other answer leaves it well. */
  private static boolean endsSession(Ending ending) {
    return switch (ending) {
      case Ending.Answered(Answer.LimitReached(Limit limit, _, _)) -> limit == Limit.MEMORY;
      case Ending.Answered _ -> false;
      case Ending.Expired _,
          Ending.GivenUp _,
          Ending.ListenerThrew _,
          Ending.Broken _,
          Ending.Violated _ ->
          true;
    };
  }

  /** A listener that calls the session it listens to would get the answer that it keeps waiting. */
  private void refuseWithinItself() {
    if (turn.isHeldByCurrentThread()) {
      throw new IllegalStateException(
          "A call of this session is under way on this very thread: a session makes one call at a"
              + " time.");
    }
  }

  private void refuseIfEnded() {
    if (!alive()) {
      throw new SessionEndedException(
          "The session has ended: an earlier call cost its worker its life, or it was closed. Open"
              + " another one.",
          null);
    }
  }
}
