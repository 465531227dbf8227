package io.terrarium.conformance;

import static io.terrarium.testing.Eventually.eventually;
import static io.terrarium.testing.Eventually.eventuallyInCall;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.terrarium.Call;
import io.terrarium.InvalidArgumentException;
import io.terrarium.LimitExceededException;
import io.terrarium.Limits;
import io.terrarium.Outcome;
import io.terrarium.Program;
import io.terrarium.Session;
import io.terrarium.SessionEndedException;
import io.terrarium.Usage;
import io.terrarium.UserCodeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SessionTest extends SharedSandbox {
  private static final String COUNTER =
      """
      count = 0
      def add(n):
          global count
          count += n
          return count
      def fail(): raise ValueError('no')
      def loop():
          while True: pass
      def burn(seconds):
          import time
          end = time.process_time() + seconds
          while time.process_time() < end: pass
      def hog():
          xs = []
          while True: xs.append([0] * 1000)
      """;

  @Test
  void globals_persist_from_call_to_call() {
    try (Session session = sandbox.compile(COUNTER).openSession()) {
      assertThat(session.call("add", 2).asInt()).isEqualTo(2);
      assertThat(session.call("add", 3).asInt()).isEqualTo(5);
      assertThat(session.alive()).isTrue();
    }
  }

  @Test
  void the_module_body_runs_once() {
    String source = "import random\nmark = random.random()\ndef f(): return mark";
    try (Session session = sandbox.compile(source).openSession()) {
      assertThat(session.call("f")).isEqualTo(session.call("f"));
    }
  }

  @Test
  void sessions_and_calls_of_the_same_program_never_see_each_other() {
    Program program = sandbox.compile(COUNTER);
    try (Session one = program.openSession();
        Session other = program.openSession()) {
      one.call("add", 100);

      assertThat(other.call("add", 1).asInt()).isEqualTo(1);
      assertThat(program.call("add", 1).asInt()).isEqualTo(1);
      assertThat(one.call("add", 1).asInt()).isEqualTo(101);
    }
  }

  @Test
  void a_session_never_sees_another_program() {
    try (Session spoiler =
            sandbox
                .compile(
                    full(
                        """
                        import builtins, json, sys
                        def f():
                            builtins.len = lambda x: -1
                            json.dumps = lambda x: 'spoiled'
                            sys.modules['math'] = None
                            sys.spoiled = True
                        """))
                .openSession();
        Session victim =
            sandbox
                .compile(
                    full(
                        """
                        import json, math, sys
                        def f(): return [len('abc'), json.dumps([1]), math.sqrt(4), hasattr(sys, 'spoiled')]
                        """))
                .openSession()) {
      spoiler.call("f");

      assertThat(victim.call("f").toJava()).isEqualTo(List.of(3L, "[1]", 2.0, false));
    }
  }

  @Test
  void an_exception_leaves_the_session_alive() {
    try (Session session = sandbox.compile(COUNTER).openSession()) {
      session.call("add", 1);
      assertThatExceptionOfType(UserCodeException.class).isThrownBy(() -> session.call("fail"));

      assertThat(session.call("add", 1).asInt()).isEqualTo(2);
    }
  }

  @Test
  void a_refused_argument_or_an_unrepresentable_result_leaves_the_session_alive() {
    try (Session session =
        sandbox.compile("def f(x): return object()\ndef g(): return 1").openSession()) {
      assertThatExceptionOfType(InvalidArgumentException.class)
          .isThrownBy(() -> session.call("f", new Object()));
      assertThat(session.invoke(Call.of("f", 1)).status()).isEqualTo("not_representable");

      assertThat(session.call("g").asInt()).isEqualTo(1);
    }
  }

  @Test
  void a_result_or_output_that_is_too_large_leaves_the_session_alive() {
    Limits limits =
        Limits.DEFAULT.withResultBytes(1_000).withOutput(100, Limits.OutputOverflow.FAIL);
    String source = "def f(): return 'x' * 5000\ndef g(): print('x' * 5000)\ndef h(): return 1";
    try (Session session = sandbox.compile(source).openSession()) {
      assertThat(session.invoke(Call.of("f").withLimits(limits)).status())
          .isEqualTo("result_limit");
      assertThat(session.invoke(Call.of("g").withLimits(limits)).status())
          .isEqualTo("output_limit");

      assertThat(session.call("h").asInt()).isEqualTo(1);
    }
  }

  @Test
  void a_module_body_that_raises_opens_no_session() {
    Program program = sandbox.compile("print('x')\nraise ValueError('closed today')");

    assertThatExceptionOfType(UserCodeException.class)
        .isThrownBy(program::openSession)
        .withMessage("ValueError: closed today");
  }

  @Test
  void a_module_body_that_does_not_end_opens_no_session() {
    Program program = sandbox.compile("while True: pass");

    assertThatExceptionOfType(LimitExceededException.class)
        .isThrownBy(() -> program.openSession(Limits.DEFAULT.withWallTime(Duration.ofMillis(300))))
        .satisfies(e -> assertThat(e.outcome().status()).isEqualTo("wall_timeout"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"wall_timeout", "cpu_timeout", "memory_limit"})
  void a_limit_of_time_or_memory_ends_the_session(String status) {
    Limits limits =
        switch (status) {
          case "wall_timeout" -> Limits.DEFAULT.withWallTime(Duration.ofMillis(200));
          case "cpu_timeout" -> Limits.DEFAULT.withCpuTime(Duration.ofMillis(200));
          default -> engine.patient(engine.withLittleMemory(Limits.DEFAULT));
        };
    String function = status.equals("memory_limit") ? "hog" : "loop";
    try (Session session = sandbox.compile(COUNTER).openSession(limits)) {
      assertThat(session.invoke(Call.of(function)).status()).isEqualTo(status);

      assertThat(session.alive()).isFalse();
      assertThatExceptionOfType(SessionEndedException.class)
          .isThrownBy(() -> session.call("add", 1))
          .withMessageContaining("Open another");
    }
  }

  @Test
  void the_limits_of_a_session_are_those_of_its_calls_unless_they_say_otherwise() {
    Limits limits = Limits.DEFAULT.withWallTime(Duration.ofSeconds(7)).withResultBytes(500);
    try (Session session = sandbox.compile(COUNTER).openSession(limits)) {
      assertThat(session.invoke(Call.of("add", 1)).report().limits()).isEqualTo(limits);
      assertThat(
              session
                  .invoke(Call.of("add", 1).withLimits(Limits.DEFAULT.withMemoryBytes(1L << 30)))
                  .report()
                  .limits())
          .isEqualTo(Limits.DEFAULT);
    }
  }

  @Test
  void processor_time_is_counted_for_each_call_and_not_for_the_session() {
    Limits limits = Limits.DEFAULT.withCpuTime(Duration.ofMillis(250));
    try (Session session = sandbox.compile(COUNTER).openSession()) {
      for (int round = 0; round < 4; round++) {
        Outcome outcome = session.invoke(Call.of("burn", 0.15).withLimits(limits));
        assertThat(outcome.status()).isEqualTo("ok");
        assertThat(outcome.report().usage().cpuTime())
            .isBetween(engine.usedAtLeast(Duration.ofMillis(145)), limits.cpuTime());
      }
      Outcome last = session.invoke(Call.of("loop").withLimits(limits));

      assertThat(last.status()).isEqualTo("cpu_timeout");
      assertThat(last.report().usage().cpuTime())
          .isBetween(Duration.ofMillis(245), Duration.ofMillis(270));
    }
  }

  @Test
  void a_session_may_live_longer_than_one_call_may_last() {
    Limits limits =
        Limits.DEFAULT.withWallTime(Duration.ofMillis(400)).withCpuTime(Duration.ofMillis(300));
    try (Session session = sandbox.compile(COUNTER).openSession(limits)) {
      long begin = System.nanoTime();
      int calls = 0;
      while (System.nanoTime() - begin < Duration.ofMillis(1_200).toNanos()) {
        session.call("burn", 0.05);
        calls++;
      }
      assertThat(session.call("add", calls).asInt()).isEqualTo(calls);
    }
  }

  @Test
  void usage_tells_no_peak_of_memory_while_the_session_goes_on() {
    try (Session session = sandbox.compile(COUNTER).openSession()) {
      Usage usage = session.invoke(Call.of("add", 1)).report().usage();

      assertThat(usage.peakMemoryBytes()).isEmpty();
      assertThat(usage.wallTime()).isPositive();
      assertThat(usage.cpuTime()).isBetween(Duration.ZERO, Duration.ofMillis(200));
    }
  }

  @Test
  void closing_during_a_call_cancels_it() {
    Session session = sandbox.compile(COUNTER).openSession();
    var outcome = new AtomicReference<Outcome>();
    Thread caller = Thread.ofVirtual().start(() -> outcome.set(session.invoke(Call.of("loop"))));
    eventuallyInCall(caller);

    session.close();

    eventually("the call has ended", () -> outcome.get() != null);
    assertThat(outcome.get()).isInstanceOf(Outcome.Cancelled.class);
    assertThat(session.alive()).isFalse();
  }

  @Test
  void closing_twice_is_harmless_and_a_closed_session_says_so() {
    Session session = sandbox.compile(COUNTER).openSession();
    session.close();
    session.close();

    assertThat(session.alive()).isFalse();
    assertThatExceptionOfType(SessionEndedException.class).isThrownBy(() -> session.call("add", 1));
  }

  @Test
  void calls_of_several_threads_follow_one_another() throws InterruptedException {
    try (Session session = sandbox.compile(COUNTER).openSession()) {
      Set<Integer> seen = ConcurrentHashMap.newKeySet();
      var threads = new ArrayList<Thread>();
      for (int thread = 0; thread < 4; thread++) {
        threads.add(
            Thread.ofVirtual()
                .start(() -> {
                  for (int round = 0; round < 25; round++) {
                    seen.add(session.call("add", 1).asInt());
                  }
                }));
      }
      for (Thread thread : threads) {
        thread.join();
      }

      assertThat(seen).hasSize(100);
      assertThat(session.call("add", 0).asInt()).isEqualTo(100);
    }
  }

  @Test
  void an_interrupt_cancels_the_call_keeps_the_flag_and_ends_the_session() {
    Session session = sandbox.compile(COUNTER).openSession();
    var outcome = new AtomicReference<Outcome>();
    var flag = new AtomicReference<Boolean>();
    Thread caller =
        Thread.ofPlatform()
            .start(() -> {
              outcome.set(session.invoke(Call.of("loop")));
              flag.set(Thread.currentThread().isInterrupted());
            });
    eventuallyInCall(caller);

    caller.interrupt();

    eventually("the call has ended", () -> flag.get() != null);
    assertThat(outcome.get()).isInstanceOf(Outcome.Cancelled.class);
    assertThat(flag.get()).isTrue();
    assertThat(session.alive()).isFalse();
    session.close();
  }

  @Test
  void a_thread_that_waits_for_its_turn_can_be_interrupted_and_the_session_goes_on() {
    try (Session session = sandbox.compile(COUNTER).openSession()) {
      Thread first = Thread.ofVirtual().start(() -> session.call("burn", 0.5));
      eventuallyInCall(first);
      var outcome = new AtomicReference<Outcome>();
      Thread second =
          Thread.ofVirtual().start(() -> outcome.set(session.invoke(Call.of("add", 1))));
      eventually("the second waits", () -> second.getState() == Thread.State.WAITING);

      second.interrupt();

      eventually("the second has given up", () -> outcome.get() != null);
      assertThat(outcome.get()).isInstanceOf(Outcome.Cancelled.class);
      assertThat(session.call("add", 1).asInt()).isEqualTo(1);
    }
  }
}
