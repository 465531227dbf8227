package io.terrarium.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.terrarium.Call;
import io.terrarium.Limits;
import io.terrarium.Outcome;
import io.terrarium.Program;
import io.terrarium.Sandbox;
import io.terrarium.Session;
import io.terrarium.testing.NothingLeft;
import io.terrarium.testing.Sandboxes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is left is counted after each test, and in the middle of it where the test says so. */
@ExtendWith(NothingLeft.class)
final class ManyCallsTest {

  @Test
  void two_thousand_calls_leave_nothing() {
    try (Sandbox sandbox = Sandboxes.open()) {
      Program program = sandbox.compile("def f(x): return x");

      for (int call = 0; call < 2_000; call++) {
        assertThat(program.call("f", call).asInt()).isEqualTo(call);
      }
    }
  }

  @Test
  void calls_of_many_threads_each_get_their_own_answer() throws InterruptedException {
    try (Sandbox sandbox = Sandboxes.open()) {
      Program program = sandbox.compile("def f(x): return [x, x * 2]");
      var wrong = new AtomicInteger();
      List<Thread> threads = new ArrayList<>();
      for (int caller = 0; caller < 8; caller++) {
        int number = caller * 1_000;
        threads.add(
            Thread.ofVirtual()
                .start(() -> {
                  for (int call = 0; call < 40; call++) {
                    long[] answer = program.call("f", number + call).asLongs();
                    if (answer[0] != number + call || answer[1] != 2L * (number + call)) {
                      wrong.incrementAndGet();
                    }
                  }
                }));
      }
      for (Thread thread : threads) {
        thread.join();
      }

      assertThat(wrong).hasValue(0);
    }
  }

  @Test
  void calls_that_end_badly_leave_nothing_either() {
    try (Sandbox sandbox = Sandboxes.open()) {
      Program program =
          sandbox.compile(
              SharedSandbox.full(
                  """
                  import os
                  def ok(): return 1
                  def fail(): raise ValueError
                  def loop():
                      while True: pass
                  def leave(): os._exit(1)
                  """));
      Limits limits = Limits.DEFAULT.withWallTime(Duration.ofMillis(50));
      for (int round = 0; round < 30; round++) {
        for (String function : List.of("ok", "fail", "loop", "leave")) {
          Outcome outcome = program.invoke(Call.of(function).withLimits(limits));
          assertThat(outcome.status()).isIn("ok", "exception", "wall_timeout", "crashed");
        }
      }
    }
  }

  @Test
  void many_sessions_leave_nothing() {
    try (Sandbox sandbox = Sandboxes.open()) {
      Program program = sandbox.compile("def f(x): return x");
      for (int round = 0; round < 50; round++) {
        try (Session session = program.openSession()) {
          assertThat(session.call("f", round).asInt()).isEqualTo(round);
        }
      }
    }
  }

  @Test
  void sandboxes_side_by_side_do_not_disturb_each_other() {
    try (Sandbox one = Sandboxes.open()) {
      try (Sandbox other = Sandboxes.open()) {
        assertThat(other.compile("def f(): return 2").call("f").asInt()).isEqualTo(2);
      }
      assertThat(one.compile("def f(): return 1").call("f").asInt()).isEqualTo(1);
    }
  }
}
