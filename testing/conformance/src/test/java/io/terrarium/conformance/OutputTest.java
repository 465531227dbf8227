package io.terrarium.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.terrarium.Call;
import io.terrarium.CallReport;
import io.terrarium.Limit;
import io.terrarium.Limits;
import io.terrarium.Limits.OutputOverflow;
import io.terrarium.Outcome;
import io.terrarium.Outcome.LimitExceeded;
import io.terrarium.Session;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OutputTest extends SharedSandbox {

  @Test
  void what_is_printed_is_captured_in_order_and_stderr_apart() {
    CallReport report =
        invoke(
                full(
                    """
                    import sys
                    print('module')
                    def f():
                        print('a', end='')
                        print('b', file=sys.stderr)
                        sys.stdout.write('c\\n')
                        print('d', 'e', sep='-', flush=True)
                        sys.stderr.write('f')
                    """))
            .report();

    assertThat(report.stdout()).isEqualTo(new CallReport.Output("module\nac\nd-e\n", false));
    assertThat(report.stderr()).isEqualTo(new CallReport.Output("b\nf", false));
  }

  @Test
  void nothing_printed_is_nothing_captured() {
    CallReport report = invoke("def f(): return 1").report();

    assertThat(report.stdout()).isEqualTo(CallReport.Output.EMPTY);
    assertThat(report.stderr()).isEqualTo(CallReport.Output.EMPTY);
  }

  @Test
  void any_text_is_captured_and_unpaired_surrogates_are_escaped() {
    CallReport report =
        invoke("def f(): print('\u00e4\u20ac\ud83d\ude00', 'a\\ud800b', '\\0')").report();

    assertThat(report.stdout().text()).isEqualTo("\u00e4\u20ac\ud83d\ude00 a\\ud800b \0\n");
  }

  @Test
  void output_before_an_exception_is_kept() {
    CallReport report = invoke("def f():\n    print('so far')\n    raise ValueError").report();

    assertThat(report.stdout().text()).isEqualTo("so far\n");
  }

  @Test
  void output_before_the_end_of_time_is_kept() {
    Outcome outcome =
        sandbox
            .compile("def f():\n    print('so far')\n    while True: pass")
            .invoke(
                Call.of("f")
                    .withLimits(Limits.DEFAULT.withWallTime(java.time.Duration.ofMillis(300))));

    assertThat(outcome.status()).isEqualTo("wall_timeout");
    assertThat(outcome.report().stdout().text()).isEqualTo("so far\n");
  }

  @Test
  void output_beyond_64_kibibytes_is_cut_and_flagged_and_the_call_goes_on() {
    Outcome outcome = invoke("def f():\n    print('x' * 100_000)\n    return 'done'");

    assertThat(outcome.orElseThrow().asString()).isEqualTo("done");
    assertThat(outcome.report().stdout().text()).isEqualTo("x".repeat(65_536));
    assertThat(outcome.report().stdout().truncated()).isTrue();
    assertThat(outcome.report().stderr().truncated()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "for i in range(many): print(i)",
        "print('x' * 150_000_000)",
        "sys.stdout.writelines(['x' * 1000] * (many // 10))",
        "sys.stdout.buffer.write(b'x' * 100_000_000)",
        "for i in range(many): sys.stderr.write('x')",
        "print('\u20ac' * 10_000_000)",
      })
  void a_flood_of_output_is_cut_and_the_call_goes_on(String flood) {
    Outcome outcome =
        sandbox
            .compile(full("import sys\ndef f(many):\n    %s\n    return 'done'".formatted(flood)))
            .invoke(
                Call.of("f", engine.far(2_000_000))
                    .withLimits(engine.patient(Limits.DEFAULT.withMemoryBytes(1L << 30))));

    assertThat(outcome.orElseThrow().asString()).isEqualTo("done");
    CallReport report = outcome.report();
    assertThat(utf8(report.stdout().text()) + utf8(report.stderr().text()))
        .isBetween(65_530, 65_536);
    assertThat(report.stdout().truncated() || report.stderr().truncated()).isTrue();
  }

  @Test
  void both_streams_share_one_limit() {
    CallReport report =
        sandbox
            .compile(
                full(
                    "import sys\ndef f():\n    print('a' * 60)\n    print('b' * 60, file=sys.stderr)"))
            .invoke(Call.of("f").withLimits(limits(100, OutputOverflow.TRUNCATE)))
            .report();

    assertThat(report.stdout()).isEqualTo(new CallReport.Output("a".repeat(60) + "\n", false));
    assertThat(report.stderr()).isEqualTo(new CallReport.Output("b".repeat(39), true));
  }

  @Test
  void output_is_cut_at_whole_characters_and_counted_in_bytes() {
    CallReport report =
        sandbox
            .compile("def f(): print('\u20ac' * 10)")
            .invoke(Call.of("f").withLimits(limits(10, OutputOverflow.TRUNCATE)))
            .report();

    assertThat(report.stdout()).isEqualTo(new CallReport.Output("\u20ac\u20ac\u20ac", true));
  }

  @Test
  void output_of_exactly_the_limit_is_not_cut() {
    Outcome outcome =
        sandbox
            .compile("def f(): print('x' * 99)")
            .invoke(Call.of("f").withLimits(limits(100, OutputOverflow.FAIL)));

    assertThat(outcome.status()).isEqualTo("ok");
    assertThat(outcome.report().stdout())
        .isEqualTo(new CallReport.Output("x".repeat(99) + "\n", false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "print('x' * 200)",
        "while True: print('x')",
        "[print('x') for _ in range(200)]",
        "sys.stderr.write('x' * 101)",
        """
        try: print('x' * 200)
            except BaseException: pass
        """,
      })
  void a_hard_limit_of_output_ends_the_call(String flood) {
    Outcome outcome =
        sandbox
            .compile(full("import sys\ndef f():\n    %s\n    return 1".formatted(flood)))
            .invoke(Call.of("f").withLimits(limits(100, OutputOverflow.FAIL)));

    assertThat(outcome).isInstanceOf(LimitExceeded.class);
    assertThat(((LimitExceeded) outcome).limit()).isEqualTo(Limit.OUTPUT);
    assertThat(outcome.status()).isEqualTo("output_limit");
    assertThat(outcome.report().stdout().text() + outcome.report().stderr().text()).hasSize(100);
  }

  @Test
  void no_output_at_all_can_be_asked_for() {
    Outcome outcome =
        sandbox
            .compile("def f(): print('x'); return 1")
            .invoke(Call.of("f").withLimits(limits(0, OutputOverflow.TRUNCATE)));

    assertThat(outcome.status()).isEqualTo("ok");
    assertThat(outcome.report().stdout()).isEqualTo(new CallReport.Output("", true));
  }

  @Test
  void each_call_of_a_session_has_an_output_of_its_own() {
    try (Session session =
        sandbox.compile("print('opened')\ndef f(x): print(x, end='')").openSession()) {
      assertThat(session.invoke(Call.of("f", "one")).report().stdout().text()).isEqualTo("one");
      assertThat(session.invoke(Call.of("f", "two")).report().stdout().text()).isEqualTo("two");
    }
  }

  @Test
  void replacing_the_streams_harms_nobody() {
    Outcome outcome =
        invoke(
            full(
                """
                import sys, io, contextlib
                def f():
                    with contextlib.redirect_stdout(io.StringIO()) as inner:
                        print('inside')
                    sys.stdout = None
                    print('nowhere')
                    del sys.stderr
                    return inner.getvalue()
                """));

    assertThat(outcome.orElseThrow().asString()).isEqualTo("inside\n");
    assertThat(outcome.report().stdout().text()).isEmpty();
  }

  @Test
  void there_is_no_input_to_wait_for() {
    Outcome outcome = invoke(full("def f(): return input('name? ')"));

    assertThat(outcome.status()).isEqualTo("exception");
    assertThat(outcome).asString().contains("no standard input");
  }

  private static Limits limits(long bytes, OutputOverflow overflow) {
    return Limits.DEFAULT.withOutput(bytes, overflow);
  }

  private static int utf8(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
  }
}
