package io.terrarium.cli;

import io.terrarium.config.Configuration;
import io.terrarium.json.ConfigurationDocument;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code terrarium config}: whether a configuration is in order, and what it comes to. */
@Command(
    name = "config",
    sortOptions = false,
    sortSynopsis = false,
    description = "Checks a configuration file, and shows what it comes to.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  terrarium config check examples/terrarium.toml",
      "  terrarium config show examples/terrarium.toml --json"
    })
final class ConfigCommand implements Runnable {
  @Spec CommandSpec spec = CommandSpec.create();

  @Mixin CommonOptions common = new CommonOptions();

  private ConfigCommand() {}

  /** The command with its own commands. */
  static CommandLine line(Terminal terminal) {
    return new CommandLine(new ConfigCommand())
        .addSubcommand(new Check(terminal))
        .addSubcommand(new Show(terminal));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing: check or show");
  }

  /** The file that is meant. */
  static final class FileParameter {
    @Parameters(
        index = "0",
        arity = "0..1",
        paramLabel = "FILE",
        description = "The file (default: ${DEFAULT-VALUE}).")
    String file = Configuration.FILE_NAME;
  }

  /** {@code terrarium config check}. */
  @Command(
      name = "check",
      sortOptions = false,
      sortSynopsis = false,
      description = "Says everything that is wrong with a configuration; exit status 2 if it is.",
      footer = {"", "Examples:", "  terrarium config check examples/terrarium.toml"})
  static final class Check implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin FileParameter parameter = new FileParameter();
    @Mixin CommonOptions common = new CommonOptions();

    Check(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      Configuration configuration = ProfileOptions.read(parameter.file);
      int keys = configuration.server().keys().size();
      terminal
          .out()
          .println(
              "%s is in order: %s%s"
                  .formatted(
                      parameter.file,
                      counted(configuration.profiles().size(), "profile"),
                      keys == 0 ? "" : ", " + counted(keys, "key")));
      return ExitCode.RETURNED.number();
    }
  }

  private static String counted(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  /** {@code terrarium config show}. */
  @Command(
      name = "show",
      sortOptions = false,
      sortSynopsis = false,
      description = "Prints what a configuration comes to, with every default filled in.",
      footer = {
        "",
        "Examples:",
        "  terrarium config show examples/terrarium.toml",
        "  terrarium config show examples/terrarium.toml --json"
      })
  static final class Show implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin FileParameter parameter = new FileParameter();

    @Option(names = "--json", description = "Print one JSON document.")
    boolean document;

    @Mixin CommonOptions common = new CommonOptions();

    Show(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      Configuration configuration = ProfileOptions.read(parameter.file);
      if (document) {
        terminal.json(ConfigurationDocument.of(configuration));
      } else {
        terminal.out().print(ConfigurationText.of(configuration));
      }
      return ExitCode.RETURNED.number();
    }
  }
}
