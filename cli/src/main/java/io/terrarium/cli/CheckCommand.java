package io.terrarium.cli;

import io.terrarium.FunctionSignature;
import io.terrarium.Outcome;
import io.terrarium.OutcomeException;
import io.terrarium.Program;
import io.terrarium.Source;
import io.terrarium.json.ProgramDocument;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code terrarium check}: what is in a file, or what is wrong with it, without running it. */
@Command(
    name = "check",
    sortOptions = false,
    sortSynopsis = false,
    description = {
      "Compiles a Python file without running it: prints its functions, or what is wrong with it.",
    },
    footer = {
      "",
      "Examples:",
      "  terrarium check examples/greeting.py",
      "  terrarium check --json - < user.py"
    })
final class CheckCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final SandboxStart sandbox;

  @Mixin SourceOptions source = new SourceOptions();

  @Option(names = "--json", description = "Print one JSON document with everything found.")
  boolean document;

  @Mixin EngineOptions engine = new EngineOptions();
  @Mixin CommonOptions common = new CommonOptions();

  CheckCommand(Terminal terminal, SandboxStart sandbox) {
    this.terminal = terminal;
    this.sandbox = sandbox;
  }

  @Override
  public Integer call() {
    sandbox.begin(engine.settings());
    Source text = source.read(terminal);
    try {
      return found(sandbox.get().compile(text)).number();
    } catch (OutcomeException e) {
      return refused(e.outcome()).number();
    }
  }

  private ExitCode found(Program program) {
    if (document) {
      terminal.json(ProgramDocument.of(program));
      return ExitCode.RETURNED;
    }
    if (program.functions().isEmpty()) {
      terminal.note("there is no function at the top level of " + source.displayName());
    }
    for (FunctionSignature function : program.functions()) {
      terminal.out().println(Terminal.visible(function.toString()));
      function
          .docstring()
          .flatMap(text -> text.lines().findFirst())
          .ifPresent(line -> terminal.out().println("    " + Terminal.visible(line)));
    }
    return ExitCode.RETURNED;
  }

  private ExitCode refused(Outcome outcome) {
    if (document) {
      terminal.json(ProgramDocument.of(outcome));
    } else {
      new OutcomeText(terminal).print(outcome, source.displayName());
    }
    return ExitCode.of(outcome);
  }
}
