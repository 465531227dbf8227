package io.terrarium.conformance;

import static io.terrarium.testing.Eventually.eventually;
import static io.terrarium.testing.Eventually.eventuallyInCall;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.terrarium.Call;
import io.terrarium.CallCancelledException;
import io.terrarium.Outcome;
import io.terrarium.Program;
import io.terrarium.Sandbox;
import io.terrarium.SandboxClosedException;
import io.terrarium.SandboxException;
import io.terrarium.Session;
import io.terrarium.testing.NothingLeft;
import io.terrarium.testing.Sandboxes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NothingLeft.class)
final class ClosingTest {
  private static final String SOURCE = "def f(): return 1\ndef loop():\n    while True: pass";

  @Test
  void a_closed_sandbox_says_so_whatever_is_asked_of_it() {
    Sandbox sandbox = Sandboxes.open();
    Program program = sandbox.compile(SOURCE);
    Session session = program.openSession();
    sandbox.close();

    assertThatExceptionOfType(SandboxClosedException.class)
        .isThrownBy(() -> program.call("f"))
        .withMessageContaining("closed");
    assertThatExceptionOfType(SandboxClosedException.class)
        .isThrownBy(() -> sandbox.compile("x = 1"));
    assertThatExceptionOfType(SandboxClosedException.class)
        .isThrownBy(() -> sandbox.compile(SOURCE));
    assertThatExceptionOfType(SandboxClosedException.class).isThrownBy(program::openSession);
    assertThatExceptionOfType(SandboxClosedException.class).isThrownBy(() -> session.call("f"));
    assertThat(session.alive()).isFalse();
    assertThat(program.functions()).hasSize(2);
    session.close();
  }

  @Test
  void closing_twice_is_harmless() {
    Sandbox sandbox = Sandboxes.open();
    sandbox.close();
    sandbox.close();
  }

  @Test
  void a_sandbox_that_was_never_used_closes_at_once() {
    Sandbox sandbox = Sandboxes.open();
    long begin = System.nanoTime();
    sandbox.close();

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void closing_cancels_running_calls_and_sessions() {
    Sandbox sandbox = Sandboxes.open();
    Program program = sandbox.compile(SOURCE);
    Session session = program.openSession();
    var outcomes = new ConcurrentLinkedQueue<Outcome>();
    Thread call = Thread.ofVirtual().start(() -> outcomes.add(program.invoke(Call.of("loop"))));
    Thread inSession =
        Thread.ofPlatform().start(() -> outcomes.add(session.invoke(Call.of("loop"))));
    eventuallyInCall(call);
    eventuallyInCall(inSession);

    sandbox.close();

    eventually("both have ended", () -> outcomes.size() == 2);
    assertThat(outcomes).allMatch(outcome -> outcome instanceof Outcome.Cancelled);
    assertThat(outcomes)
        .allSatisfy(outcome ->
            assertThatExceptionOfType(CallCancelledException.class)
                .isThrownBy(outcome::orElseThrow)
                .withMessageContaining("closed"));
    assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.report().usage()).isNotNull());
  }

  @Test
  void closing_turns_away_those_who_wait() {
    Sandbox sandbox =
        Sandboxes.settings().maximumConcurrentCalls(1).queue(10, Duration.ofSeconds(30)).create();
    Program program = sandbox.compile(SOURCE);
    Thread running = Thread.ofVirtual().start(() -> program.invoke(Call.of("loop")));
    eventuallyInCall(running);
    var thrown = new AtomicReference<SandboxException>();
    Thread waiting =
        Thread.ofVirtual()
            .start(() -> {
              try {
                var _ = program.invoke(Call.of("f"));
              } catch (SandboxException e) {
                thrown.set(e);
              }
            });
    eventually("it waits", () -> waiting.getState() == Thread.State.TIMED_WAITING);

    sandbox.close();

    eventually("it was turned away", () -> thrown.get() != null);
    assertThat(thrown.get()).isInstanceOf(SandboxClosedException.class);
  }

  @Test
  void closing_in_the_middle_of_many_calls_ends_each_as_cancelled_or_closed()
      throws InterruptedException {
    for (int round = 0; round < 3; round++) {
      Sandbox sandbox = Sandboxes.settings().maximumConcurrentCalls(8).create();
      Program program = sandbox.compile(SOURCE);
      Queue<Object> strange = new ConcurrentLinkedQueue<>();
      List<Thread> threads = new ArrayList<>();
      for (int caller = 0; caller < 8; caller++) {
        threads.add(Thread.ofVirtual().start(() -> callUntilClosed(program, strange)));
      }
      eventuallyInCall(threads.getFirst());

      sandbox.close();

      for (Thread thread : threads) {
        assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
      }
      assertThat(strange).isEmpty();
    }
  }

  private static void callUntilClosed(Program program, Queue<Object> strange) {
    while (true) {
      try {
        switch (program.invoke(Call.of("f"))) {
          case Outcome.Returned _ -> {}
          case Outcome.Cancelled _ -> {
            return;
          }
          case Outcome other -> {
            strange.add(other);
            return;
          }
        }
      } catch (SandboxClosedException e) {
        return;
      } catch (RuntimeException e) {
        strange.add(e);
        return;
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void an_interrupt_cancels_a_call_and_the_flag_is_kept(boolean virtual) {
    try (Sandbox sandbox = Sandboxes.open()) {
      Program program = sandbox.compile(SOURCE);
      var outcome = new AtomicReference<Outcome>();
      var flag = new AtomicReference<Boolean>();
      Runnable call =
          () -> {
            outcome.set(program.invoke(Call.of("loop")));
            flag.set(Thread.currentThread().isInterrupted());
          };
      Thread caller = virtual ? Thread.ofVirtual().start(call) : Thread.ofPlatform().start(call);
      eventuallyInCall(caller);

      caller.interrupt();

      eventually("the call has ended", () -> flag.get() != null);
      assertThat(outcome.get()).isInstanceOf(Outcome.Cancelled.class);
      assertThat(flag.get()).isTrue();
      assertThat(program.call("f").asInt()).isEqualTo(1);
    }
  }

  @Test
  void a_thread_that_is_interrupted_before_it_calls_is_cancelled_and_stays_interrupted() {
    try (Sandbox sandbox = Sandboxes.open()) {
      Program program = sandbox.compile(SOURCE);
      Session session = program.openSession();

      Thread.currentThread().interrupt();
      Outcome call = program.invoke(Call.of("f"));
      boolean afterCall = Thread.currentThread().isInterrupted();
      Outcome inSession = session.invoke(Call.of("f"));
      boolean afterBoth = Thread.interrupted();

      assertThat(call).isInstanceOf(Outcome.Cancelled.class);
      assertThat(inSession).isInstanceOf(Outcome.Cancelled.class);
      assertThat(afterCall).isTrue();
      assertThat(afterBoth).isTrue();
      assertThat(session.call("f").asInt()).isEqualTo(1);
    }
  }

  @Test
  void an_interrupt_while_a_source_is_compiled_is_told_as_cancelled() {
    try (Sandbox sandbox = Sandboxes.open()) {
      Thread.currentThread().interrupt();
      assertThatExceptionOfType(CallCancelledException.class)
          .isThrownBy(() -> sandbox.compile("x = 2"));
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void interrupts_at_any_moment_end_as_cancelled_and_never_as_something_else()
      throws InterruptedException {
    try (Sandbox sandbox = Sandboxes.open()) {
      Program program = sandbox.compile("def f(): return 1");
      Queue<Object> strange = new ConcurrentLinkedQueue<>();
      for (int round = 0; round < 100; round++) {
        Thread caller =
            Thread.ofVirtual()
                .start(() -> {
                  try {
                    Outcome outcome = program.invoke(Call.of("f"));
                    if (!(outcome instanceof Outcome.Returned
                        || outcome instanceof Outcome.Cancelled)) {
                      strange.add(outcome);
                    }
                  } catch (RuntimeException e) {
                    strange.add(e);
                  }
                });
        java.util.concurrent.locks.LockSupport.parkNanos(round * 20_000L);
        caller.interrupt();
        assertThat(caller.join(Duration.ofSeconds(20))).isTrue();
      }

      assertThat(strange).isEmpty();
      assertThat(program.call("f").asInt()).isEqualTo(1);
    }
  }
}
