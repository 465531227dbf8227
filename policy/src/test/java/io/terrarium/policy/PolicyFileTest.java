package io.terrarium.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.terrarium.Policy;
import io.terrarium.SandboxException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyFileTest {
  private static final String EXAMPLE =
      """
      name = "pricing"
      extends = "restricted"
      options = ["limited"]

      [modules]
      allow = ["html.parser"]  # reads pages
      deny = [
        "random",
        "secrets",
      ]

      [names]
      deny = ["time.sleep"]

      [builtins]
      deny = ["print"]

      [constructs]
      deny = ["While"]

      [attributes]
      deny = ["real"]
      """;

  @TempDir Path folder;

  @Test
  void a_file_is_the_policy_that_a_builder_makes_of_the_same_words() {
    assertThat(PolicyFile.parse(EXAMPLE, "any.toml"))
        .isEqualTo(
            Policy.extending(Policy.RESTRICTED)
                .name("pricing")
                .option(Policy.Option.LIMITED_BUILTINS)
                .allowModules("html.parser")
                .denyModules("random", "secrets")
                .denyNames("time.sleep")
                .denyBuiltins("print")
                .denyConstructs("While")
                .denyAttributes("real")
                .build());
  }

  @Test
  void without_words_of_its_own_it_is_restricted_and_has_the_files_name() throws IOException {
    Path file =
        Files.writeString(folder.resolve("shop.toml"), "\ufeff[modules]\r\ndeny=['json']\r\n");

    assertThat(PolicyFile.read(file))
        .isEqualTo(Policy.extending(Policy.RESTRICTED).name("shop").denyModules("json").build());
  }

  @Test
  void a_policy_may_extend_a_preset_with_options() {
    Policy policy =
        PolicyFile.parse(
            "extends = 'expression+limited'\noptions = ['utility', 'files']", "a.toml");

    assertThat(policy.preset()).isEqualTo(Policy.Preset.EXPRESSION);
    assertThat(policy.options()).containsExactly(Policy.Option.values());
  }

  @Test
  void every_problem_is_named_at_once_with_its_place() {
    assertThat(
            problems(
                """
                extnds = "restricted"
                options = ["limited", "utilty"]
                [modules]
                allow = ["jsn",
                         "os"]
                alow = []
                [builtins]
                deny = ["pritn", 5]
                [constructs]
                deny = "While"
                """))
        .containsExactly(
            "p.toml:1:1: there is no key 'extnds' in a policy; there is name, extends, options,"
                + " modules, names, builtins, constructs, attributes: did you mean 'extends'?",
            "p.toml:2:23: there is no option 'utilty'; there is limited, utility, files: did you mean"
                + " 'utility'?",
            "p.toml:4:10: there is no module in Python's standard library named 'jsn'; did you mean"
                + " 'json'?",
            "p.toml:6:1: there is no key 'alow' in [modules]; there is allow, deny: did you mean"
                + " 'allow'?",
            "p.toml:8:9: there is no builtin named 'pritn'; did you mean 'print'?",
            "p.toml:8:18: builtins.deny is a list of strings, and this is a number",
            "p.toml:10:1: constructs.deny has to be a list of strings, such as [\"…\"], and is a"
                + " string");
  }

  @Test
  void an_entry_on_a_line_of_its_own_is_found_there() {
    assertThat(
            problems(
                """
                [modules]
                deny = [
                  # chance
                  "random",   # and so on
                  "ranom",

                  'ä'
                , "maths"]
                """))
        .extracting(line -> line.substring(0, 11))
        .containsExactly("p.toml:5:3:", "p.toml:7:3:", "p.toml:8:3:");
  }

  @Test
  void a_contradiction_is_named_with_both_of_its_places() {
    assertThat(
            problems(
                """
                [names]
                allow = ["uuid.uuid1", "x"]
                deny = ["x"]
                """))
        .containsExactly(
            "p.toml:3:9: 'x' is denied here and allowed in line 2: it can only be one of both");
  }

  @Test
  void a_preset_that_is_not_there_is_answered_with_those_that_are() {
    assertThat(problems("extends = 'restricted+tiny'\nname = 'full'"))
        .containsExactly(
            "p.toml:1:1: there is no policy named 'restricted+tiny'; there is expression,"
                + " restricted, full, and +limited, +utility, +files as options (restricted+limited)",
            "p.toml:2:1: 'full' is the name of a preset: choose another one");
    assertThat(problems("extends = 'restrcted'").getFirst()).endsWith("did you mean 'restricted'?");
    assertThat(problems("extends = 5\nname = [1]\nmodules = 2021-01-01"))
        .containsExactly(
            "p.toml:1:1: extends has to be a string, such as \"…\", and is a number",
            "p.toml:2:1: name has to be a string, such as \"…\", and is a list",
            "p.toml:3:1: modules has to be a table, [modules] on a line of its own with allow and"
                + " deny below, and is a date or time");
  }

  @Test
  void all_of_python_cannot_be_extended_with_rules() {
    assertThat(problems("extends = 'full'\n[modules]\ndeny = ['random']").getFirst())
        .startsWith("p.toml:1:1: ")
        .contains("full has no rules that could be changed: extend restricted");
  }

  @ParameterizedTest
  @ValueSource(strings = {"os", "xml.etree.ElementTree", "collections.abc", "__future__"})
  void any_module_of_the_standard_library_can_be_allowed(String module) {
    assertThat(PolicyFile.parse("modules.allow = ['" + module + "']", "p.toml"))
        .extracting(policy -> List.copyOf(policy.allowed(Policy.Table.MODULES)))
        .isEqualTo(List.of(module));
  }

  @Test
  void only_a_module_that_is_lent_can_be_denied_or_have_a_name_denied() {
    assertThat(problems("modules.deny = ['os']"))
        .containsExactly(
            "p.toml:1:17: the module 'os' is not lent anyway: there is nothing to deny");
    assertThat(problems("names.deny = ['time.slep', 'tim.sleep', 'os.fork']"))
        .containsExactly(
            "p.toml:1:15: there is no name in the module time named 'slep'; did you mean 'sleep'?",
            "p.toml:1:28: there is no module that is lent named 'tim'; did you mean 'time'?",
            "p.toml:1:41: there is no module that is lent named 'os'");
    assertThat(PolicyFile.parse("modules.allow=['os']\nnames.deny=['os.fork']", "p.toml").name())
        .isEqualTo("p");
  }

  @Test
  void what_is_no_toml_is_said_to_be_none_with_the_place() {
    assertThat(problems("name = \n[modules\n"))
        .first()
        .asString()
        .startsWith("p.toml:1:8: this is no TOML: ");
    assertThat(problems("[modules]\n[modules]\n")).first().asString().startsWith("p.toml:2:1: ");
    assertThat(problems("a = " + "[".repeat(200_000)).getFirst()).contains("nests too deeply");
  }

  @Test
  void a_file_that_cannot_be_read_is_said_to_be_so() throws IOException {
    Path latin =
        Files.write(
            folder.resolve("latin.toml"), "x = 1\ny='ü'".getBytes(StandardCharsets.ISO_8859_1));
    Path big = Files.write(folder.resolve("big.toml"), new byte[(1 << 20) + 1]);

    assertRefused(folder.resolve("none.toml"), "none.toml: there is no such file");
    assertRefused(folder, "it is a folder");
    assertRefused(latin, "latin.toml: this is no TOML: line 2 is not text in UTF-8");
    assertRefused(big, "larger than 1 MiB");
  }

  @Test
  void a_file_whose_name_is_a_presets_has_to_name_its_policy() {
    assertThatExceptionOfType(InvalidPolicyException.class)
        .isThrownBy(() -> PolicyFile.parse("", "/etc/restricted.toml"))
        .withMessageContaining("'restricted' is the name of a preset")
        .withMessageContaining("write name = ");
    assertThat(PolicyFile.parse("name='own'", "/etc/restricted.toml").name()).isEqualTo("own");
  }

  @Test
  void it_is_the_operators_to_mend() {
    var refused =
        catchThrowableOfType(
            InvalidPolicyException.class, () -> PolicyFile.parse("x = 1\ny = 2", "p.toml"));

    assertThat(refused.category()).isEqualTo(SandboxException.Category.USER);
    assertThat(refused.problems()).extracting(TomlProblem::line).containsExactly(1, 2);
    assertThat(refused).message().hasLineCount(2);
  }

  private static void assertRefused(Path file, String message) {
    assertThatExceptionOfType(InvalidPolicyException.class)
        .isThrownBy(() -> PolicyFile.read(file))
        .withMessageContaining(message);
  }

  private static List<String> problems(String toml) {
    return catchThrowableOfType(
            InvalidPolicyException.class, () -> PolicyFile.parse(toml, "p.toml"))
        .problems()
        .stream()
        .map(TomlProblem::toString)
        .toList();
  }
}
