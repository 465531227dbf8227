package io.terrarium.cli;

import io.terrarium.json.PolicyDocument;
import io.terrarium.policy.PolicyText;
import io.terrarium.policy.PolicyView;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code terrarium policy}: which language rules there are, and what one of them allows. */
@Command(
    name = "policy",
    sortOptions = false,
    sortSynopsis = false,
    description = "Shows which language rules there are, and what they allow and why.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  terrarium policy list",
      "  terrarium policy show restricted",
      "  terrarium policy show my-rules.toml --json"
    })
final class PolicyCommand implements Runnable {
  @Spec CommandSpec spec = CommandSpec.create();

  @Mixin CommonOptions common = new CommonOptions();

  private PolicyCommand() {}

  /** The command with its own commands. */
  static CommandLine line(Terminal terminal) {
    return new CommandLine(new PolicyCommand())
        .addSubcommand(new Show(terminal))
        .addSubcommand(new Names(terminal));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing: show or list");
  }

  /** {@code terrarium policy show}. */
  @Command(
      name = "show",
      sortOptions = false,
      sortSynopsis = false,
      description = {
        "Prints what a policy allows and why: modules and what they lend, builtins,",
        "attributes and constructs. What the policy changes of its preset is marked."
      },
      footer = {
        "",
        "Examples:",
        "  terrarium policy show restricted",
        "  terrarium policy show restricted+limited",
        "  terrarium policy show my-rules.toml --json"
      })
  static final class Show implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(
        index = "0",
        paramLabel = "NAME|FILE",
        description = "A preset, with options behind plus signs, or a TOML file.",
        completionCandidates = PolicyArgument.Names.class)
    String policy = "";

    @Option(names = "--json", description = "Print one JSON document.")
    boolean document;

    @Mixin CommonOptions common = new CommonOptions();

    Show(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      PolicyView view = PolicyView.of(PolicyArgument.read(policy, "NAME|FILE"));
      if (document) {
        terminal.json(PolicyDocument.of(view));
      } else {
        terminal.out().print(Terminal.harmless(PolicyText.of(view)));
      }
      return ExitCode.RETURNED.number();
    }
  }

  /** {@code terrarium policy list}. */
  @Command(
      name = "list",
      sortOptions = false,
      sortSynopsis = false,
      description = "Prints the policies and options that come with Terrarium.",
      footer = {"", "Examples:", "  terrarium policy list"})
  static final class Names implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin CommonOptions common = new CommonOptions();

    Names(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      terminal.out().print(PolicyText.list());
      return ExitCode.RETURNED.number();
    }
  }
}
