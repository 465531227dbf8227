package io.terrarium.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.terrarium.Diagnostic;
import io.terrarium.policy.PolicyTables.Code;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SarifDocumentTest {
  private static final List<Code> CODES =
      List.of(
          new Code("module-refused", "It is not on the list.", ""),
          new Code("syntax-error", "It is no Python.", "Mend it."));

  private static final String HEAD =
      "{\"$schema\":\"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
          + "sarif-schema-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{"
          + "\"tool\":{\"driver\":{\"name\":\"terrarium\",\"version\":\"1.2\",\"rules\":["
          + "{\"id\":\"module-refused\",\"shortDescription\":{\"text\":\"It is not on the list.\"},"
          + "\"help\":{\"text\":\"It is not on the list.\"}},"
          + "{\"id\":\"syntax-error\",\"shortDescription\":{\"text\":\"It is no Python.\"},"
          + "\"help\":{\"text\":\"It is no Python. Mend it.\"}}]}},";

  @Test
  void a_source_without_problems_is_a_run_without_results() {
    assertThat(document())
        .isEqualTo(
            HEAD
                + "\"invocations\":[{\"executionSuccessful\":true}],"
                + "\"columnKind\":\"unicodeCodePoints\",\"results\":[]}]}");
  }

  @Test
  void a_problem_is_a_result_with_its_rule_its_place_and_what_to_do() {
    assertThat(
            document(
                new Diagnostic("syntax-error", "no", 2, 3, 2, 9, "x = $", Optional.of("mend it"))))
        .contains(
            "\"results\":[{\"ruleId\":\"syntax-error\",\"ruleIndex\":1,\"level\":\"error\","
                + "\"message\":{\"text\":\"no\\nhint: mend it\"},"
                + "\"locations\":[{\"physicalLocation\":{"
                + "\"artifactLocation\":{\"uri\":\"a.py\"},"
                + "\"region\":{\"startLine\":2,\"startColumn\":3,\"endLine\":2,\"endColumn\":9}}}]}]");
  }

  @Test
  void what_is_unknown_of_a_place_is_left_out() {
    assertThat(
            document(
                problem(0, 0, 0, 0),
                problem(4, 0, 0, 0),
                problem(5, 2, 0, 0),
                problem(6, 7, 6, 3),
                problem(7, 7, 8, 1)))
        .contains("\"artifactLocation\":{\"uri\":\"a.py\"}}}]}")
        .contains("\"region\":{\"startLine\":4}")
        .contains("\"region\":{\"startLine\":5,\"startColumn\":2}")
        .contains("\"region\":{\"startLine\":6,\"startColumn\":7}")
        .contains("\"region\":{\"startLine\":7,\"startColumn\":7,\"endLine\":8,\"endColumn\":1}")
        .doesNotContain("\"ruleIndex\"");
  }

  @Test
  void what_kept_the_source_from_being_looked_at_is_a_notification() {
    var check =
        new SarifDocument.Check("1.2", CODES, "a.py", List.of(), Optional.of("out of memory"));

    assertThat(SarifDocument.of(check))
        .contains(
            "\"invocations\":[{\"executionSuccessful\":false,\"toolExecutionNotifications\":["
                + "{\"level\":\"error\",\"message\":{\"text\":\"out of memory\"}}]}]");
  }

  @ParameterizedTest
  @CsvSource({
    "src/a.py, src/a.py",
    "my file.py, my%20file.py",
    "ä%.py, %C3%A4%25.py",
    "a:b.py, ./a:b.py",
    "/tmp/x y.py, file:///tmp/x%20y.py"
  })
  void a_file_is_named_as_a_uri(String file, String uri) {
    assertThat(SarifDocument.uri(Path.of(file))).isEqualTo(uri);
  }

  private static Diagnostic problem(int line, int column, int endLine, int endColumn) {
    return new Diagnostic("new-code", "no", line, column, endLine, endColumn, "", Optional.empty());
  }

  private static String document(Diagnostic... diagnostics) {
    return SarifDocument.of(
        new SarifDocument.Check("1.2", CODES, "a.py", List.of(diagnostics), Optional.empty()));
  }
}
