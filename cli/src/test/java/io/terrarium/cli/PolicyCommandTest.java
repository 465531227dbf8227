package io.terrarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyCommandTest {
  @TempDir Path folder;

  @Test
  void the_list_names_every_policy_and_option() {
    assertThat(Cli.run("policy", "list").exits(ExitCode.RETURNED).isFreeOfJava().out())
        .contains("expression", "restricted", "full", "(the default)", "+limited", "+utility");
  }

  @Test
  void a_preset_is_shown_with_what_it_allows_and_why() {
    assertThat(Cli.run("policy", "show", "restricted+limited").exits(ExitCode.RETURNED).out())
        .startsWith("restricted+limited: ")
        .contains("+limited: ", "\n  math: ", "\nBuiltins\n", "\nConstructs\n");
  }

  @Test
  void a_file_is_shown_with_its_changes() {
    String file = Cli.file(folder, "shop.toml", "modules.deny = ['random']\n");

    assertThat(Cli.run("policy", "show", file).exits(ExitCode.RETURNED).out())
        .startsWith("shop: restricted with changes")
        .contains("modules: denies random", "refused: random *");
  }

  @Test
  void the_document_is_one_line_of_json() {
    String file = Cli.file(folder, "shop.toml", "modules.deny = ['random']\n");

    assertThat(Cli.run("policy", "show", file, "--json").exits(ExitCode.RETURNED).out())
        .startsWith("{\"name\":\"shop\",\"extends\":\"restricted\",")
        .contains("\"name\":\"random\",\"decision\":\"refused\",\"changed\":true")
        .hasLineCount(1);
  }

  @Test
  void an_unknown_policy_is_answered_with_the_nearest() {
    Cli.run("policy", "show", "restrcted")
        .exits(ExitCode.USAGE)
        .printsNothing()
        .complains("restrcted", "expression, restricted, full", "did you mean restricted?");
    Cli.run("policy", "show", folder.resolve("none.toml").toString())
        .exits(ExitCode.USAGE)
        .complains("none.toml: there is no such file");
  }

  @Test
  void every_problem_of_a_file_is_shown_on_a_line_of_its_own() {
    String file = Cli.file(folder, "shop.toml", "extnds = 'full'\nmodules.deny = ['rnadom']\n");

    Cli.run("policy", "show", file)
        .exits(ExitCode.USAGE)
        .printsNothing()
        .complains(
            file + " is no policy\n",
            "\n" + file + ":1:1: there is no key 'extnds'",
            "\n"
                + file
                + ":2:17: there is no module that is lent named 'rnadom'; did you mean"
                + " 'random'?");
  }

  @Test
  void a_preset_goes_before_a_file_that_happens_to_have_its_name() {
    assertThat(Cli.run("policy", "show", "full").exits(ExitCode.RETURNED).out())
        .startsWith("full: all of Python");
    String file = Cli.file(folder, "rules", "name = 'shop'\n");
    assertThat(Cli.run("policy", "show", file).exits(ExitCode.RETURNED).out()).startsWith("shop: ");
  }

  @Test
  void a_command_has_to_be_named() {
    Cli.run("policy").exits(ExitCode.USAGE).complains("a command is missing: show or list");
    Cli.run("policy", "show").exits(ExitCode.USAGE).complains("NAME|FILE");
  }
}
