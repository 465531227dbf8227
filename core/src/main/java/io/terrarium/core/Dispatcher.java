package io.terrarium.core;

import io.terrarium.CallReport;
import io.terrarium.InvalidArgumentException;
import io.terrarium.Limit;
import io.terrarium.Limits;
import io.terrarium.Outcome;
import io.terrarium.Profile;
import io.terrarium.SandboxClosedException;
import io.terrarium.SandboxEvent.Purpose;
import io.terrarium.SandboxSettings;
import io.terrarium.Source;
import io.terrarium.Usage;
import io.terrarium.spi.Events;
import io.terrarium.spi.ProgramKind;
import io.terrarium.spi.Worker;
import io.terrarium.spi.WorkerExit;
import io.terrarium.spi.WorkerLimits;
import io.terrarium.value.ValueConversionException;
import io.terrarium.wire.ArgumentsTooLargeException;
import io.terrarium.wire.EncodedRequest;
import io.terrarium.wire.FrameReader;
import io.terrarium.wire.ProgramData;
import io.terrarium.wire.Request;
import io.terrarium.wire.Requests;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What programs and sessions have in common: limits, requests, places to run in, workers, and the
 * exchanges that are going on. Thread-safe.
 */
final class Dispatcher implements AutoCloseable {
  /** What small arguments may take of a worker's memory without a worker of their own. */
  static final long ARGUMENT_ALLOWANCE_BYTES = 2L << 20;

  /** No backstop: RLIMIT_CPU counts a worker's life, and a session may live long. */
  private static final Duration SESSION_CPU_TIME = Duration.ofDays(365);

  private static final CallIds CALL_IDS = new CallIds();
  private final SandboxSettings settings;
  private final String engine;
  private final Admission admission;
  private final WorkerPool pool;
  private final Events events;
  private final Watchdog watchdog = new Watchdog();
  private final Set<Exchange> running = ConcurrentHashMap.newKeySet();
  private final Standing common;

  /** Where host functions run: see {@link HostCalls}. */
  private final ExecutorService hostThreads =
      Executors.newCachedThreadPool(
          Thread.ofPlatform().daemon().name("terrarium-host-", 0).factory());

  private final Map<Profile, Standing> standings = new ConcurrentHashMap<>();
  private volatile boolean closed;

  Dispatcher(
      SandboxSettings settings,
      String engine,
      Admission admission,
      WorkerPool pool,
      Events events) {
    this.settings = settings;
    this.common = Standing.common(settings);
    this.engine = engine;
    this.admission = admission;
    this.pool = pool;
    this.events = events;
  }

  /** An exchange that has ended, and the worker that it was held with. */
  record Held(Ending ending, Worker worker, CallReport report) {}

  /** Where programs of a profile stand; looked up once for each program. */
  Standing standing(Optional<Profile> profile) {
    return profile
        .map(it -> standings.computeIfAbsent(it, named -> Standing.of(named, settings)))
        .orElse(common);
  }

  /** Begins to tell about a call, if anybody listens. */
  CallTrace trace(Purpose purpose, Source source, String function) {
    return CallTrace.of(events, purpose, source.name(), function);
  }

  /**
   * Encodes a request, before anything is waited for.
   *
   * @throws InvalidArgumentException when an argument has no form in Python, or they are too large
   */
  EncodedRequest encode(Request request, Limits limits) {
    try {
      return Requests.encode(request, CALL_IDS.next(), limits.argumentBytes());
    } catch (ValueConversionException | ArgumentsTooLargeException e) {
      throw new InvalidArgumentException(String.valueOf(e.getMessage()), e);
    }
  }

  /** What has a worker load a program; for all its calls. */
  EncodedRequest loading(ProgramData program) {
    return Requests.encode(new Request.Load(program), CALL_IDS.next(), 0);
  }

  /**
   * Holds one exchange with a pristine worker, which nobody will use again.
   *
   * @throws InterruptedException when the thread is interrupted while it waits for a place
   * @throws DeadlinePassedException when that takes until the deadline
   */
  Held holdPristine(ProgramKind kind, EncodedRequest request, Terms terms, CallTrace trace)
      throws InterruptedException, DeadlinePassedException {
    Limits limits = terms.limits();
    long memory = memoryFor(limits, request);
    Admission.Place place = enter(memory - ARGUMENT_ALLOWANCE_BYTES, terms);
    try {
      trace.admitted();
      WorkerPool.Taken taken = worker(kind, request.load(), memory, limits.cpuTime(), place, trace);
      Worker worker = taken.worker();
      try {
        if (trace.isHeard()) {
          var _ =
              worker
                  .exit()
                  .thenAccept(exit -> trace.measured(exit.cpuTime(), exit.peakMemoryBytes()));
        }
        var reader = new FrameReader(worker.channel());
        var exchange = new Exchange(worker, terms, watchdog, CpuMeter.ofPristine(worker), trace);
        EncodedRequest wanted = taken.hasLoaded() ? request.alone() : request;
        Ending ending = hold(exchange, wanted, reader, terms, trace);
        return new Held(ending, worker, report(exchange, () -> usageInAll(exchange)));
      } finally {
        pool.discard(kind, worker);
      }
    } finally {
      place.leave();
    }
  }

  /** A worker for a session: it holds its memory for as long as it lives, and no place. */
  Worker sessionWorker(ProgramKind kind, EncodedRequest opening, Terms terms, CallTrace trace)
      throws InterruptedException {
    long memory = memoryFor(terms.limits(), opening);
    long reserved = memory - ARGUMENT_ALLOWANCE_BYTES;
    Admission.Place place =
        isNested()
            ? admission.enterNested(terms.lane(), reserved)
            : admission.reserve(terms.lane(), reserved);
    trace.admitted();
    Worker worker = worker(kind, null, memory, SESSION_CPU_TIME, place, trace).worker();
    pool.replenish(kind);
    return worker;
  }

  /**
   * Room for a worker that many rows will be sent to.
   *
   * @param roomBytes what the rows that are sent at once may take in it, beside its limit
   * @param mayWait whether to wait for memory; nothing is returned where that would have to be
   */
  Optional<Admission.Place> roomForRows(
      EncodedRequest opening, Terms terms, long roomBytes, boolean mayWait)
      throws InterruptedException {
    long memory = memoryFor(terms.limits(), opening) + roomBytes - ARGUMENT_ALLOWANCE_BYTES;
    return mayWait
        ? Optional.of(admission.reserve(terms.lane(), memory))
        : admission.reserveIfFree(terms.lane(), memory);
  }

  /** The worker for which there is this room. */
  Worker rowsWorker(
      ProgramKind kind,
      EncodedRequest opening,
      Limits limits,
      long roomBytes,
      Admission.Place room,
      CallTrace trace)
      throws InterruptedException {
    trace.admitted();
    long memory = memoryFor(limits, opening) + roomBytes;
    return worker(kind, null, memory, SESSION_CPU_TIME, room, trace).worker();
  }

  /** How many calls may run at the same time. */
  int maximumConcurrentCalls() {
    return settings.maximumConcurrentCalls();
  }

  Watchdog watchdog() {
    return watchdog;
  }

  /** Holds an exchange in a session, in a place of its own. */
  Held holdInSession(
      Worker worker, FrameReader reader, EncodedRequest request, Terms terms, CallTrace trace)
      throws InterruptedException, DeadlinePassedException {
    Admission.Place place = enter(0, terms);
    try {
      trace.admitted();
      var exchange = new Exchange(worker, terms, watchdog, CpuMeter.ofSession(worker), trace);
      Ending ending = hold(exchange, request, reader, terms, trace);
      Optional<CompletableFuture<Duration>> cpuTime = exchange.cpuMeter().used();
      if (trace.isHeard()) {
        var _ =
            cpuTime
                .orElse(CompletableFuture.completedFuture(exchange.wallTime()))
                .thenAccept(used -> trace.measured(used, 0));
      }
      return new Held(ending, worker, report(exchange, () -> usageOfCall(exchange, cpuTime)));
    } finally {
      place.leave();
    }
  }

  /** Looks after a session's worker between calls, for as long as it lives. */
  IdleWatch watchIdle(Worker worker, Runnable onRunaway) {
    var watch = new IdleWatch(worker, watchdog, onRunaway);
    watchdog.add(watch);
    var _ = worker.exit().thenRun(() -> watchdog.remove(watch));
    return watch;
  }

  /** Ends what is going on with a worker. */
  void giveUp(Worker worker, String reason) {
    running.stream()
        .filter(exchange -> exchange.worker().equals(worker))
        .forEach(exchange -> exchange.giveUp(reason));
  }

  /** What became of a call that was given up before it had a worker. */
  Outcome neverStarted(Limits limits) {
    Thread.currentThread().interrupt();
    return new Outcome.Cancelled(
        "The call was given up: the calling thread was interrupted.", emptyReport(limits));
  }

  /** What became of a call whose deadline passed before it had begun. */
  Outcome tooLate(Limits limits) {
    return new Outcome.LimitExceeded(
        Limit.WALL_TIME,
        Outcome.LimitExceeded.Basis.MEASURED,
        "The deadline of the call passed before it had begun.",
        Optional.empty(),
        emptyReport(limits));
  }

  /** The report of what took no worker. */
  CallReport emptyReport(Limits limits) {
    var nothing = new Usage(Duration.ZERO, Duration.ZERO, OptionalLong.empty());
    return report(CallReport.Output.EMPTY, CallReport.Output.EMPTY, limits, () -> nothing);
  }

  /** A report of this sandbox. */
  CallReport report(
      CallReport.Output stdout, CallReport.Output stderr, Limits limits, Supplier<Usage> usage) {
    return new CallReport(stdout, stderr, limits, engine, usage);
  }

  void refuseIfClosed() {
    if (closed) {
      throw new SandboxClosedException("The sandbox is closed: open another one.", null);
    }
  }

  /** Ends what is going on, and lets nothing else begin. */
  @Override
  public void close() {
    closed = true;
    admission.close();
    running.forEach(exchange -> exchange.giveUp("the sandbox was closed"));
    hostThreads.shutdown();
    watchdog.close();
  }

  private WorkerPool.Taken worker(
      ProgramKind kind,
      @Nullable EncodedRequest load,
      long memoryBytes,
      Duration cpuTime,
      Admission.Place place,
      CallTrace trace)
      throws InterruptedException {
    try {
      var taken = pool.take(kind, load, new WorkerLimits(memoryBytes, cpuTime), trace);
      // The memory is there again when the worker is really gone, not when it was told to go.
      var _ = taken.worker().exit().thenRun(place::free);
      return taken;
    } catch (RuntimeException e) {
      place.free();
      // An engine that is being closed has no workers, and who is interrupted waits for none: then
      // that is what is the matter.
      refuseIfClosed();
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw e;
    } catch (Error e) {
      // No thread can be had, for instance.
      place.free();
      throw e;
    }
  }

  private Admission.Place enter(long memoryBytes, Terms terms)
      throws InterruptedException, DeadlinePassedException {
    return isNested()
        ? admission.enterNested(terms.lane(), memoryBytes)
        : admission.enter(terms.lane(), memoryBytes, terms.deadline());
  }

  /** Whether this thread runs a host function for one of our calls; see {@link HostScope}. */
  private boolean isNested() {
    if (!HostScope.CURRENT.isBound()) {
      return false;
    }
    HostScope.refuseTooDeep();
    return HostScope.isWithin(this);
  }

  private HostCalls hostCalls(Exchange exchange) {
    var scope = new HostScope(this, exchange.worker(), HostScope.current());
    return new HostCalls(exchange.terms(), hostThreads, scope, exchange::ended);
  }

  private Ending hold(
      Exchange exchange, EncodedRequest request, FrameReader reader, Terms terms, CallTrace trace) {
    running.add(exchange);
    try {
      if (closed) {
        exchange.giveUp("the sandbox was closed");
      }
      if (terms.tooLate()) {
        exchange.tooLate();
      }
      trace.started(request.bytes());
      return exchange.run(request, reader, this::hostCalls);
    } finally {
      trace.ran(exchange.wallTime());
      running.remove(exchange);
    }
  }

  private CallReport report(Exchange exchange, Supplier<Usage> usage) {
    return new CallReport(
        exchange.output().stdout(), exchange.output().stderr(), exchange.limits(), engine, usage);
  }

  private static Usage usageInAll(Exchange exchange) {
    WorkerExit exit = exchange.worker().exit().join();
    return new Usage(exchange.wallTime(), exit.cpuTime(), OptionalLong.of(exit.peakMemoryBytes()));
  }

  private static Usage usageOfCall(
      Exchange exchange, Optional<CompletableFuture<Duration>> cpuTime) {
    CompletableFuture<WorkerExit> exit = exchange.worker().exit();
    Duration used =
        cpuTime
            // Where the worker is gone its clock is too; it has not used more than it had time for.
            .map(reading -> reading.exceptionally(gone -> exchange.workerTime()).join())
            .orElseGet(exchange::workerTime);
    OptionalLong peak =
        exit.isDone() ? OptionalLong.of(exit.join().peakMemoryBytes()) : OptionalLong.empty();
    return new Usage(exchange.wallTime(), used, peak);
  }

  /** Memory counts from after the arguments are decoded, so what they take comes on top. */
  private static long memoryFor(Limits limits, EncodedRequest request) {
    long arguments = request.pythonBytes() + request.bytes();
    return limits.memoryBytes() + Math.max(ARGUMENT_ALLOWANCE_BYTES, arguments);
  }
}
