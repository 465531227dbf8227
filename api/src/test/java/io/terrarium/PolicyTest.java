package io.terrarium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.terrarium.Policy.Option;
import io.terrarium.Policy.Table;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTest {
  @Test
  void a_preset_is_found_by_its_name() {
    assertThat(Policy.named("expression")).isEqualTo(Policy.EXPRESSION);
    assertThat(Policy.named("restricted")).isEqualTo(Policy.RESTRICTED);
    assertThat(Policy.named("full")).isEqualTo(Policy.FULL);
    assertThat(Policy.presets()).allMatch(Policy::isPreset);
  }

  @Test
  void options_stand_behind_plus_signs_in_any_order() {
    Policy policy = Policy.named("restricted+utility+limited");

    assertThat(policy.preset()).isEqualTo(Policy.Preset.RESTRICTED);
    assertThat(policy.options()).containsExactly(Option.LIMITED_BUILTINS, Option.UTILITY_BUILTINS);
    assertThat(policy.name()).isEqualTo("restricted+limited+utility");
    assertThat(policy).isEqualTo(Policy.named("restricted+limited+utility"));
    assertThat(policy.isPreset()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"strict", "", "Full", "restricted+", "restricted+tiny", "+limited"})
  void a_name_that_stands_for_no_policy_is_answered_with_those_that_do(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Policy.named(name))
        .withMessageContaining("'" + name + "'")
        .withMessageContaining("expression, restricted, full")
        .withMessageContaining("+limited, +utility, +files");
  }

  @Test
  void a_policy_of_ones_own_has_the_rules_of_its_preset_and_the_changes() {
    Policy policy =
        Policy.extending(Policy.RESTRICTED)
            .name("pricing")
            .option(Option.LIMITED_BUILTINS)
            .allowModules("html.parser", "colorsys")
            .denyModules("random")
            .allowNames("uuid.uuid1")
            .denyBuiltins("print")
            .denyConstructs("While")
            .denyAttributes("real")
            .build();

    assertThat(policy.name()).isEqualTo("pricing");
    assertThat(policy.preset()).isEqualTo(Policy.Preset.RESTRICTED);
    assertThat(policy.options()).containsExactly(Option.LIMITED_BUILTINS);
    assertThat(policy.allowed(Table.MODULES)).containsExactly("colorsys", "html.parser");
    assertThat(policy.denied(Table.MODULES)).containsExactly("random");
    assertThat(policy.allowed(Table.NAMES)).containsExactly("uuid.uuid1");
    assertThat(policy.denied(Table.BUILTINS)).containsExactly("print");
    assertThat(policy.denied(Table.CONSTRUCTS)).containsExactly("While");
    assertThat(policy.denied(Table.ATTRIBUTES)).containsExactly("real");
    assertThat(policy.allowed(Table.ATTRIBUTES)).isEmpty();
  }

  @Test
  void policies_with_the_same_rules_are_equal_whatever_the_order_they_were_given_in() {
    Policy one =
        Policy.extending(Policy.RESTRICTED).allowModules("ast", "tomllib").denyNames("x").build();
    Policy other =
        Policy.extending(Policy.RESTRICTED)
            .deny(Table.NAMES, List.of("x"))
            .allowModules("tomllib")
            .allowModules("ast", "ast")
            .build();

    assertThat(one).isEqualTo(other).hasSameHashCodeAs(other).hasToString("Policy[custom]");
    assertThat(one).isNotEqualTo(other.toBuilder().name("other").build());
    assertThat(one).isNotEqualTo(other.toBuilder().denyNames("y").build());
  }

  @Test
  void nothing_changed_is_the_same_policy() {
    Policy own = Policy.extending(Policy.RESTRICTED).name("own").denyBuiltins("print").build();

    assertThat(own.toBuilder().build()).isEqualTo(own);
    assertThat(Policy.extending(Policy.RESTRICTED).build()).isEqualTo(Policy.RESTRICTED);
    assertThat(Policy.FULL.toBuilder().build()).isEqualTo(Policy.FULL);
  }

  @Test
  void what_extends_a_policy_may_take_back_what_that_one_says() {
    Policy base =
        Policy.extending(Policy.RESTRICTED).allowModules("ast").denyModules("random").build();
    Policy back = Policy.extending(base).denyModules("ast").allowModules("random").build();

    assertThat(back.allowed(Table.MODULES)).containsExactly("random");
    assertThat(back.denied(Table.MODULES)).containsExactly("ast");
  }

  @Test
  void a_contradiction_is_refused_with_every_entry_of_it() {
    Policy.Builder builder =
        Policy.extending(Policy.RESTRICTED)
            .allowModules("ast", "json")
            .denyModules("json")
            .allowBuiltins("open")
            .denyBuiltins("open");

    assertThatIllegalArgumentException()
        .isThrownBy(builder::build)
        .withMessageContaining("allows and denies 'json' in modules")
        .withMessageContaining("allows and denies 'open' in builtins")
        .withMessageNotContaining("'ast'");
  }

  @ParameterizedTest
  @CsvSource({
    "MODULES, html.",
    "MODULES, ../os",
    "MODULES, ''",
    "NAMES, a b",
    "NAMES, .x",
    "BUILTINS, a.b",
    "CONSTRUCTS, while True",
    "ATTRIBUTES, x.y",
    "ATTRIBUTES, 1x",
    "BUILTINS, *"
  })
  void an_entry_that_can_be_the_name_of_nothing_is_refused(Table table, String entry) {
    Policy.Builder builder = Policy.extending(Policy.RESTRICTED).deny(table, List.of(entry));

    assertThatIllegalArgumentException()
        .isThrownBy(builder::build)
        .withMessageContaining("'" + entry + "' in " + table.word() + " is not the name of a");
  }

  @Test
  void two_spellings_of_one_identifier_are_one_entry() {
    assertThat(Policy.extending(Policy.RESTRICTED).denyNames("ﬁle", "file").build())
        .extracting(policy -> policy.denied(Table.NAMES))
        .isEqualTo(
            Policy.extending(Policy.RESTRICTED).denyNames("file").build().denied(Table.NAMES));
  }

  @Test
  void all_of_python_has_no_rules_to_change() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Policy.extending(Policy.FULL).denyModules("os").build())
        .withMessageContaining("full has no rules")
        .withMessageContaining("restricted");
    assertThatIllegalArgumentException().isThrownBy(() -> Policy.named("full+limited"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " x", "a+b", "a\nb", "a'b", "restricted", "full", "expression"})
  void a_name_is_plain_and_no_presets(String name) {
    Policy.Builder builder = Policy.extending(Policy.RESTRICTED);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.name(name))
        .withMessageContaining("'" + name + "'")
        .withMessageContaining("name");
  }
}
