package io.terrarium.core;

import io.terrarium.Call;
import io.terrarium.Deadline;
import io.terrarium.Limit;
import io.terrarium.Limits;
import io.terrarium.Outcome;
import io.terrarium.OutcomeException;
import io.terrarium.Program;
import io.terrarium.SandboxEvent.Purpose;
import io.terrarium.SandboxException;
import io.terrarium.Session;
import io.terrarium.SessionEndedException;
import io.terrarium.spi.Worker;
import io.terrarium.value.Value;
import io.terrarium.wire.Answer;
import io.terrarium.wire.CallLimits;
import io.terrarium.wire.EncodedRequest;
import io.terrarium.wire.FrameReader;
import io.terrarium.wire.Request;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A session: a worker that stays, and one exchange at a time with it.
 *
 * <p>The processor time of a call is the difference of two readings of the worker's clock, the
 * later of which is asked for when the call has ended, and is the earlier one of the next. Nobody
 * waits for them but who asks for the usage.
 */
final class LiveSession implements Session {
  private final Program program;
  private final Contracts contracts;
  private final Dispatcher dispatcher;
  private final Asynchronous asynchronous;
  private final Worker worker;
  private final FrameReader reader;
  private final Limits limits;
  private final Standing standing;
  private final Lent lent;
  private final IdleWatch idle;
  private final ReentrantLock turn = new ReentrantLock();
  private volatile boolean ended;

  private LiveSession(
      CompiledProgram program, LocalSandbox sandbox, Worker worker, Limits limits, Lent lent) {
    this.program = program;
    this.contracts = program.heldTo();
    this.standing = program.standing();
    this.dispatcher = sandbox.dispatcher();
    this.asynchronous = sandbox.asynchronous();
    this.worker = worker;
    this.reader = new FrameReader(worker.channel());
    this.limits = limits;
    this.lent = lent;
    this.idle = dispatcher.watchIdle(worker, this::close);
  }

  /**
   * Opens one: when this returns, the module body has run.
   *
   * @throws io.terrarium.OutcomeException when it has not come to its end
   */
  static LiveSession open(CompiledProgram program, LocalSandbox sandbox, Limits limits, Lent lent) {
    Dispatcher dispatcher = sandbox.dispatcher();
    Terms terms = Terms.of(limits, program.standing().lane(), lent);
    EncodedRequest request = opening(program, dispatcher, terms);
    CallTrace trace = dispatcher.trace(Purpose.OPEN_SESSION, program.source(), "");
    try {
      Worker worker = dispatcher.sessionWorker(program.kind(), request, terms, trace);
      return opened(new LiveSession(program, sandbox, worker, limits, lent), request, terms, trace);
    } catch (DeadlinePassedException e) {
      throw new IllegalStateException("opening has no deadline", e);
    } catch (InterruptedException e) {
      trace.ended(dispatcher.neverStarted(limits)).orElseThrow();
      throw new IllegalStateException("what never started has no value", e);
    } catch (OutcomeException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      trace.failed(e);
      throw e;
    }
  }

  /**
   * Opens one that many rows will be sent to.
   *
   * @param roomBytes what the rows that are sent at once may take, beside the limit
   * @param mayWait whether to wait for memory; nothing is returned where that would have to be
   * @throws io.terrarium.OutcomeException when the module body has not come to its end
   * @throws InterruptedException when the thread is interrupted before the worker is there
   */
  static Optional<LiveSession> openForRows(
      CompiledProgram program,
      LocalSandbox sandbox,
      Limits limits,
      Lent lent,
      long roomBytes,
      boolean mayWait)
      throws InterruptedException {
    Dispatcher dispatcher = sandbox.dispatcher();
    Terms terms = Terms.of(limits, program.standing().lane(), lent);
    EncodedRequest request = opening(program, dispatcher, terms);
    Optional<Admission.Place> room = dispatcher.roomForRows(request, terms, roomBytes, mayWait);
    if (room.isEmpty()) {
      return Optional.empty();
    }
    CallTrace trace = dispatcher.trace(Purpose.OPEN_SESSION, program.source(), "");
    try {
      Worker worker =
          dispatcher.rowsWorker(program.kind(), request, limits, roomBytes, room.get(), trace);
      var session = new LiveSession(program, sandbox, worker, limits, lent);
      return Optional.of(opened(session, request, terms, trace));
    } catch (DeadlinePassedException e) {
      throw new IllegalStateException("opening has no deadline", e);
    } catch (InterruptedException e) {
      trace.ended("cancelled");
      throw e;
    } catch (OutcomeException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      trace.failed(e);
      throw e;
    }
  }

  private static EncodedRequest opening(
      CompiledProgram program, Dispatcher dispatcher, Terms terms) {
    var open = new Request.Open(terms.callLimits());
    return dispatcher.encode(open, terms.limits()).behind(program.load());
  }

  private static LiveSession opened(
      LiveSession session, EncodedRequest request, Terms terms, CallTrace trace)
      throws InterruptedException, DeadlinePassedException {
    boolean open = false;
    try {
      Outcome outcome = Verdict.ofOpening(session.hold(request, terms, trace), terms.limits());
      trace.ended(outcome).orElseThrow();
      trace.sessionOpened(session.program.source().name());
      var _ = session.worker.exit().thenRun(trace::sessionEnded);
      open = true;
    } finally {
      if (!open) {
        session.close();
      }
    }
    return session;
  }

  @Override
  public Program program() {
    return program;
  }

  @Override
  public Outcome invoke(Call call) {
    Terms terms = terms(call);
    return inTurn(call.function(), request(call, terms), terms);
  }

  @Override
  public CompletableFuture<Outcome> invokeAsync(Call call) {
    return begin(call, outcome -> outcome);
  }

  @Override
  public CompletableFuture<Value> callAsync(String function, @Nullable Object... arguments) {
    return begin(Call.of(function, arguments), Outcome::orElseThrow);
  }

  private <T> CompletableFuture<T> begin(Call call, Function<Outcome, T> result) {
    try {
      Terms terms = terms(call);
      EncodedRequest request = request(call, terms);
      return asynchronous.start(() -> result.apply(inTurn(call.function(), request, terms)));
    } catch (SandboxException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private Terms terms(Call call) {
    dispatcher.refuseIfClosed();
    HostScope.refuseWithin(worker);
    Limits applied =
        call.limits()
            .map(asked -> standing.effective(Optional.of(asked)))
            .orElse(limits)
            .withMemoryBytes(limits.memoryBytes());
    return Terms.of(call, applied, standing.lane(), lent);
  }

  private EncodedRequest request(Call asked, Terms terms) {
    Call call = contracts.applyTo(asked);
    var request =
        new Request.CallFunction(
            call.function(),
            call.arguments(),
            call.keywordArguments(),
            call.files(),
            terms.callLimits());
    return dispatcher.encode(request, terms.limits());
  }

  private Outcome inTurn(String function, EncodedRequest request, Terms terms) {
    refuseWithinItself();
    CallTrace trace = dispatcher.trace(Purpose.SESSION_CALL, program.source(), function);
    try {
      takeTurn(terms);
      try {
        dispatcher.refuseIfClosed();
        refuseIfEnded();
        return trace.ended(
            contracts.applyTo(
                function, Verdict.of(function, hold(request, terms, trace), terms.limits())));
      } finally {
        turn.unlock();
      }
    } catch (DeadlinePassedException e) {
      return trace.ended(dispatcher.tooLate(terms.limits()));
    } catch (InterruptedException e) {
      return trace.ended(dispatcher.neverStarted(terms.limits()));
    } catch (RuntimeException | Error e) {
      trace.failed(e);
      throw e;
    }
  }

  private void takeTurn(Terms terms) throws InterruptedException, DeadlinePassedException {
    Deadline deadline = terms.deadline();
    if (deadline == null) {
      turn.lockInterruptibly();
    } else if (!turn.tryLock(deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
      throw new DeadlinePassedException();
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

  Worker worker() {
    return worker;
  }

  /** Completes when the worker is gone. */
  CompletableFuture<?> gone() {
    return worker.exit();
  }

  /** What the worker is told of the limits of rows. */
  CallLimits rowLimits() {
    return Terms.of(limits, standing.lane(), lent).callLimits();
  }

  /** Has many rows run, for one who holds the session alone. */
  Dispatcher.Held holdRows(String function, EncodedRequest request, RowTaker rows)
      throws InterruptedException {
    CallTrace trace = dispatcher.trace(Purpose.ROWS, program.source(), function);
    try {
      Dispatcher.Held held =
          hold(request, Terms.ofRows(limits, standing.lane(), lent, rows), trace);
      trace.ended(statusOfRows(held.ending()));
      return held;
    } catch (DeadlinePassedException e) {
      throw new IllegalStateException("rows have no deadline", e);
    } catch (RuntimeException | Error e) {
      trace.failed(e);
      throw e;
    }
  }

  /** How rows that ran together ended, as far as it is not that of each. */
  private static String statusOfRows(Ending ending) {
    return switch (ending) {
      case Ending.Answered _ -> "ok";
      case Ending.Expired(Limit limit) -> limit.status();
      case Ending.TooLate _, Ending.GivenUp _ -> "cancelled";
      case Ending.ListenerThrew _, Ending.Broken _, Ending.Violated _ -> "crashed";
    };
  }

  private Dispatcher.Held hold(EncodedRequest request, Terms terms, CallTrace trace)
      throws InterruptedException, DeadlinePassedException {
    idle.callBegins();
    try {
      Dispatcher.Held held = dispatcher.holdInSession(worker, reader, request, terms, trace);
      if (endsSession(held.ending())) {
        ended = true;
        worker.kill();
      }
      return held;
    } finally {
      idle.callEnded();
    }
  }

  /** A worker that is out of memory may be in any state; every other answer leaves it well. */
  private static boolean endsSession(Ending ending) {
    return switch (ending) {
      case Ending.Answered(Answer.LimitReached(Limit limit, _, _)) -> limit == Limit.MEMORY;
      case Ending.Answered(Answer.RowsDone done) ->
          done.failure().filter(LiveSession::isOutOfMemory).isPresent();
      case Ending.Answered _ -> false;
      case Ending.Expired _,
          Ending.TooLate _,
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

  private static boolean isOutOfMemory(Answer answer) {
    return answer instanceof Answer.LimitReached(Limit limit, _, _) && limit == Limit.MEMORY;
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
