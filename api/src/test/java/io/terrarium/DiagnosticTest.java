package io.terrarium;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class DiagnosticTest {
  @Test
  void carets_stand_under_all_that_is_wrong() {
    assertThat(rendered(1, 5, 1, 8)).isEqualTo("\tx = (1 2)\n    \t   ^^^\n");
  }

  @Test
  void what_ends_in_a_later_line_is_marked_to_the_end_of_its_own() {
    assertThat(rendered(1, 6, 3, 2)).isEqualTo("\tx = (1 2)\n    \t    ^^^^^\n");
  }

  @Test
  void what_has_no_known_end_is_marked_with_one_caret() {
    assertThat(rendered(1, 6, 0, 0)).isEqualTo("\tx = (1 2)\n    \t    ^\n");
  }

  @Test
  void a_place_behind_the_end_of_the_line_has_its_caret_too() {
    assertThat(rendered(1, 11, 1, 12)).isEqualTo("\tx = (1 2)\n    \t         ^\n");
  }

  /** What is shown of the line and below it. */
  private static String rendered(int line, int column, int endLine, int endColumn) {
    String text =
        new Diagnostic(
                "code",
                "it is wrong",
                line,
                column,
                endLine,
                endColumn,
                "\tx = (1 2)",
                Optional.empty())
            .render("a.py");
    String first = "a.py:1:" + column + ": code: it is wrong\n    ";
    assertThat(text).startsWith(first);
    return text.substring(first.length());
  }
}
