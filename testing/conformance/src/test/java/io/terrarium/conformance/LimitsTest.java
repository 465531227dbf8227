package io.terrarium.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.terrarium.Call;
import io.terrarium.Limit;
import io.terrarium.LimitExceededException;
import io.terrarium.Limits;
import io.terrarium.Limits.OutputOverflow;
import io.terrarium.Outcome;
import io.terrarium.Outcome.LimitExceeded;
import io.terrarium.Outcome.LimitExceeded.Basis;
import io.terrarium.Sandbox;
import io.terrarium.Usage;
import io.terrarium.testing.Sandboxes;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LimitsTest extends SharedSandbox {
  private static final Duration HELD_TO = Duration.ofMillis(20);
  private static final String BURN = "def f():\n    while True: pass";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "while True: pass",
        "import time; time.sleep(50)",
        "sum(range(10**18))",
        "x = 3 ** 10_000_000; x ** 50",
        "import re; re.match(r'(a+)+$', 'a' * 60 + 'b')",
        """
        while True:
                try:
                    while True: pass
                except BaseException: pass
        """,
        """
        try:
                while True: pass
            finally:
                while True: pass
        """,
      })
  void a_call_that_does_not_end_ends_at_its_wall_time(String body) {
    Duration limit = Duration.ofMillis(400);
    Outcome outcome =
        sandbox
            .compile("def f():\n    " + body)
            .invoke(Call.of("f").withLimits(Limits.DEFAULT.withWallTime(limit)));

    assertLimit(outcome, Limit.WALL_TIME, Basis.MEASURED, "wall_timeout");
    assertThat(((LimitExceeded) outcome).message()).contains("400 ms");
    assertThat(outcome.report().usage().wallTime()).isBetween(limit, limit.plusMillis(1_000));
    assertThat(nextCall()).isEqualTo("hello next");
  }

  @Test
  void a_module_body_that_does_not_end_is_held_to_the_same_limit() {
    Outcome outcome =
        sandbox
            .compile("while True: pass\ndef f(): return 1")
            .invoke(Call.of("f").withLimits(Limits.DEFAULT.withWallTime(Duration.ofMillis(300))));

    assertThat(outcome.status()).isEqualTo("wall_timeout");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "while True: pass",
        "sum(range(10**18))",
        "import time; time.sleep(0.35)\n    while True: pass",
        "import time\n    while True:\n        time.sleep(0.02); sum(range(200_000))",
      })
  void processor_time_is_held_to_20_milliseconds(String body) {
    Duration limit = Duration.ofMillis(250);
    Outcome outcome =
        sandbox
            .compile("def f():\n    " + body)
            .invoke(Call.of("f").withLimits(Limits.DEFAULT.withCpuTime(limit)));

    assertLimit(outcome, Limit.CPU_TIME, Basis.MEASURED, "cpu_timeout");
    assertThat(((LimitExceeded) outcome).message()).contains("250 ms");
    assertThat(outcome.report().usage().cpuTime()).isBetween(limit, limit.plus(HELD_TO));
  }

  @Test
  void waiting_uses_no_processor_time() {
    Outcome outcome =
        sandbox
            .compile("import time\ndef f():\n    time.sleep(0.5)\n    return 'rested'")
            .invoke(Call.of("f").withLimits(Limits.DEFAULT.withCpuTime(Duration.ofMillis(200))));

    assertThat(outcome.orElseThrow().asString()).isEqualTo("rested");
    Usage usage = outcome.report().usage();
    assertThat(usage.wallTime()).isBetween(Duration.ofMillis(500), Duration.ofSeconds(3));
    assertThat(usage.cpuTime()).isLessThan(Duration.ofMillis(200));
  }

  @Test
  void with_equal_limits_of_time_the_wall_time_decides() {
    Duration both = Duration.ofMillis(200);
    Outcome outcome =
        sandbox
            .compile(BURN)
            .invoke(Call.of("f").withLimits(Limits.DEFAULT.withWallTime(both).withCpuTime(both)));

    assertThat(outcome.status()).isEqualTo("wall_timeout");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "return len('x' * (2 * 10**9))",
        "return len(bytearray(10**9))",
        "return list(range(10**9))",
        "return 1 << 10**10",
        "xs = []\n    while True: xs.append([0] * 1000)",
        "xs = []\n    while True: xs.append(object())",
        "x = 'ab'\n    while True: x += x",
        "xs = {}\n    while True: xs[len(xs)] = 'y' * 100",
        "xs = []\n    while True: xs.append(bytes(10 << 20))",
      })
  void a_call_that_wants_more_memory_than_it_may_have_is_a_memory_limit(String body) {
    Outcome outcome =
        sandbox
            .compile("def f():\n    " + body)
            .invoke(
                Call.of("f").withLimits(engine.patient(engine.withLittleMemory(Limits.DEFAULT))));

    assertThat(outcome).isInstanceOf(LimitExceeded.class);
    assertThat(((LimitExceeded) outcome).limit()).isEqualTo(Limit.MEMORY);
    assertThat(outcome.status()).isEqualTo("memory_limit");
    assertThat(nextCall()).isEqualTo("hello next");
  }

  @Test
  void a_memory_limit_that_Python_notices_comes_with_the_place() {
    var outcome = (LimitExceeded) invoke("def f():\n    return len('x' * (2 * 10**9))");

    assertThat(outcome.basis()).isEqualTo(Basis.REPORTED);
    assertThat(outcome.error())
        .hasValueSatisfying(error -> {
          assertThat(error.type()).isEqualTo("MemoryError");
          assertThat(error.line()).hasValue(2);
        });
  }

  @Test
  void a_MemoryError_that_the_program_catches_is_its_own_business() {
    String source =
        """
        def f():
            try:
                bytearray(2 * 10**9)
            except MemoryError:
                return 'managed'
        """;

    assertThat(call(source).asString()).isEqualTo("managed");
  }

  @Test
  void a_call_may_use_nearly_all_of_its_memory() {
    Outcome outcome =
        sandbox
            .compile("def f(): return len(bytearray(60 << 20))")
            .invoke(Call.of("f").withLimits(Limits.DEFAULT.withMemoryBytes(64L << 20)));

    assertThat(outcome.status()).isEqualTo("ok");
  }

  @Test
  void a_call_may_be_given_more_memory_than_usual() {
    var program = sandbox.compile("def f(): return len(bytearray(400 << 20))");

    assertThat(program.invoke(Call.of("f")).status()).isEqualTo("memory_limit");
    assertThat(
            program
                .invoke(Call.of("f").withLimits(Limits.DEFAULT.withMemoryBytes(512L << 20)))
                .status())
        .isEqualTo("ok");
  }

  @Test
  void a_limit_is_thrown_as_its_exception_by_call() {
    var program = sandbox.compile("def f(): return len('x' * (2 * 10**9))");

    assertThatExceptionOfType(LimitExceededException.class)
        .isThrownBy(() -> program.call("f"))
        .satisfies(e -> assertThat(e.outcome().status()).isEqualTo("memory_limit"));
  }

  @Test
  void the_limits_that_were_applied_are_echoed() {
    Limits limits =
        Limits.DEFAULT
            .withWallTime(Duration.ofSeconds(3))
            .withCpuTime(Duration.ofSeconds(2))
            .withMemoryBytes(100L << 20)
            .withOutput(1_000, OutputOverflow.FAIL)
            .withResultBytes(2_000)
            .withArgumentBytes(3_000);
    var program = sandbox.compile("def f(): return 1");

    assertThat(program.invoke(Call.of("f").withLimits(limits)).report().limits()).isEqualTo(limits);
    assertThat(program.invoke(Call.of("f")).report().limits()).isEqualTo(Limits.DEFAULT);
  }

  @Test
  void a_ceiling_clamps_what_a_caller_asks_for() {
    Limits ceiling =
        new Limits(
            Duration.ofMillis(500),
            Duration.ofMillis(400),
            32L << 20,
            100,
            OutputOverflow.TRUNCATE,
            1_000,
            2_000,
            3_000);
    try (Sandbox low = Sandboxes.settings().defaultLimits(ceiling).ceiling(ceiling).create()) {
      var program =
          low.compile(
              """
              def f(): return len(bytearray(100 << 20))
              def big(): return 'x' * 5000
              def loud(): print('x' * 5000)
              def loop():
                  import time
                  time.sleep(60)
              """);

      Outcome memory = program.invoke(Call.of("f").withLimits(Limits.DEFAULT));
      assertThat(memory.status()).isEqualTo("memory_limit");
      assertThat(memory.report().limits()).isEqualTo(ceiling);
      assertThat(program.invoke(Call.of("big").withLimits(Limits.DEFAULT)).status())
          .isEqualTo("result_limit");
      assertThat(
              program.invoke(Call.of("loud").withLimits(Limits.DEFAULT)).report().stdout().text())
          .hasSize(100);
      Outcome time = program.invoke(Call.of("loop").withLimits(Limits.DEFAULT));
      assertThat(time.status()).isEqualTo("wall_timeout");
      assertThat(time.report().usage().wallTime()).isLessThan(Duration.ofSeconds(3));
    }
  }

  @Test
  void a_ceiling_clamps_the_defaults_too() {
    Limits ceiling = Limits.DEFAULT.withWallTime(Duration.ofSeconds(1));
    try (Sandbox low = Sandboxes.settings().ceiling(ceiling).create()) {
      assertThat(low.compile("def f(): return 1").invoke(Call.of("f")).report().limits().wallTime())
          .isEqualTo(Duration.ofSeconds(1));
    }
  }

  @Test
  void limits_that_make_no_sense_are_refused_with_the_range() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Limits.DEFAULT.withWallTime(Duration.ZERO))
        .withMessageContaining("wallTime")
        .withMessageContaining("1 ms");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Limits.DEFAULT.withMemoryBytes(1))
        .withMessageContaining("memoryBytes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Limits.DEFAULT.withOutput(-1, OutputOverflow.FAIL))
        .withMessageContaining("outputBytes");
  }

  @Test
  void the_figures_of_usage_are_plausible() {
    Outcome small = invoke("def f(): return 1");
    Usage little = small.report().usage();
    assertThat(little.wallTime()).isPositive().isLessThan(Duration.ofSeconds(5));
    assertThat(little.cpuTime()).isLessThanOrEqualTo(little.wallTime().plusMillis(50));
    assertThat(little.peakMemoryBytes().orElseThrow()).isBetween(1L << 20, 200L << 20);

    Usage much =
        invoke(
                """
                import time
                def f():
                    x = bytearray(100 << 20)
                    end = time.process_time() + 0.3
                    while time.process_time() < end: pass
                """)
            .report()
            .usage();
    assertThat(much.cpuTime())
        .isBetween(engine.usedAtLeast(Duration.ofMillis(290)), Duration.ofMillis(600));
    assertThat(much.wallTime()).isGreaterThanOrEqualTo(Duration.ofMillis(290));
    assertThat(much.peakMemoryBytes().orElseThrow())
        .isBetween(100L << 20, little.peakMemoryBytes().orElseThrow() + (140L << 20));
  }

  @Test
  void the_engine_is_named_in_every_report() {
    assertThat(invoke("def f(): return 1").report().engine())
        .isEqualTo(sandbox.isolation().engine());
  }

  private static void assertLimit(Outcome outcome, Limit limit, Basis basis, String status) {
    assertThat(outcome).isInstanceOf(LimitExceeded.class);
    assertThat(((LimitExceeded) outcome).limit()).isEqualTo(limit);
    assertThat(((LimitExceeded) outcome).basis()).isEqualTo(basis);
    assertThat(outcome.status()).isEqualTo(status);
  }
}
