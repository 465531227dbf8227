package io.terrarium.engine.cpython;

import io.terrarium.EngineUnavailableException;
import io.terrarium.jail.JailPlan;
import io.terrarium.runtime.RuntimeSources;
import io.terrarium.spi.SafeLogger;
import io.terrarium.spi.WorkerExit;
import io.terrarium.spi.WorkerLimits;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One zygote: the process, and what is known of the workers that it forked. Thread-safe.
 *
 * <p>Its reports are the kernel's words about workers, passed on by code of ours that no user's
 * code shares a process with. Should it hang all the same, it is ended, and its workers with it.
 */
final class Zygote {
  private static final SafeLogger LOG = SafeLogger.of(Zygote.class);
  private static final long ANSWER_SECONDS = 5;
  private static final long PROMPT_MILLISECONDS = 200;
  private static final long GONE = -1;

  private final ZygoteModel model;
  private final Process process;
  private volatile boolean killed;

  /** Whether it was told to go, whatever it then did. */
  private volatile boolean isToldToGo;

  private volatile boolean unresponsive;
  private final ControlChannel control;
  private final CompletableFuture<ZygoteReport> ready = new CompletableFuture<>();
  private final CompletableFuture<String> ended = new CompletableFuture<>();
  private final Map<Integer, CompletableFuture<WorkerExit>> exits = new ConcurrentHashMap<>();
  private final Map<Integer, CompletableFuture<Integer>> limited = new ConcurrentHashMap<>();
  private final Map<Integer, CompletableFuture<Long>> clocks = new ConcurrentHashMap<>();
  private final ArrayDeque<String> lastLines = new ArrayDeque<>();
  private final AtomicInteger workersMade = new AtomicInteger();
  private final long bornAt = System.nanoTime();

  private Zygote(ZygoteModel model, Process process) {
    this.model = model;
    this.process = process;
    this.control = new ControlChannel(process.getOutputStream(), process.getInputStream());
  }

  /**
   * Starts one. The calling thread has to live as long as the zygote is to: the kernel ends a child
   * with the thread that started it.
   */
  static Zygote start(
      ZygoteModel model, String socketAddress, JailPlan plan, Optional<ControlGroup> controlGroup)
      throws IOException {
    // -I: no environment, no user site, no script folder; -S: no site packages; -B: nothing
    // written.
    ProcessBuilder builder =
        new ProcessBuilder(
            model.python().toString(), "-I", "-S", "-B", "-X", "utf8", "-c", Bootstrap.LOADER);
    builder.environment().clear();
    builder.directory(Path.of("/").toFile());
    var zygote = new Zygote(model, builder.start());
    zygote.listen();
    // It does nothing before it is instructed, and so forks nobody outside of the group.
    if (controlGroup.isPresent()) {
      zygote.enter(controlGroup.get());
    }
    byte[] start = Bootstrap.startMessage(model, socketAddress, plan, RuntimeSources.modules());
    // It is longer than a pipe holds, and what was started may not read it at all.
    Thread.ofPlatform()
        .daemon()
        .name("terrarium-zygote-start-" + zygote.process.pid())
        .start(() -> zygote.instruct(start));
    return zygote;
  }

  /**
   * Waits until its jail is closed.
   *
   * @throws SetUpException when it ends instead
   * @throws EngineUnavailableException when it does neither
   */
  ZygoteReport awaitReady() {
    try {
      return ready.get(60, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      kill();
      throw e.getCause() instanceof SetUpException failure
          ? new SetUpException(failure.failure())
          : new SetUpException(SetUpFailure.endedAtOnce(lastWords()));
    } catch (TimeoutException e) {
      kill();
      throw new EngineUnavailableException("A zygote did not get ready within a minute.", e);
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
      throw new EngineUnavailableException("Interrupted while a zygote was starting.", e);
    }
  }

  /** Asks for a worker; how it ends is known from now on. */
  CompletableFuture<WorkerExit> fork(
      int worker, byte[] token, WorkerLimits limits, WorkerPurpose purpose) throws IOException {
    var exit = new CompletableFuture<WorkerExit>();
    exits.put(worker, exit);
    workersMade.incrementAndGet();
    ByteBuffer payload =
        ByteBuffer.allocate(Integer.BYTES + token.length + Long.BYTES + Integer.BYTES + 1)
            .putInt(worker)
            .put(token)
            .putLong(limits.memoryBytes())
            .putInt(seconds(limits.cpuTime()))
            .put(purpose.code());
    try {
      send('f', payload.array());
    } catch (IOException e) {
      exits.remove(worker);
      // Nobody else is to try, until the reader has seen its end.
      kill();
      throw e;
    }
    if (ended.isDone()) {
      // It ended between the two: nobody else will complete this one.
      lost(worker, ended.join());
    }
    return exit;
  }

  /** Ends a worker. A zygote that does not see to it in time is ended, with all its workers. */
  void kill(int worker) {
    var exit = exits.get(worker);
    if (exit == null) {
      return;
    }
    endUnlessAnswered(exit);
    try {
      send('k', ByteBuffer.allocate(Integer.BYTES).putInt(worker).array());
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "a worker's zygote is gone, and the worker with it", e);
    }
  }

  /** Lowers a worker's limits; they hold when this returns. */
  void limit(int worker, WorkerLimits limits) throws IOException {
    var answer = new CompletableFuture<Integer>();
    limited.put(worker, answer);
    try {
      send(
          'l',
          ByteBuffer.allocate(Integer.BYTES + Long.BYTES + Integer.BYTES)
              .putInt(worker)
              .putLong(limits.memoryBytes())
              .putInt(seconds(limits.cpuTime()))
              .array());
      int errno = await(answer);
      if (errno != 0) {
        throw new IOException("the worker's limits could not be changed: errno " + errno);
      }
    } finally {
      limited.remove(worker);
    }
  }

  /** The processor time that a worker has used. */
  CompletableFuture<Duration> cpuTime(int worker) {
    var mine = new CompletableFuture<Long>();
    var asked = clocks.putIfAbsent(worker, mine);
    if (asked != null) {
      return asked.thenApply(Zygote::toDuration);
    }
    try {
      send('c', ByteBuffer.allocate(Integer.BYTES).putInt(worker).array());
    } catch (IOException e) {
      clocks.remove(worker, mine);
      mine.completeExceptionally(e);
    }
    return mine.thenApply(Zygote::toDuration);
  }

  /**
   * Whether it answers at once when asked about a worker. One that does not is unresponsive until
   * it does, and is ended if that takes too long.
   */
  boolean answers(int worker) {
    CompletableFuture<Duration> answer = cpuTime(worker);
    try {
      answer.get(PROMPT_MILLISECONDS, TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException e) {
      // The worker is gone, and it said so; or it is gone itself.
      return alive();
    } catch (TimeoutException e) {
      unresponsive = true;
      endUnlessAnswered(answer);
      var _ = answer.whenComplete((_, _) -> unresponsive = false);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** Whether it failed to answer, and has not done so since. */
  boolean unresponsive() {
    return unresponsive;
  }

  /** How many workers it has been asked for. */
  int workersMade() {
    return workersMade.get();
  }

  /** How long it has lived. */
  Duration age() {
    return Duration.ofNanos(System.nanoTime() - bornAt);
  }

  /** How many of its workers have not been reported as ended. */
  int workersAlive() {
    return exits.size();
  }

  /** The process that was started for it: its keeper, where it has one. */
  long processId() {
    return process.pid();
  }

  /** Completes when it is gone, with whether that was our will. */
  CompletableFuture<Boolean> gone() {
    return ended.thenApply(_ -> isToldToGo);
  }

  boolean alive() {
    return !killed && !ended.isDone();
  }

  /** Asks it to end its workers, report them and exit; by force when it does not. */
  void close() {
    isToldToGo = true;
    try {
      send('q', new byte[0]);
      process.waitFor(ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "a zygote had ended before it was told to", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    killAndWait();
  }

  /** Ends it at once, and returns when it is gone and everybody who waited for it knows. */
  void killAndWait() {
    isToldToGo = true;
    kill();
    // The reader sees the end of the stream and tells everybody who still waits.
    CompletableFuture.allOf(process.onExit(), ended)
        .completeOnTimeout(null, ANSWER_SECONDS, TimeUnit.SECONDS)
        .join();
  }

  /** Ends it at once; its workers end with it. */
  void kill() {
    killed = true;
    process.destroyForcibly();
  }

  private void enter(ControlGroup group) throws IOException {
    try {
      group.enter(process.pid());
    } catch (IOException e) {
      kill();
      throw new IOException("it could not be put into its control group: " + e.getMessage(), e);
    }
  }

  private void endUnlessAnswered(CompletableFuture<?> answer) {
    endUnlessAnswered(answer, ANSWER_SECONDS);
  }

  /** Second by second: where this process itself was stopped for long, that counts as one. */
  private void endUnlessAnswered(CompletableFuture<?> answer, long seconds) {
    var _ =
        answer
            .copy()
            .orTimeout(1, TimeUnit.SECONDS)
            .whenComplete((_, failure) -> {
              if (!(failure instanceof TimeoutException)) {
                return;
              }
              if (seconds > 1) {
                endUnlessAnswered(answer, seconds - 1);
              } else {
                LOG.log(Level.WARNING, "{0} does not answer and is ended", this);
                kill();
              }
            });
  }

  private void instruct(byte[] start) {
    try {
      send('s', start);
    } catch (IOException e) {
      // It is gone already: what it said last is more telling than the broken pipe.
      LOG.log(Level.DEBUG, "a zygote ended while it was being started", e);
    }
  }

  private void send(char kind, byte[] payload) throws IOException {
    control.send(kind, payload);
  }

  private int await(CompletableFuture<Integer> answer) throws IOException {
    try {
      return inTime(answer);
    } catch (TimeoutException e) {
      kill();
      throw new IOException(
          "a zygote did not answer for " + ANSWER_SECONDS + " s and was ended", e);
    } catch (ExecutionException e) {
      throw new IOException("the zygote is gone", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Second by second as well, for the same reason. */
  private static int inTime(CompletableFuture<Integer> answer)
      throws ExecutionException, InterruptedException, TimeoutException {
    for (long second = 1; second < ANSWER_SECONDS; second++) {
      try {
        return answer.get(1, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        LOG.log(Level.DEBUG, "a zygote has not answered for a second", e);
      }
    }
    return answer.get(1, TimeUnit.SECONDS);
  }

  private void listen() {
    long pid = process.pid();
    Thread.ofPlatform().daemon().name("terrarium-zygote-" + pid).start(this::read);
    Thread.ofPlatform().daemon().name("terrarium-zygote-log-" + pid).start(this::log);
  }

  private void read() {
    String reason = "it ended";
    try {
      for (var report = control.receive(); report.isPresent(); report = control.receive()) {
        understand(report.get());
      }
    } catch (IOException | RuntimeException e) {
      // Killing it closes the stream that is read here, and then there is nothing to tell anybody.
      reason = killed ? "it was ended" : "its reports made no sense: " + e.getMessage();
      Level level = killed ? Level.DEBUG : Level.WARNING;
      LOG.log(level, "zygote {0} is ended: {1}", process.pid(), reason);
    } finally {
      kill();
      end("zygote " + process.pid() + " is gone: " + reason);
    }
  }

  private void understand(ControlChannel.Report report) throws IOException {
    ByteBuffer payload = report.payload();
    switch (report.kind()) {
      case 'x' -> exited(payload);
      case 'c' -> complete(clocks.remove(payload.getInt()), payload.getLong());
      case 'l' -> complete(limited.get(payload.getInt()), payload.getInt());
      case 'e' -> lost(payload.getInt(), forkFailure(payload.getInt()));
      case 'r' -> ready(ZygoteReport.decode(payload));
      case 'd' -> ready.completeExceptionally(new SetUpException(SetUpFailure.decode(payload)));
      default -> throw new IOException("a report of kind " + (int) report.kind());
    }
  }

  /** What fork(2) says where something has run out. */
  private static String forkFailure(int errno) {
    return switch (errno) {
      case 11 ->
          "the jail's user or group has as many processes as it may (EAGAIN): raise that limit"
              + " (ulimit -u, TasksMax= in systemd, pids.max), or run fewer calls at a time";
      case 12 -> "the kernel has no memory for another process (ENOMEM)";
      default -> "fork failed with errno " + errno;
    };
  }

  /**
   * Once. What is compiled runs in the next zygote before its jail closes, so it is taken from none
   * that has run the code of a package or of an operator's module, nor later than at its start.
   */
  private void ready(ZygoteReport report) {
    if (ready.complete(report) && !model.isEquipped()) {
      report.compiled().ifPresent(compiled -> CompiledRuntime.keep(model.python(), compiled));
    }
  }

  private static <T> void complete(@Nullable CompletableFuture<T> future, T value) {
    if (future != null) {
      future.complete(value);
    }
  }

  private void exited(ByteBuffer payload) {
    var exit = exits.remove(payload.getInt());
    if (exit == null) {
      return;
    }
    int waitStatus = payload.getInt();
    Duration cpuTime = Duration.of(payload.getLong(), ChronoUnit.MICROS);
    long peakBytes = payload.getLong() * 1024;
    exit.complete(
        new WorkerExit(status(waitStatus), cpuTime, ready.join().residentBytes(), peakBytes));
  }

  /** What wait(2) encodes in a status. */
  private static WorkerExit.Status status(int waitStatus) {
    int signal = waitStatus & 0x7f;
    return signal == 0
        ? new WorkerExit.Status.Exited((waitStatus >> 8) & 0xff)
        : new WorkerExit.Status.Signalled(signal);
  }

  private void lost(int worker, String reason) {
    var exit = exits.remove(worker);
    if (exit != null) {
      exit.complete(new WorkerExit(new WorkerExit.Status.Lost(reason), Duration.ZERO, 0, 0));
    }
  }

  private void end(String reason) {
    ended.complete(reason);
    ready.completeExceptionally(new IOException(reason));
    List.copyOf(exits.keySet()).forEach(worker -> lost(worker, reason));
    var gone = new IOException(reason);
    List.copyOf(limited.values()).forEach(answer -> answer.completeExceptionally(gone));
    clocks.values().removeIf(answer -> answer.completeExceptionally(gone) || answer.isDone());
  }

  private String lastWords() {
    synchronized (lastLines) {
      return lastLines.isEmpty() ? "and said nothing" : "saying: " + String.join(" / ", lastLines);
    }
  }

  /** What the interpreter prints to standard error: nothing, unless something is badly wrong. */
  private void log() {
    try (var reader = process.errorReader()) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        String cut = line.length() > 500 ? line.substring(0, 500) : line;
        LOG.log(Level.WARNING, "zygote {0}: {1}", process.pid(), cut);
        synchronized (lastLines) {
          lastLines.addLast(cut);
          if (lastLines.size() > 5) {
            lastLines.removeFirst();
          }
        }
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "a zygote's standard error ended", e);
    }
  }

  private static Duration toDuration(long nanoseconds) {
    if (nanoseconds == GONE) {
      throw new CompletionException(new IOException("the worker is gone"));
    }
    return Duration.ofNanos(nanoseconds);
  }

  private static int seconds(Duration time) {
    // Rounded up, and at least one: the kernel counts whole seconds, this is the backstop.
    return Math.toIntExact(Math.clamp(time.plusMillis(999).toSeconds(), 1, 1 << 30));
  }

  /** For messages only. */
  @Override
  public String toString() {
    return "zygote " + process.pid();
  }
}
