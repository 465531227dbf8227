package io.terrarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NoWorkerLeft.class)
class CheckCommandTest {
  private static final String SOURCE =
      """
      import math

      def area(r: float, *, scale=1.0) -> float:
          \"""The area of a circle.

          Scaled.
          \"""
          return math.pi * r * r * scale

      async def wait(*args, **kwargs): ...
      """;

  @TempDir Path folder;

  @Test
  void the_functions_of_a_file_are_listed_with_signature_and_purpose() {
    Cli.run("check", Cli.file(folder, "area.py", SOURCE))
        .exits(ExitCode.RETURNED)
        .prints(
            """
            area(r: float, *, scale=1.0) -> float
                The area of a circle.
            async wait(*args, **kwargs)\
            """);
  }

  @Test
  void nothing_of_the_file_is_run() {
    Cli.run("check", Cli.file(folder, "run.py", "print('run')\nraise ValueError\n"))
        .exits(ExitCode.RETURNED)
        .printsNothing()
        .complains("there is no function");
  }

  @Test
  void the_document_has_the_functions_and_imports() {
    assertThat(Cli.run("check", "--json", Cli.file(folder, "area.py", SOURCE)).out())
        .startsWith("{\"status\":\"ok\",\"error\":null,\"diagnostics\":[],\"functions\":[{")
        .contains("\"name\":\"area\"", "\"kind\":\"keyword_only\"", "\"imports\":[\"math\"]")
        .containsPattern("\"program\":\"sha256:[0-9a-f]{64}\"");
  }

  @Test
  void a_problem_goes_to_standard_error_as_a_compiler_prints_it() {
    String file = Cli.file(folder, "bad.py", "def f(:\n");

    Cli.run("check", file).exits(ExitCode.REJECTED).printsNothing().complains(file + ":1:7: ", "^");
  }

  @Test
  void sarif_has_the_problem_with_its_rule_and_place() {
    String file = Cli.file(folder, "bad file.py", "def f(:\n");

    assertThat(Cli.run("check", "--sarif", file).exits(ExitCode.REJECTED).isFreeOfJava().out())
        .startsWith("{\"$schema\":")
        .contains("\"version\":\"2.1.0\"", "\"name\":\"terrarium\",\"version\":\"")
        .contains("{\"id\":\"syntax-error\",", "\"ruleId\":\"syntax-error\"")
        .contains("/bad%20file.py\"", "\"startLine\":1,\"startColumn\":7")
        .hasLineCount(1);
  }

  @Test
  void a_file_that_is_not_what_is_expected_is_rejected_at_its_line() {
    String file = Cli.file(folder, "area.py", SOURCE);

    Cli.run("check", file, "--expect", "area(radius: float) -> float")
        .exits(ExitCode.REJECTED)
        .printsNothing()
        .complains(
            file + ":3:10: parameter-name: ", "    def area(r: float,", "rename it to 'radius'");
    Cli.run("check", file, "--expect", "area(r) -> float", "--expect", "volume(r)")
        .exits(ExitCode.REJECTED)
        .complains("function-missing: the application calls volume()");
    Cli.run("check", file, "--expect", "area(r: float) -> float").exits(ExitCode.RETURNED);
  }

  @Test
  void the_documents_have_what_does_not_meet_expectations() {
    String file = Cli.file(folder, "area.py", SOURCE);

    assertThat(
            Cli.run("check", file, "--expect", "area()", "--json").exits(ExitCode.REJECTED).out())
        .startsWith("{\"status\":\"contract_mismatch\",\"error\":{\"message\":\"line 3: ")
        .contains("{\"code\":\"parameter-extra\"");
    assertThat(
            Cli.run("check", file, "--expect", "area()", "--sarif").exits(ExitCode.REJECTED).out())
        .contains("{\"id\":\"parameter-extra\",")
        .containsPattern("\"ruleId\":\"parameter-extra\",\"ruleIndex\":[0-9]+")
        .contains("\"startLine\":3,\"startColumn\":10");
  }

  @Test
  void sarif_of_a_good_source_has_no_results() {
    assertThat(Cli.runWithInput("x = 1\n", "check", "--sarif", "-").exits(ExitCode.RETURNED).out())
        .contains("\"executionSuccessful\":true", "\"results\":[]");
  }

  @Test
  void one_document_is_printed_at_a_time() {
    Cli.run("check", "--sarif", "--json", Cli.file(folder, "a.py", ""))
        .exits(ExitCode.USAGE)
        .complains("--sarif", "--json", "exclusive");
  }

  @Test
  void a_problem_has_its_document_too() {
    assertThat(Cli.runWithInput("def f(:\n", "check", "--json", "-").exits(ExitCode.REJECTED).out())
        .startsWith("{\"status\":\"syntax_error\"")
        .contains("\"line\":1,\"column\":7", "\"functions\":[]");
  }
}
