package io.terrarium.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.terrarium.Policy;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTextTest {
  @Test
  void a_preset_says_what_it_is_and_what_it_has() {
    assertThat(text(Policy.RESTRICTED))
        .startsWith("restricted: everyday Python")
        .contains("\nModules that may be imported", "\nBuiltins\n", "\nAttributes\n")
        .containsPattern("\n  math: .*acos")
        .contains("\nConstructs\n")
        .doesNotContain("Changes");
  }

  @Test
  void a_refused_builtin_stands_with_its_reason() {
    String why =
        PolicyTables.installed().builtins().stream()
            .filter(row -> row.name().equals("open"))
            .findFirst()
            .orElseThrow()
            .why();

    assertThat(text(Policy.RESTRICTED).replaceAll("\\s+", " "))
        .containsPattern("refused: [^(]*\\bopen\\b")
        .contains("(" + why + ")");
  }

  @Test
  void an_operators_changes_are_listed_and_marked_where_they_have_an_effect() {
    String text =
        text(
            Policy.extending(Policy.RESTRICTED)
                .name("pricing")
                .option(Policy.Option.LIMITED_BUILTINS)
                .allowModules("html.parser")
                .denyModules("random")
                .denyNames("time.sleep", "secret")
                .allowNames("uuid.uuid1")
                .allowBuiltins("open")
                .denyBuiltins("print")
                .denyConstructs("While")
                .denyAttributes("real")
                .build());

    assertThat(text)
        .startsWith("pricing: restricted with changes; that is, everyday Python")
        .contains("+limited: range, list and tuple are bounded")
        .contains("  modules: allows html.parser\n", "  modules: denies random\n")
        .contains("  html.parser *: its public names, none of them a module\n")
        .contains("  refused: random *\n", "    refused: sleep *\n", "    uuid1 *\n")
        .contains("\nNames\n  refused: secret *\n")
        .contains("\n  allowed: open *\n", "\n  refused: print *\n", "\n  refused: While *\n")
        .contains("\n  refused: real *\n");
  }

  @Test
  void an_expression_has_no_imports_and_no_statements() {
    assertThat(text(Policy.EXPRESSION))
        .contains("none: an expression has no import")
        .containsPattern("refused: AnnAssign, Assert, Assign")
        .containsPattern("allowed:[^(]*Lambda");
  }

  @Test
  void all_of_python_is_told_in_two_lines() {
    assertThat(text(Policy.FULL)).hasLineCount(2).contains("No module", "is refused");
  }

  @ParameterizedTest
  @ValueSource(strings = {"expression", "restricted", "restricted+limited+utility", "full"})
  void no_line_is_wider_than_a_terminal(String name) {
    assertThat(text(Policy.named(name)).lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
  }

  @Test
  void the_list_has_every_preset_and_option() {
    assertThat(PolicyText.list())
        .contains("expression ", "restricted ", "full ", "(the default)")
        .contains(Arrays.stream(Policy.Option.values()).map(it -> "+" + it.word()).toList());
  }

  private static String text(Policy policy) {
    return PolicyText.of(PolicyView.of(policy));
  }
}
