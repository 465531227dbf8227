package io.terrarium.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terrarium.Call;
import io.terrarium.Limits;
import io.terrarium.Limits.OutputOverflow;
import io.terrarium.Outcome;
import io.terrarium.OutputListener;
import io.terrarium.Program;
import io.terrarium.Session;
import io.terrarium.SessionEndedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OutputListenerTest extends SharedSandbox {
  private static final String THREE_LINES =
      """
      import sys
      print('module')
      def f():
          print('one')
          print('two', file=sys.stderr)
          print('three', end='')
      """;

  @Test
  void a_listener_hears_all_that_is_printed_in_the_order_of_printing() {
    var heard = new ArrayList<String>();
    Outcome outcome =
        sandbox
            .compile(full(THREE_LINES))
            .invoke(
                Call.of("f").withOutputListener((stream, text) -> heard.add(stream + " " + text)));

    // Pieces are not lines: the first one may come without its end.
    assertThat(String.join("", heard).replace("\nSTDOUT \n", "\n"))
        .matches("STDOUT module(STDOUT )?\nSTDOUT one\nSTDERR two\nSTDOUT three");
    assertThat(outcome.report().stdout().text()).isEqualTo("module\none\nthree");
    assertThat(outcome.report().stderr().text()).isEqualTo("two\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"print('x')", "print('x', end='')", "sys.stdout.write('x')"})
  void what_is_printed_before_a_long_computation_is_heard_while_it_goes_on(String print) {
    Program program =
        sandbox.compile(full("import sys\ndef f():\n    " + print + "\n    while True: pass"));

    // Nothing but the listener ends this call.
    Outcome outcome =
        program.invoke(
            Call.of("f").withOutputListener((stream, text) -> Thread.currentThread().interrupt()));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(outcome).isInstanceOf(Outcome.Cancelled.class);
    assertThat(outcome.report().stdout().text().strip()).isEqualTo("x");
  }

  @Test
  void a_listener_is_called_on_the_thread_that_made_the_call_and_before_the_outcome_is_there() {
    var threads = new ArrayList<Thread>();
    var text = new StringBuilder();
    var _ =
        sandbox
            .compile("def f():\n    for i in range(100): print(i)")
            .invoke(
                Call.of("f")
                    .withOutputListener((stream, piece) -> {
                      threads.add(Thread.currentThread());
                      text.append(piece);
                    }));

    assertThat(threads).isNotEmpty().containsOnly(Thread.currentThread());
    assertThat(text.toString().lines()).hasSize(100).endsWith("99");
  }

  @Test
  void what_is_over_the_limit_is_not_heard_and_the_report_says_so() {
    var text = new StringBuilder();
    Outcome outcome =
        sandbox
            .compile("def f():\n    for i in range(1000): print('\u20ac' * 10)")
            .invoke(
                Call.of("f")
                    .withLimits(Limits.DEFAULT.withOutput(1000, OutputOverflow.TRUNCATE))
                    .withOutputListener((stream, piece) -> text.append(piece)));

    assertThat(outcome.status()).isEqualTo("ok");
    assertThat(outcome.report().stdout().truncated()).isTrue();
    assertThat(text.toString()).isEqualTo(outcome.report().stdout().text());
    assertThat(text.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8))
        .hasSizeBetween(998, 1000);
  }

  @Test
  void a_flood_without_line_ends_is_heard_in_few_pieces() {
    var pieces = new ArrayList<String>();
    var _ =
        sandbox
            .compile("def f():\n    for i in range(30000): print('x', end='')")
            .invoke(Call.of("f").withOutputListener((stream, piece) -> pieces.add(piece)));

    assertThat(String.join("", pieces)).isEqualTo("x".repeat(30_000));
    assertThat(pieces).hasSizeLessThan(300);
  }

  @Test
  void what_a_listener_throws_reaches_the_caller_and_ends_the_call() {
    Program program = sandbox.compile("def f():\n    print('x')\n    while True: pass");
    for (Throwable thrown :
        List.of(new IllegalArgumentException("enough"), new StackOverflowError("deep"))) {
      OutputListener listener =
          (stream, text) -> {
            switch (thrown) {
              case RuntimeException e -> throw e;
              case Error e -> throw e;
              default -> throw new IllegalStateException(thrown);
            }
          };

      assertThatThrownBy(() -> program.invoke(Call.of("f").withOutputListener(listener)))
          .isSameAs(thrown);
    }
    assertThat(nextCall()).isEqualTo("hello next");
  }

  @Test
  void a_program_waits_for_a_slow_listener_which_costs_wall_time_alone() {
    Outcome outcome =
        sandbox
            .compile("def f():\n    for i in range(10**9): print('x' * 1000)")
            .invoke(
                Call.of("f")
                    .withLimits(
                        Limits.DEFAULT
                            .withWallTime(Duration.ofMillis(800))
                            .withOutput(64L << 20, OutputOverflow.TRUNCATE))
                    .withOutputListener((stream, text) -> LockSupport.parkNanos(5_000_000)));

    assertThat(outcome.status()).isEqualTo("wall_timeout");
    assertThat(outcome.report().stdout().text()).isNotEmpty();
    assertThat(outcome.report().usage().cpuTime()).isLessThan(Duration.ofMillis(400));
  }

  @Test
  void nothing_is_heard_when_time_is_up() {
    var pieces = new ArrayList<String>();
    Outcome outcome =
        sandbox
            .compile("def f():\n    for i in range(1000): print(i)\n    while True: pass")
            .invoke(
                Call.of("f")
                    .withLimits(Limits.DEFAULT.withWallTime(Duration.ofMillis(300)))
                    .withOutputListener((stream, text) -> {
                      pieces.add(text);
                      LockSupport.parkNanos(400_000_000);
                    }));

    assertThat(outcome.status()).isEqualTo("wall_timeout");
    assertThat(pieces).hasSize(1);
  }

  @Test
  void a_listener_may_make_calls_of_its_own() {
    Program program = sandbox.compile("def f(x):\n    print(x)\ndef g(x): return x + '!'");
    var heard = new ArrayList<String>();
    Outcome outcome =
        program.invoke(
            Call.of("f", "hello")
                .withOutputListener(
                    (stream, text) -> heard.add(program.call("g", text).asString())));

    assertThat(outcome.status()).isEqualTo("ok");
    assertThat(heard).isNotEmpty().first().asString().startsWith("hello").endsWith("!");
  }

  @Test
  void each_call_of_a_session_has_a_listener_of_its_own() {
    try (Session session = sandbox.compile("def f(x): print(x)").openSession()) {
      var heard = new ArrayList<String>();
      session.invoke(Call.of("f", "one").withOutputListener((stream, text) -> heard.add(text)));
      session.invoke(Call.of("f", "two"));
      session.invoke(Call.of("f", "three").withOutputListener((stream, text) -> heard.add(text)));

      assertThat(String.join("", heard)).isEqualTo("one\nthree\n");
    }
  }

  @Test
  void what_a_listener_throws_ends_a_session() {
    try (Session session = sandbox.compile("def f(): print('x')").openSession()) {
      var thrown = new IllegalArgumentException("enough");
      Call call =
          Call.of("f")
              .withOutputListener((stream, text) -> {
                throw thrown;
              });

      assertThatThrownBy(() -> session.invoke(call)).isSameAs(thrown);
      assertThat(session.alive()).isFalse();
      assertThatThrownBy(() -> session.call("f")).isInstanceOf(SessionEndedException.class);
    }
  }

  @Test
  void a_listener_cannot_call_the_session_that_it_listens_to() {
    try (Session session = sandbox.compile("def f(): print('x')").openSession()) {
      var problems = new ArrayList<String>();
      Call call =
          Call.of("f")
              .withOutputListener((stream, text) -> {
                try {
                  session.call("f");
                } catch (IllegalStateException e) {
                  problems.add(e.getMessage());
                }
              });

      assertThat(session.invoke(call).status()).isEqualTo("ok");
      assertThat(problems).isNotEmpty().first().asString().contains("one call at a time");
      assertThat(session.alive()).isTrue();
    }
  }
}
