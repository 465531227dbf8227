package io.terrarium.cli;

import io.terrarium.config.KeyHash;
import io.terrarium.config.ServiceKey;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code terrarium key}: keys for the HTTP service. */
@Command(
    name = "key",
    sortOptions = false,
    sortSynopsis = false,
    description = "Makes API keys for the HTTP service.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Examples:", "  terrarium key new shop"})
final class KeyCommand implements Runnable {
  @Spec CommandSpec spec = CommandSpec.create();

  @Mixin CommonOptions common = new CommonOptions();

  private KeyCommand() {}

  /** The command with its own command. */
  static CommandLine line(Terminal terminal) {
    return new CommandLine(new KeyCommand()).addSubcommand(new New(terminal));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing: new");
  }

  /**
   * {@code terrarium key new}. The key goes to standard output and the rest to standard error, so
   * that a script can have the one without the other.
   */
  @Command(
      name = "new",
      sortOptions = false,
      sortSynopsis = false,
      description = "Makes a key, prints it once, and what the configuration is to say of it.",
      footer = {"", "Examples:", "  terrarium key new shop", "  key=$(terrarium key new shop)"})
  static final class New implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(
        index = "0",
        paramLabel = "NAME",
        description = "What operators call the key: it stands in the configuration and in logs.")
    String name = "";

    @Mixin CommonOptions common = new CommonOptions();

    New(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      String key = KeyHash.newKey();
      KeyHash hash = KeyHash.of(key);
      try {
        var _ = ServiceKey.of(name, hash);
      } catch (IllegalArgumentException e) {
        throw new UsageException(String.valueOf(e.getMessage()));
      }
      terminal.note("this is the key; it is shown once, and kept nowhere:");
      terminal.err().flush();
      terminal.out().println(key);
      terminal.out().flush();
      terminal.note("and this is what the configuration is to say of it:");
      terminal.err().println("[server.keys." + name + "]");
      terminal.err().println("hash = \"" + hash.text() + "\"");
      return ExitCode.RETURNED.number();
    }
  }
}
