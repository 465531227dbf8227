package io.terrarium.cli;

import io.terrarium.Diagnostic;
import io.terrarium.FunctionSignature;
import io.terrarium.Outcome;
import io.terrarium.OutcomeException;
import io.terrarium.Program;
import io.terrarium.Source;
import io.terrarium.contract.Contract;
import io.terrarium.json.ProgramDocument;
import io.terrarium.json.SarifDocument;
import io.terrarium.policy.PolicyTables;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
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
      "  terrarium check --policy expression formula.py",
      "  terrarium check --expect 'test(x: int) -> str' examples/greeting.py",
      "  terrarium check --json - < user.py"
    })
final class CheckCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final SandboxStart sandbox;

  @Mixin SourceOptions source = new SourceOptions();

  @Mixin ContractOptions contracts = new ContractOptions();

  @ArgGroup Format format = new Format();

  @Mixin ProfileOptions profiles = new ProfileOptions();
  @Mixin EngineOptions engine = new EngineOptions();
  @Mixin CommonOptions common = new CommonOptions();

  /** How to print what was found; as text where neither is wanted. */
  static final class Format {
    @Option(names = "--json", description = "Print one JSON document with everything found.")
    boolean json;

    @Option(names = "--sarif", description = "Print the problems in SARIF 2.1.0.")
    boolean sarif;
  }

  CheckCommand(Terminal terminal, SandboxStart sandbox) {
    this.terminal = terminal;
    this.sandbox = sandbox;
  }

  @Override
  public Integer call() {
    sandbox.begin(engine.settings(profiles.configuration()));
    Contract[] expected = contracts.contracts();
    Source text = source.read(terminal, profiles.profile(), engine.importable(profiles));
    try {
      return found(sandbox.get().compile(text, expected)).number();
    } catch (OutcomeException e) {
      return refused(e).number();
    }
  }

  private ExitCode found(Program program) {
    if (format.json) {
      terminal.json(ProgramDocument.of(program));
      return ExitCode.RETURNED;
    }
    if (format.sarif) {
      sarif(List.of(), Optional.empty());
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

  private ExitCode refused(OutcomeException problem) {
    Outcome outcome = problem.outcome();
    if (format.json) {
      terminal.json(ProgramDocument.of(outcome));
    } else if (format.sarif && outcome instanceof Outcome.Rejected rejected) {
      sarif(rejected.diagnostics(), Optional.empty());
    } else if (format.sarif) {
      sarif(List.of(), Optional.ofNullable(problem.getMessage()));
    } else {
      new OutcomeText(terminal).print(outcome, source.displayName());
    }
    return ExitCode.of(outcome);
  }

  private void sarif(List<Diagnostic> diagnostics, Optional<String> failure) {
    terminal.json(
        SarifDocument.of(
            new SarifDocument.Check(
                TerrariumCommand.Version.number(),
                PolicyTables.installed().codes(),
                source.uri(),
                diagnostics,
                failure)));
  }
}
