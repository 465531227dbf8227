package io.terrarium.core;

import io.terrarium.InternalSandboxException;
import io.terrarium.InvalidArgumentException;
import io.terrarium.IsolationReport;
import io.terrarium.Limits;
import io.terrarium.Outcome;
import io.terrarium.OutcomeException;
import io.terrarium.Profile;
import io.terrarium.Program;
import io.terrarium.Sandbox;
import io.terrarium.SandboxEvent.Purpose;
import io.terrarium.SandboxLoad;
import io.terrarium.SandboxSettings;
import io.terrarium.Session;
import io.terrarium.Source;
import io.terrarium.contract.Contract;
import io.terrarium.spi.Events;
import io.terrarium.spi.ProgramKind;
import io.terrarium.spi.WorkerFactory;
import io.terrarium.spi.WorkerLimits;
import io.terrarium.value.BytesValue;
import io.terrarium.wire.Answer;
import io.terrarium.wire.PolicyData;
import io.terrarium.wire.ProgramData;
import io.terrarium.wire.Request;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** A sandbox over one engine: compiles, and owns everything that lives as long as it does. */
final class LocalSandbox implements Sandbox {
  private static final int PROGRAMS_CACHED = 1_000;
  private static final long BYTES_CACHED = 64L << 20;

  private final SandboxSettings settings;
  private final WorkerFactory factory;
  private final WorkerPool pool;
  private final Admission admission;
  private final Dispatcher dispatcher;
  private final ProgramCache programs = new ProgramCache(PROGRAMS_CACHED, BYTES_CACHED);
  private final Set<LiveSession> sessions = ConcurrentHashMap.newKeySet();
  private final Asynchronous asynchronous = new Asynchronous();
  private final Lent lentToAll;
  private final Set<RowPipeline> maps = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * @param asked what it was asked to be like
   * @param settings the same with listeners of our own
   */
  LocalSandbox(
      SandboxSettings asked, SandboxSettings settings, String engine, WorkerFactory factory) {
    this.settings = asked;
    this.factory = factory;
    this.lentToAll = Lent.NOTHING.plus(settings.hostFunctions());
    var events = new Events(settings.listeners());
    Limits usual = settings.defaultLimits().clampedTo(settings.ceiling());
    long memory = usual.memoryBytes() + Dispatcher.ARGUMENT_ALLOWANCE_BYTES;
    this.pool =
        new WorkerPool(
            factory, new WorkerLimits(memory, usual.cpuTime()), settings.idleWorkers(), events);
    this.admission =
        new Admission(
            settings.maximumConcurrentCalls(),
            PromisedMemory.of(settings, factory.memory()),
            settings.queueLength(),
            settings.queueWait());
    this.dispatcher = new Dispatcher(settings, engine, admission, pool, events);
    pool.prepare(ProgramKind.DEFAULT);
  }

  @Override
  public Program compile(Source source) {
    dispatcher.refuseIfClosed();
    refuseUnknownRuntime(source.runtime());
    return programs.find(source).orElseGet(() -> compileAnew(source));
  }

  @Override
  public IsolationReport isolation() {
    return factory.isolation();
  }

  @Override
  public SandboxLoad load() {
    Admission.State state = admission.state();
    return new SandboxLoad(
        state.running(),
        state.waiting(),
        pool.ready(),
        sessions.size(),
        state.memoryReserved(),
        state.memoryInAll());
  }

  @Override
  public SandboxSettings settings() {
    return settings;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      dispatcher.close();
      sessions.forEach(LiveSession::close);
      maps.forEach(RowPipeline::sandboxClosed);
      pool.close();
      factory.close();
      asynchronous.close();
    }
  }

  private void refuseUnknownRuntime(String name) {
    if (!settings.runtimes().containsKey(name)) {
      throw new InvalidArgumentException(
          "There is no runtime named '%s'; there is %s."
              .formatted(name, String.join(", ", settings.runtimes().keySet())),
          null);
    }
  }

  private CompiledProgram compileAnew(Source source) {
    Standing standing = dispatcher.standing(source.profile());
    Limits limits = standing.effective(Optional.empty());
    if (source.size() > limits.argumentBytes()) {
      throw new InvalidArgumentException(
          "The source has %d bytes, and argumentBytes allows %d: is it a program at all?"
              .formatted(source.size(), limits.argumentBytes()),
          null);
    }
    Lent lent = source.profile().map(lentToAll::in).orElse(lentToAll).plus(source.hostFunctions());
    var request =
        new Request.Compile(
            BytesValue.of(source.bytes()),
            source.name(),
            PolicyData.of(source.policy()),
            lent.names());
    CallTrace trace = dispatcher.trace(Purpose.COMPILE, source, "");
    try {
      var held =
          dispatcher.holdPristine(
              ProgramKind.of(source),
              dispatcher.encode(request, limits),
              Terms.of(limits, standing.lane(), Lent.NOTHING),
              trace);
      return switch (held.ending()) {
        case Ending.Answered(Answer.Compiled compiled) -> {
          trace.ended("ok");
          yield remember(source, compiled, lent);
        }
        case Ending.Answered(Answer.Rejected(var reason, var diagnostics)) ->
            throw thrown(
                trace.ended(
                    new Outcome.Rejected(reason, source.name(), diagnostics, held.report())));
        case Ending.Answered _,
            Ending.Expired _,
            Ending.TooLate _,
            Ending.GivenUp _,
            Ending.ListenerThrew _,
            Ending.Broken _,
            Ending.Violated _ ->
            throw thrown(trace.ended(Verdict.ofCompilation(held, limits)));
      };
    } catch (DeadlinePassedException e) {
      throw new IllegalStateException("a compilation has no deadline", e);
    } catch (InterruptedException e) {
      throw thrown(trace.ended(dispatcher.neverStarted(limits)));
    } catch (OutcomeException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      trace.failed(e);
      throw e;
    }
  }

  private CompiledProgram remember(Source source, Answer.Compiled compiled, Lent lent) {
    var program =
        new CompiledProgram(
            this,
            ProgramId.of(source, factory.runtime(source.runtime()), lent),
            source,
            compiled,
            dispatcher.loading(
                new ProgramData(
                    compiled.code(),
                    BytesValue.of(source.bytes()),
                    source.name(),
                    PolicyData.of(source.policy()))),
            lent);
    Contract[] expected =
        source.profile().map(Profile::contracts).orElse(List.of()).toArray(Contract[]::new);
    CompiledProgram held = expected.length == 0 ? program : program.expecting(expected);
    programs.add(held);
    return held;
  }

  /** Throws what an outcome stands for; the return type lets the compiler see that it ends here. */
  private static InternalSandboxException thrown(Outcome outcome) {
    outcome.orElseThrow();
    return new InternalSandboxException(
        "A worker answered a compilation with a value: this build of Terrarium is broken.", null);
  }

  Session openSession(CompiledProgram program, Optional<Limits> asked, Lent lent) {
    dispatcher.refuseIfClosed();
    var session = LiveSession.open(program, this, program.standing().effective(asked), lent);
    sessions.add(session);
    var _ = session.gone().thenRun(() -> sessions.remove(session));
    if (closed.get()) {
      session.close();
    }
    return session;
  }

  Asynchronous asynchronous() {
    return asynchronous;
  }

  /** The maps that go on: they end with the sandbox. */
  Set<RowPipeline> maps() {
    return maps;
  }

  Dispatcher dispatcher() {
    return dispatcher;
  }
}
