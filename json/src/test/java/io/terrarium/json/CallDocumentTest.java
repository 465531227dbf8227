package io.terrarium.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.terrarium.CallReport;
import io.terrarium.Diagnostic;
import io.terrarium.FunctionSignature;
import io.terrarium.Limit;
import io.terrarium.Limits;
import io.terrarium.Outcome;
import io.terrarium.PythonError;
import io.terrarium.Usage;
import io.terrarium.value.FloatValue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CallDocumentTest {
  private static final String PROGRAM = "sha256:" + "0".repeat(64);
  private static final CallReport REPORT =
      new CallReport(
          new CallReport.Output("said\n", true),
          CallReport.Output.EMPTY,
          Limits.DEFAULT.withWallTime(Duration.ofMillis(1500)),
          "cpython",
          () ->
              new Usage(
                  Duration.ofNanos(12_345_678), Duration.ofMillis(3), OptionalLong.of(9_000_000)));
  private static final PythonError ERROR =
      new PythonError(
          "ValueError",
          "no luck",
          OptionalInt.of(2),
          OptionalInt.empty(),
          "Traceback …\n",
          List.of(
              new PythonError.Frame(
                  "p.py",
                  2,
                  OptionalInt.empty(),
                  OptionalInt.of(2),
                  OptionalInt.of(9),
                  "f",
                  "  raise")));

  @Test
  void a_returned_value_comes_with_everything_known_of_the_call() {
    assertThat(
            CallDocument.of(new Outcome.Returned(new FloatValue(2), REPORT), Optional.of(PROGRAM)))
        .isEqualTo(
            "{\"status\":\"ok\",\"result\":2.0,\"stdout\":\"said\\n\",\"stderr\":\"\","
                + "\"truncated\":{\"stdout\":true,\"stderr\":false},"
                + "\"error\":null,\"diagnostics\":[],"
                + "\"usage\":{\"wall_ms\":12.346,\"cpu_ms\":3,\"peak_memory_bytes\":9000000},"
                + "\"limits\":{\"wall_ms\":1500,\"cpu_ms\":5000,\"memory_bytes\":268435456,"
                + "\"output_bytes\":65536,\"output_overflow\":\"truncate\","
                + "\"result_bytes\":16777216,\"argument_bytes\":16777216,\"host_calls\":10000},"
                + "\"engine\":\"cpython\",\"program\":\""
                + PROGRAM
                + "\"}");
  }

  @Test
  void an_exception_has_its_type_place_traceback_and_frames() {
    assertThat(document(new Outcome.Raised(ERROR, REPORT)))
        .contains(
            "\"status\":\"exception\",\"result\":null",
            "\"error\":{\"type\":\"ValueError\",\"message\":\"no luck\",\"line\":2,"
                + "\"column\":null,\"traceback\":\"Traceback …\\n\",\"frames\":[{\"file\":\"p.py\","
                + "\"line\":2,\"column\":null,\"end_line\":2,\"end_column\":9,"
                + "\"function\":\"f\",\"source_line\":\"  raise\"}]}");
  }

  @Test
  void a_rejected_source_has_its_diagnostics_a_summary_and_no_program() {
    var diagnostic =
        new Diagnostic("syntax-error", "invalid syntax", 1, 7, 1, 8, "def f(:", Optional.empty());
    var rejected =
        new Outcome.Rejected(
            Outcome.Rejected.Reason.SYNTAX, "p.py", List.of(diagnostic, diagnostic), REPORT);

    assertThat(CallDocument.of(rejected, Optional.empty()))
        .contains(
            "\"status\":\"syntax_error\"",
            "\"error\":{\"message\":\"line 1: invalid syntax (and 1 more)\"}",
            "{\"code\":\"syntax-error\",\"message\":\"invalid syntax\",\"line\":1,\"column\":7,"
                + "\"end_line\":1,\"end_column\":8,\"source_line\":\"def f(:\",\"hint\":null}",
            "\"program\":null");
    assertThat(ProgramDocument.of(rejected))
        .startsWith("{\"status\":\"syntax_error\"")
        .contains("\"functions\":[]", "\"program\":null");
  }

  @Test
  void a_limit_says_which_one_and_on_whose_word() {
    assertThat(
            document(
                new Outcome.LimitExceeded(
                    Limit.CPU_TIME,
                    Outcome.LimitExceeded.Basis.MEASURED,
                    "too slow",
                    Optional.empty(),
                    REPORT)))
        .contains(
            "\"status\":\"cpu_timeout\"",
            "\"error\":{\"message\":\"too slow\",\"limit\":\"cpu_time\",\"basis\":\"measured\"}");
  }

  @Test
  void a_memory_error_keeps_its_traceback() {
    assertThat(
            document(
                new Outcome.LimitExceeded(
                    Limit.MEMORY,
                    Outcome.LimitExceeded.Basis.REPORTED,
                    "too much",
                    Optional.of(ERROR),
                    REPORT)))
        .contains(
            "\"status\":\"memory_limit\"",
            "\"message\":\"too much\"",
            "\"traceback\":",
            "\"limit\":\"memory\",\"basis\":\"reported\"}");
  }

  @Test
  void a_value_without_a_form_has_its_type_and_path() {
    assertThat(
            document(new Outcome.Unrepresentable("object", "result[3].name", "has none", REPORT)))
        .contains(
            "\"status\":\"not_representable\"",
            "\"error\":{\"type\":\"object\",\"path\":\"result[3].name\",\"message\":\"has none\"}");
  }

  @Test
  void a_value_that_breaks_its_contract_has_its_path_and_both_types() {
    assertThat(
            document(
                new Outcome.ContractBroken("result[3]", "float", "str", "it does not fit", REPORT)))
        .contains(
            "\"status\":\"contract_violation\",\"result\":null",
            "\"error\":{\"message\":\"it does not fit\",\"path\":\"result[3]\","
                + "\"expected\":\"float\",\"actual\":\"str\"}");
  }

  @Test
  void a_crash_has_its_cause_and_whether_to_try_again() {
    assertThat(
            document(new Outcome.Crashed(Outcome.Crashed.Cause.ZYGOTE_LOST, "it is gone", REPORT)))
        .contains(
            "\"status\":\"crashed\"",
            "\"error\":{\"message\":\"it is gone\",\"cause\":\"zygote_lost\",\"retryable\":true}");
  }

  @Test
  void a_call_given_up_is_cancelled() {
    assertThat(document(new Outcome.Cancelled("given up", REPORT)))
        .contains("\"status\":\"cancelled\"", "\"error\":{\"message\":\"given up\"}");
  }

  @Test
  void usage_that_the_kernel_has_not_told_is_null() {
    var report =
        new CallReport(
            CallReport.Output.EMPTY,
            CallReport.Output.EMPTY,
            Limits.DEFAULT,
            "cpython",
            () -> new Usage(Duration.ZERO, Duration.ofNanos(400), OptionalLong.empty()));

    assertThat(document(new Outcome.Cancelled("given up", report)))
        .contains("\"usage\":{\"wall_ms\":0,\"cpu_ms\":0,\"peak_memory_bytes\":null}");
  }

  @Test
  void a_function_is_described_by_its_signature_and_its_parts() {
    var name =
        new FunctionSignature.Parameter(
            "name",
            FunctionSignature.Parameter.Kind.KEYWORD_ONLY,
            Optional.of("'Ada'"),
            Optional.of("str"));
    var function =
        new FunctionSignature(
            "greet", true, 3, Optional.of("Greets."), List.of(name), Optional.empty());

    assertThat(Json.text(json -> FunctionObject.write(function, json)))
        .isEqualTo(
            "{\"name\":\"greet\",\"signature\":\"async greet(*, name: str = 'Ada')\","
                + "\"async\":true,\"line\":3,\"docstring\":\"Greets.\",\"parameters\":[{"
                + "\"name\":\"name\",\"kind\":\"keyword_only\",\"default\":\"'Ada'\","
                + "\"annotation\":\"str\"}],\"returns\":null}");
  }

  private static String document(Outcome outcome) {
    return CallDocument.of(outcome, Optional.of(PROGRAM));
  }
}
