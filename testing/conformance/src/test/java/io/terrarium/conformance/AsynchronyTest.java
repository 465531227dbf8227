package io.terrarium.conformance;

import static io.terrarium.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.terrarium.Call;
import io.terrarium.CallCancelledException;
import io.terrarium.Deadline;
import io.terrarium.InvalidArgumentException;
import io.terrarium.Limit;
import io.terrarium.Limits;
import io.terrarium.Outcome;
import io.terrarium.OverloadedException;
import io.terrarium.Program;
import io.terrarium.Sandbox;
import io.terrarium.SandboxClosedException;
import io.terrarium.SandboxEvent;
import io.terrarium.SandboxListener;
import io.terrarium.Session;
import io.terrarium.UserCodeException;
import io.terrarium.testing.NothingLeft;
import io.terrarium.testing.Sandboxes;
import io.terrarium.value.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NothingLeft.class)
final class AsynchronyTest {
  private static final String SOURCE =
      """
      def f(x=1): return x
      def loop():
          print('begun')
          while True: pass
      def fail(): raise ValueError('no')
      """;
  private static final Duration LONG = Duration.ofSeconds(30);

  /** More workers than are ready, in as much memory as two calls may have. */
  private static Sandbox narrow() {
    return narrow(event -> {});
  }

  private static Sandbox narrow(SandboxListener listener) {
    return Sandboxes.settings()
        .listener(listener)
        .maximumConcurrentCalls(2)
        .queue(100, LONG)
        .memoryBudgetBytes(2 * Limits.DEFAULT.memoryBytes())
        .create();
  }

  @Test
  void a_future_completes_with_what_a_call_returns_or_throws() {
    try (Sandbox sandbox = Sandboxes.open()) {
      Program program = sandbox.compile(SOURCE);

      assertThat(program.callAsync("f", 7).join().asInt()).isEqualTo(7);
      assertThat(program.invokeAsync(Call.of("f", 8)).join().orElseThrow().asInt()).isEqualTo(8);
      assertThat(program.invokeAsync(Call.of("fail")).join()).isInstanceOf(Outcome.Raised.class);
      assertThatThrownBy(program.callAsync("fail")::join)
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(UserCodeException.class);
      assertThatThrownBy(program.callAsync("f", new Object())::join)
          .hasCauseInstanceOf(InvalidArgumentException.class);
    }
  }

  @Test
  void arguments_are_read_before_the_call_returns() {
    try (Sandbox sandbox = Sandboxes.open()) {
      Program program = sandbox.compile("def f(xs): return len(xs)");
      var list = new ArrayList<>(List.of(1, 2, 3));
      CompletableFuture<Value> future = program.callAsync("f", list);
      list.clear();

      assertThat(future.join().asInt()).isEqualTo(3);
    }
  }

  @Test
  void cancelling_kills_the_worker_at_once() throws InterruptedException {
    try (Sandbox sandbox = narrow()) {
      Program program = sandbox.compile(SOURCE);
      for (int round = 0; round < 3; round++) {
        var begun = new CountDownLatch(2);
        Call call = Call.of("loop").withOutputListener((stream, text) -> begun.countDown());
        var one = program.invokeAsync(call);
        var other = program.invokeAsync(call);
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

        long cancelled = System.nanoTime();
        assertThat(one.cancel(true)).isTrue();
        assertThat(other.cancel(false)).isTrue();

        // There is room for two, in places and in memory: they have it as soon as those are gone.
        assertThat(program.callAsync("f").join().asInt()).isEqualTo(1);
        assertThat(program.call("f").asInt()).isEqualTo(1);
        assertThat(Duration.ofNanos(System.nanoTime() - cancelled))
            .isLessThan(Limits.DEFAULT.cpuTime());
        assertThatThrownBy(one::join).isInstanceOf(CancellationException.class);
      }
    }
  }

  @Test
  void a_future_whose_time_is_up_kills_the_worker() {
    try (Sandbox sandbox =
        Sandboxes.settings().maximumConcurrentCalls(1).queue(10, LONG).create()) {
      Program program = sandbox.compile(SOURCE);
      var future = program.callAsync("loop").orTimeout(200, TimeUnit.MILLISECONDS);

      assertThatThrownBy(future::join).hasCauseInstanceOf(TimeoutException.class);
      long begin = System.nanoTime();
      assertThat(program.call("f").asInt()).isEqualTo(1);
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
    }
  }

  @Test
  void a_call_that_waits_for_a_place_is_cancelled_as_well() {
    try (Sandbox sandbox = Sandboxes.settings().maximumConcurrentCalls(1).queue(1, LONG).create()) {
      Program program = sandbox.compile(SOURCE);
      var running = program.callAsync("loop");
      CompletableFuture<Value> waiting = queued(program, running);

      assertThat(waiting.cancel(true)).isTrue();

      // The queue holds one: it has room again.
      queued(program, running).cancel(true);
      running.cancel(true);
      eventually("there is room", () -> runs(program));
    }
  }

  private static boolean runs(Program program) {
    try {
      return program.call("f").asInt() == 1;
    } catch (OverloadedException e) {
      return false;
    }
  }

  /** A call that is in the queue, which has room for one. */
  private static CompletableFuture<Value> queued(Program program, CompletableFuture<?> running) {
    while (true) {
      var waiting = program.callAsync("f");
      var tooMany = program.callAsync("f");
      var first = CompletableFuture.anyOf(waiting, tooMany).exceptionally(thrown -> thrown).join();
      assertThat(running).isNotDone();
      if (first instanceof OverloadedException || first instanceof CompletionException) {
        var left = waiting.isDone() ? tooMany : waiting;
        if (!left.isDone()) {
          return left;
        }
      }
      waiting.cancel(true);
      tooMany.cancel(true);
    }
  }

  @Test
  void cancels_at_any_moment_leave_no_worker_no_place_no_memory_and_no_thread(@TempDir Path folder)
      throws InterruptedException {
    var workers = new AtomicInteger();
    SandboxListener counting =
        event -> {
          switch (event) {
            case SandboxEvent.WorkerMade _ -> workers.incrementAndGet();
            case SandboxEvent.WorkerEnded _ -> workers.decrementAndGet();
            default -> {}
          }
        };
    try (Sandbox sandbox = narrow(counting)) {
      Program program = sandbox.compile(SOURCE);
      var random = new Random(7);
      for (int round = 0; round < 150; round++) {
        var futures = new ArrayList<CompletableFuture<?>>();
        for (int call = 0; call < 4; call++) {
          futures.add(
              random.nextInt(4) == 0
                  ? program.invokeAsync(Call.of("loop"))
                  : program.callAsync("f", call));
        }
        LockSupport.parkNanos(random.nextInt(3_000_000));
        futures.forEach(future -> future.cancel(true));
        assertThat(futures).allMatch(CompletableFuture::isDone);
      }

      eventually("no thread of a call is left", () -> threadsOfCalls(folder) == 0);
      eventually("no worker is left but the idle ones", () -> workers.get() <= 2);
      // All places and all memory are there.
      var both = List.of(new CountDownLatch(1), new CountDownLatch(1));
      var running =
          both.stream()
              .map(latch ->
                  program.invokeAsync(
                      Call.of("loop").withOutputListener((stream, text) -> latch.countDown())))
              .toList();
      for (CountDownLatch begun : both) {
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
      }
      running.forEach(future -> future.cancel(true));
    }
  }

  /** Virtual threads stand in no list but a dump. */
  private static long threadsOfCalls(Path folder) {
    try {
      Path dump = folder.resolve("threads");
      Files.deleteIfExists(dump);
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .dumpThreads(dump.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
      try (var lines = Files.lines(dump)) {
        return lines.filter(line -> line.contains("\"terrarium-call\"")).count();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void calls_of_a_session_are_cancelled_and_end_it() throws InterruptedException {
    try (Sandbox sandbox = Sandboxes.open()) {
      Program program = sandbox.compile(SOURCE);
      Session session = program.openSession();
      assertThat(session.callAsync("f", 3).join().asInt()).isEqualTo(3);
      var begun = new CountDownLatch(1);
      var running =
          session.invokeAsync(
              Call.of("loop").withOutputListener((stream, text) -> begun.countDown()));
      assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

      var waiting = session.callAsync("f");
      assertThat(waiting.cancel(true)).isTrue();
      assertThat(session.alive()).isTrue();
      assertThat(running.cancel(true)).isTrue();

      eventually("the session has ended", () -> !session.alive());
      assertThat(program.call("f").asInt()).isEqualTo(1);
    }
  }

  @Test
  void cancelling_after_the_answer_changes_nothing() {
    try (Sandbox sandbox = Sandboxes.open()) {
      var future = sandbox.compile(SOURCE).callAsync("f");

      assertThat(future.join().asInt()).isEqualTo(1);
      assertThat(future.cancel(true)).isFalse();
      assertThat(future.join().asInt()).isEqualTo(1);
    }
  }

  @Test
  void what_follows_a_future_is_not_interrupted() {
    try (Sandbox sandbox = Sandboxes.open()) {
      var interrupted =
          sandbox
              .compile(SOURCE)
              .callAsync("f")
              .thenApply(value -> Thread.currentThread().isInterrupted());

      assertThat(interrupted.join()).isFalse();
    }
  }

  @Test
  void closing_the_sandbox_completes_every_future() {
    Sandbox sandbox = narrow();
    Program program = sandbox.compile(SOURCE);
    Session session = program.openSession();
    List<CompletableFuture<Outcome>> futures = new ArrayList<>();
    for (int call = 0; call < 5; call++) {
      futures.add(program.invokeAsync(Call.of("loop")));
    }
    futures.add(session.invokeAsync(Call.of("loop")));

    sandbox.close();

    assertThat(futures)
        .allMatch(CompletableFuture::isDone)
        .allSatisfy(future -> {
          if (future.isCompletedExceptionally()) {
            assertThat(future.exceptionNow())
                .isInstanceOfAny(SandboxClosedException.class, CallCancelledException.class);
          } else {
            assertThat(future.join()).isInstanceOf(Outcome.Cancelled.class);
          }
        });
    assertThatThrownBy(program.callAsync("f")::join)
        .hasCauseInstanceOf(SandboxClosedException.class);
  }

  @Test
  void a_call_that_runs_when_its_deadline_passes_is_out_of_wall_time() {
    try (Sandbox sandbox = Sandboxes.open()) {
      Outcome outcome =
          sandbox
              .compile(SOURCE)
              .invoke(Call.of("loop").withDeadline(Deadline.in(Duration.ofMillis(300))));

      assertThat(outcome.status()).isEqualTo("wall_timeout");
      assertThat(((Outcome.LimitExceeded) outcome).limit()).isEqualTo(Limit.WALL_TIME);
      assertThat(((Outcome.LimitExceeded) outcome).message()).contains("deadline");
      assertThat(outcome.report().stdout().text()).isEqualTo("begun\n");
    }
  }

  @Test
  void a_wall_time_that_ends_before_the_deadline_is_what_counts() {
    try (Sandbox sandbox = Sandboxes.open()) {
      Outcome outcome =
          sandbox
              .compile(SOURCE)
              .invoke(
                  Call.of("loop")
                      .withLimits(Limits.DEFAULT.withWallTime(Duration.ofMillis(200)))
                      .withDeadline(Deadline.in(LONG)));

      assertThat(((Outcome.LimitExceeded) outcome).message()).contains("longer than 200 ms");
    }
  }

  @Test
  void a_deadline_that_has_passed_starts_nothing_and_costs_a_session_nothing() {
    try (Sandbox sandbox = Sandboxes.open()) {
      Program program = sandbox.compile(SOURCE);
      Session session = program.openSession();
      Call late = Call.of("loop").withDeadline(Deadline.in(Duration.ZERO));

      for (Outcome outcome :
          List.of(program.invoke(late), session.invoke(late), program.invokeAsync(late).join())) {
        assertThat(outcome.status()).isEqualTo("wall_timeout");
        assertThat(outcome.report().stdout().text()).isEmpty();
        assertThat(outcome.report().usage().wallTime()).isZero();
      }
      assertThat(session.call("f").asInt()).isEqualTo(1);
    }
  }

  @Test
  void a_deadline_that_passes_in_the_queue_ends_the_call_in_time() throws InterruptedException {
    try (Sandbox sandbox =
        Sandboxes.settings().maximumConcurrentCalls(1).queue(10, LONG).create()) {
      Program program = sandbox.compile(SOURCE);
      Session session = program.openSession();
      var begun = new CountDownLatch(1);
      var running =
          session.invokeAsync(
              Call.of("loop").withOutputListener((stream, text) -> begun.countDown()));
      assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
      Call soon = Call.of("f").withDeadline(Deadline.in(Duration.ofMillis(200)));

      long begin = System.nanoTime();
      assertThat(program.invoke(soon).status()).isEqualTo("wall_timeout");
      assertThat(session.invoke(soon).status()).isEqualTo("wall_timeout");
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(4));
      assertThat(running).isNotDone();
      running.cancel(true);
      assertThat(program.call("f").asInt()).isEqualTo(1);
    }
  }

  @Test
  void one_deadline_holds_for_many_calls() {
    try (Sandbox sandbox = Sandboxes.open()) {
      Program program = sandbox.compile(SOURCE);
      Deadline deadline = Deadline.in(Duration.ofMillis(500));
      int calls = 0;
      while (program.invoke(Call.of("f").withDeadline(deadline)) instanceof Outcome.Returned) {
        calls++;
      }

      assertThat(calls).isPositive();
      assertThat(deadline.passed()).isTrue();
      assertThat(deadline.left()).isZero();
    }
  }
}
