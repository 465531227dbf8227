package io.terrarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {
  @ParameterizedTest
  @ValueSource(strings = {"run", "check", "policy", "config", "key", "doctor"})
  void every_command_explains_itself_with_examples(String command) {
    String help = Cli.run(command, "--help").exits(ExitCode.RETURNED).out();

    assertThat(help).contains("Usage: terrarium " + command, "Examples:", "--debug");
    assertThat(Cli.run("help", command).out()).isEqualTo(help);
    assertThat(help.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
  }

  @ParameterizedTest
  @ValueSource(strings = {"show", "list"})
  void every_command_of_a_command_explains_itself_too(String command) {
    String help = Cli.run("policy", command, "--help").exits(ExitCode.RETURNED).out();

    assertThat(help).contains("Usage: terrarium policy " + command, "Examples:");
    assertThat(help.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
  }

  @ParameterizedTest
  @EnumSource(ExitCode.class)
  void every_exit_status_stands_in_the_help(ExitCode code) {
    assertThat(Cli.run("--help").exits(ExitCode.RETURNED).out())
        .contains("Exit status:")
        .containsPattern(" " + code.number() + " +" + Pattern.quote(code.meaning()));
  }

  @Test
  void the_version_is_that_of_the_build() {
    assertThat(Cli.run("--version").exits(ExitCode.RETURNED).out())
        .containsPattern("terrarium [0-9]+\\.[0-9]+")
        .contains("Java ");
  }

  @Test
  void completion_knows_commands_and_options() {
    assertThat(Cli.run("generate-completion").exits(ExitCode.RETURNED).out())
        .contains("run map check serve policy config key doctor", "--wall-time", "complete -F");
  }
}
