package io.terrarium.conformance;

import static io.terrarium.testing.Eventually.eventually;
import static io.terrarium.testing.Eventually.eventuallyInCall;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.terrarium.Call;
import io.terrarium.Limits;
import io.terrarium.Outcome;
import io.terrarium.OverloadedException;
import io.terrarium.Program;
import io.terrarium.Sandbox;
import io.terrarium.SandboxClosedException;
import io.terrarium.SandboxException.Category;
import io.terrarium.Session;
import io.terrarium.testing.NothingLeft;
import io.terrarium.testing.Sandboxes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NothingLeft.class)
final class AdmissionTest {
  private static final String SOURCE =
      "import time\ndef f(): return 1\ndef wait(seconds): time.sleep(seconds); return 'waited'";
  private static final Duration LONG = Duration.ofSeconds(20);

  @Test
  void a_full_queue_turns_calls_away_at_once() {
    try (Sandbox sandbox = Sandboxes.settings().maximumConcurrentCalls(1).queue(1, LONG).create()) {
      Program program = sandbox.compile(SOURCE);
      Thread running = Thread.ofVirtual().start(() -> quietly(program, 60));
      eventuallyInCall(running);
      Thread waiting = Thread.ofVirtual().start(() -> quietly(program, 60));
      eventually("it waits", () -> waiting.getState() == Thread.State.TIMED_WAITING);

      long begin = System.nanoTime();
      assertThatExceptionOfType(OverloadedException.class)
          .isThrownBy(() -> program.call("f"))
          .withMessageStartingWith("The sandbox is busy: 1 running and 1 waiting")
          .withMessageContaining("later")
          .satisfies(e -> assertThat(e.category()).isEqualTo(Category.RESOURCE));
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void a_queue_of_length_zero_lets_nobody_wait() {
    try (Sandbox sandbox = Sandboxes.settings().maximumConcurrentCalls(1).queue(0, LONG).create()) {
      Program program = sandbox.compile(SOURCE);
      assertThat(program.call("f").asInt()).isEqualTo(1);
      Thread running = Thread.ofVirtual().start(() -> quietly(program, 60));
      eventuallyInCall(running);

      assertThatExceptionOfType(OverloadedException.class).isThrownBy(() -> program.call("f"));
    }
  }

  @Test
  void a_call_that_waits_too_long_is_turned_away() {
    try (Sandbox sandbox =
        Sandboxes.settings().maximumConcurrentCalls(1).queue(10, Duration.ofMillis(200)).create()) {
      Program program = sandbox.compile(SOURCE);
      Thread running = Thread.ofVirtual().start(() -> quietly(program, 60));
      eventuallyInCall(running);

      long begin = System.nanoTime();
      assertThatExceptionOfType(OverloadedException.class)
          .isThrownBy(() -> program.call("f"))
          .withMessageContaining("200 ms");
      assertThat(Duration.ofNanos(System.nanoTime() - begin))
          .isBetween(Duration.ofMillis(200), Duration.ofSeconds(5));
    }
  }

  @Test
  void a_call_that_waits_gets_the_place_that_becomes_free() throws InterruptedException {
    try (Sandbox sandbox =
        Sandboxes.settings().maximumConcurrentCalls(1).queue(10, LONG).create()) {
      Program program = sandbox.compile(SOURCE);
      Thread running = Thread.ofVirtual().start(() -> quietly(program, 0.4));
      eventuallyInCall(running);

      assertThat(program.call("f").asInt()).isEqualTo(1);
      running.join();
    }
  }

  @Test
  void more_calls_than_places_all_come_to_their_end() throws InterruptedException {
    try (Sandbox sandbox =
        Sandboxes.settings().maximumConcurrentCalls(2).queue(100, LONG).create()) {
      Program program = sandbox.compile(SOURCE);
      var done = new AtomicInteger();
      List<Thread> threads = new ArrayList<>();
      for (int call = 0; call < 40; call++) {
        threads.add(Thread.ofVirtual().start(() -> done.addAndGet(program.call("f").asInt())));
      }
      for (Thread thread : threads) {
        thread.join();
      }

      assertThat(done).hasValue(40);
    }
  }

  @Test
  void a_call_that_asks_for_more_memory_than_the_whole_budget_is_turned_away_at_once() {
    try (Sandbox sandbox = Sandboxes.settings().memoryBudgetBytes(600L << 20).create()) {
      Program program = sandbox.compile(SOURCE);

      assertThatExceptionOfType(OverloadedException.class)
          .isThrownBy(() ->
              program.invoke(Call.of("f").withLimits(Limits.DEFAULT.withMemoryBytes(1L << 30))))
          .withMessageContaining("600 MiB")
          .withMessageContaining("memoryBudgetBytes");
      assertThat(program.call("f").asInt()).isEqualTo(1);
    }
  }

  @Test
  void the_memory_of_all_calls_together_stays_within_the_budget() {
    Limits half = Limits.DEFAULT.withMemoryBytes(300L << 20);
    try (Sandbox sandbox =
        Sandboxes.settings()
            .memoryBudgetBytes(500L << 20)
            .queue(10, Duration.ofMillis(200))
            .create()) {
      Program program = sandbox.compile(SOURCE);
      Thread running =
          Thread.ofVirtual().start(() -> program.invoke(Call.of("wait", 60).withLimits(half)));
      eventuallyInCall(running);

      assertThatExceptionOfType(OverloadedException.class)
          .isThrownBy(() -> program.invoke(Call.of("f").withLimits(half)));
      assertThat(
              program
                  .invoke(Call.of("f").withLimits(Limits.DEFAULT.withMemoryBytes(100L << 20)))
                  .status())
          .isEqualTo("ok");
    }
  }

  @Test
  void the_smallest_budget_that_is_accepted_lets_one_call_run() {
    try (Sandbox sandbox =
        Sandboxes.settings()
            .memoryBudgetBytes(Limits.DEFAULT.memoryBytes())
            .queue(10, Duration.ofSeconds(5))
            .create()) {
      assertThat(sandbox.compile(SOURCE).call("f").asInt()).isEqualTo(1);
    }
  }

  @Test
  void an_idle_session_holds_its_memory_and_no_place() {
    try (Sandbox sandbox =
            Sandboxes.settings()
                .maximumConcurrentCalls(1)
                .memoryBudgetBytes(600L << 20)
                .queue(10, Duration.ofMillis(200))
                .create();
        Session first = sandbox.compile(SOURCE).openSession()) {
      assertThat(sandbox.compile(SOURCE).call("f").asInt()).isEqualTo(1);
      Session second = sandbox.compile(SOURCE).openSession();
      assertThatExceptionOfType(OverloadedException.class)
          .isThrownBy(() -> sandbox.compile(SOURCE).call("f"));
      assertThat(first.call("f").asInt()).isEqualTo(1);

      second.close();

      eventually("its memory is there again", () -> succeeds(sandbox.compile(SOURCE)));
    }
  }

  @Test
  void a_thread_that_waits_for_a_place_can_be_interrupted() {
    try (Sandbox sandbox =
        Sandboxes.settings().maximumConcurrentCalls(1).queue(10, LONG).create()) {
      Program program = sandbox.compile(SOURCE);
      Thread running = Thread.ofVirtual().start(() -> quietly(program, 60));
      eventuallyInCall(running);
      var outcome = new AtomicReference<Outcome>();
      Thread waiting = Thread.ofPlatform().start(() -> outcome.set(program.invoke(Call.of("f"))));
      eventually("it waits", () -> waiting.getState() == Thread.State.TIMED_WAITING);

      waiting.interrupt();

      eventually("it has given up", () -> outcome.get() != null);
      assertThat(outcome.get()).isInstanceOf(Outcome.Cancelled.class);
    }
  }

  private static void quietly(Program program, double seconds) {
    Limits limits = Limits.DEFAULT.withWallTime(Duration.ofMinutes(1));
    try {
      var _ = program.invoke(Call.of("wait", seconds).withLimits(limits));
    } catch (SandboxClosedException e) {
      // The test is over, and it never came to its turn.
    }
  }

  private static boolean succeeds(Program program) {
    try {
      return program.call("f").asInt() == 1;
    } catch (OverloadedException e) {
      return false;
    }
  }
}
