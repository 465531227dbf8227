package io.terrarium.cli;

import io.terrarium.Call;
import io.terrarium.Limits;
import io.terrarium.Outcome;
import io.terrarium.OutcomeException;
import io.terrarium.Program;
import io.terrarium.Source;
import io.terrarium.contract.Contract;
import io.terrarium.json.CallDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code terrarium run}: one call of one function. */
@Command(
    name = "run",
    sortOptions = false,
    sortSynopsis = false,
    description = {
      "Calls a function of a Python file, isolated, and prints what it returns as JSON.",
      "What the program prints goes to standard error while it runs, and so does its traceback."
    },
    footer = {
      "",
      "An ARG is JSON; a bare word that does not look like JSON is a string: Ada is",
      "\"Ada\". A string that begins with a dash has to stand behind --.",
      "",
      "Examples:",
      "  terrarium run examples/mean_square.py mean_square '[1.0, 2.0, 3.0]'",
      "  terrarium run examples/greeting.py test 5 --kwargs '{\"name\": \"Ada\"}'",
      "  terrarium run --wall-time 1s --json examples/endless_loop.py wait_forever",
      "  echo 'def f(x): return x + 1' | terrarium run - f 41"
    })
final class RunCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final SandboxStart sandbox;

  @Mixin SourceOptions source = new SourceOptions();

  @Parameters(index = "1", paramLabel = "FUNCTION", description = "The function to call.")
  String function = "";

  @Parameters(
      index = "2..*",
      arity = "0..*",
      paramLabel = "ARG",
      description = "Positional arguments: JSON, or a bare word.")
  List<String> arguments = new ArrayList<>();

  @Option(
      names = "--kwargs",
      paramLabel = "JSON",
      description = "Keyword arguments: a JSON object.")
  @Nullable String keywordArguments;

  @Option(
      names = "--json",
      description = "Print one JSON document that says all there is to say of the call.")
  boolean document;

  @Mixin ContractOptions contracts = new ContractOptions();
  @Mixin ProfileOptions profiles = new ProfileOptions();
  @Mixin FileOptions files = new FileOptions();
  @Mixin EngineOptions engine = new EngineOptions();
  @Mixin LimitOptions limitOptions = new LimitOptions();
  @Mixin CommonOptions common = new CommonOptions();

  RunCommand(Terminal terminal, SandboxStart sandbox) {
    this.terminal = terminal;
    this.sandbox = sandbox;
  }

  @Override
  public Integer call() {
    sandbox.begin(engine.settings(profiles.configuration()));
    var live = new LiveOutput(terminal);
    Call plain = call(limitOptions.limits(profiles.usualLimits()));
    Call call = document ? plain : plain.withOutputListener(live);
    Contract[] expected = contracts.contracts();
    Source text = source.read(terminal, profiles.profile(), engine.importable(profiles));
    Optional<Program> program = Optional.empty();
    Outcome outcome;
    try {
      program = Optional.of(sandbox.get().compile(text, expected));
      outcome = program.get().invoke(call);
    } catch (OutcomeException e) {
      outcome = e.outcome();
    } finally {
      live.end();
    }
    print(outcome, program.map(Program::id));
    return ExitCode.of(outcome).number();
  }

  private Call call(Limits limits) {
    var values = new ArrayList<@Nullable Object>(arguments.size());
    for (String argument : arguments) {
      String label = "ARG " + (values.size() + 1);
      values.add(ArgumentText.read(argument, label));
      ArgumentText.doubt(argument, label).ifPresent(terminal::note);
    }
    Map<String, @Nullable Object> keywords =
        keywordArguments == null
            ? Map.of()
            : ArgumentText.readKeywordArguments(keywordArguments, "--kwargs");
    return Call.of(function, values.toArray())
        .withKeywordArguments(keywords)
        .withFiles(files.read(limits))
        .withLimits(limits);
  }

  private void print(Outcome outcome, Optional<String> program) {
    if (document) {
      terminal.json(CallDocument.of(outcome, program));
    } else {
      new OutcomeText(terminal).print(outcome, source.displayName());
    }
  }
}
