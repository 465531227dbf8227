package io.terrarium.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code terrarium} itself: what all subcommands share. */
@Command(
    name = "terrarium",
    sortOptions = false,
    sortSynopsis = false,
    description = "Runs Python functions that somebody else wrote, safely.",
    subcommands = {HelpCommand.class, GenerateCompletion.class},
    versionProvider = TerrariumCommand.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  terrarium run examples/mean_square.py mean_square '[1.0, 2.0, 3.0]'",
      "  terrarium map examples/pricing.py total --input examples/orders.csv --output -",
      "  terrarium check examples/greeting.py",
      "  terrarium serve --port 8080",
      "  terrarium policy show restricted",
      "  terrarium doctor",
      "",
      "Completion for bash and zsh: source <(terrarium generate-completion)"
    })
final class TerrariumCommand implements Runnable {
  @Spec CommandSpec spec = CommandSpec.create();

  @Mixin CommonOptions common = new CommonOptions();

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Print the version.")
  boolean version;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "a command is missing: run, map, check, serve, policy, config, key or doctor");
  }

  /** For picocli: the version of the build and of the Java that runs it. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"terrarium " + number(), "Java " + Runtime.version()};
    }

    /** The version of the build alone. */
    static String number() {
      var properties = new Properties();
      try (InputStream file = Version.class.getResourceAsStream("version.properties")) {
        if (file != null) {
          properties.load(file);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return properties.getProperty("version", "(unknown version)");
    }
  }
}
