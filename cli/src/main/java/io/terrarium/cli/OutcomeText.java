package io.terrarium.cli;

import io.terrarium.CallReport;
import io.terrarium.Diagnostic;
import io.terrarium.Limit;
import io.terrarium.Outcome;
import io.terrarium.PythonError;
import io.terrarium.json.ValueJson;

/**
 * What became of a call, for people: the value on standard output, all else on standard error. What
 * the program printed was shown while it ran ({@link LiveOutput}).
 */
final class OutcomeText {
  private final Terminal terminal;

  OutcomeText(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Prints everything there is to say about an outcome, but not what the program printed. */
  void print(Outcome outcome, String fileName) {
    cut(outcome.report());
    switch (outcome) {
      case Outcome.Returned returned -> terminal.json(ValueJson.write(returned.value()));
      case Outcome.Raised raised -> terminal.foreign(raised.error().traceback());
      case Outcome.Rejected rejected -> rejected(rejected, fileName);
      case Outcome.LimitExceeded exceeded -> exceeded(exceeded);
      case Outcome.Unrepresentable result ->
          terminal.note(Terminal.visible(result.path() + ": " + result.message()));
      case Outcome.ContractBroken result -> terminal.note(Terminal.visible(result.message()));
      case Outcome.Crashed crashed -> crashed(crashed);
      case Outcome.Cancelled cancelled -> terminal.note(cancelled.message());
    }
  }

  /** Prints every diagnostic as a compiler does. */
  void rejected(Outcome.Rejected rejected, String fileName) {
    for (Diagnostic diagnostic : rejected.diagnostics()) {
      terminal.foreign(diagnostic.render(fileName));
    }
  }

  private void cut(CallReport report) {
    if (report.stdout().truncated() || report.stderr().truncated()) {
      terminal.note(
          "the output was cut at "
              + report.limits().outputBytes()
              + " bytes (--output-limit sets the limit)");
    }
  }

  private void exceeded(Outcome.LimitExceeded exceeded) {
    exceeded.error().map(PythonError::traceback).ifPresent(terminal::foreign);
    terminal.note(
        Terminal.visible(exceeded.message())
            + " ("
            + option(exceeded.limit())
            + " sets the limit)");
  }

  private void crashed(Outcome.Crashed crashed) {
    terminal.note(
        Terminal.visible(crashed.message())
            + (crashed.retryable() ? " The same call may succeed when it is made again." : ""));
  }

  private static String option(Limit limit) {
    return switch (limit) {
      case WALL_TIME -> "--wall-time";
      case CPU_TIME -> "--cpu-time";
      case MEMORY -> "--memory";
      case OUTPUT -> "--output-limit";
      case RESULT -> "--result-limit";
      case HOST_CALLS -> "hostCalls";
    };
  }
}
