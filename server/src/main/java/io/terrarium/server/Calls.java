package io.terrarium.server;

import io.terrarium.CallReport;
import io.terrarium.Outcome;
import io.terrarium.OutcomeException;
import io.terrarium.Program;
import io.terrarium.Sandbox;
import io.terrarium.SandboxException;
import io.terrarium.Source;
import io.terrarium.Usage;
import io.terrarium.json.CallDocument;
import io.terrarium.json.PlainJson;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Compiles and calls on behalf of requests, and tells what became of it. Thread-safe. */
final class Calls {
  private final Sandbox sandbox;
  private final Operations operations;

  Calls(Sandbox sandbox, Operations operations) {
    this.sandbox = sandbox;
    this.operations = operations;
  }

  /** What became of a source. */
  sealed interface Compilation {
    /** It is a program. */
    record Compiled(Program program) implements Compilation {}

    /** It is none. */
    record Refused(Outcome outcome) implements Compilation {}
  }

  /** Compiles a source, unless the client leaves meanwhile. */
  Compilation compile(Request request, Source source) {
    try {
      return new Compilation.Compiled(request.whileClientWaits(() -> sandbox.compile(source)));
    } catch (OutcomeException e) {
      tell(request, Optional.empty(), "", e.outcome());
      return new Compilation.Refused(e.outcome());
    }
  }

  /**
   * Makes a call, unless the client leaves meanwhile.
   *
   * @param strict whether a result that plain JSON cannot say is none
   */
  Outcome call(
      Request request, String program, String function, boolean strict, Supplier<Outcome> call) {
    try {
      Outcome outcome = request.whileClientWaits(call);
      if (strict) {
        outcome = PlainJson.strictly(outcome);
      }
      tell(request, Optional.of(program), function, outcome);
      return outcome;
    } catch (OutcomeException e) {
      tell(request, Optional.of(program), function, e.outcome());
      return e.outcome();
    } catch (SandboxException e) {
      tellFailure(request, program, function, e);
      throw e;
    }
  }

  /** The answer that a call's outcome is. */
  static Answer answer(Outcome outcome, Optional<String> program) {
    return Answer.json(CallDocument.of(outcome, program));
  }

  private void tell(Request request, Optional<String> program, String function, Outcome outcome) {
    CallReport report = outcome.report();
    Usage usage = report.usage();
    operations.called(
        request,
        new Operations.CallRecord(
            request.caller().name(),
            program,
            function,
            outcome.status(),
            report.engine(),
            usage.wallTime(),
            usage.cpuTime(),
            usage.peakMemoryBytes(),
            OptionalLong.empty()));
  }

  private void tellFailure(
      Request request, String program, String function, SandboxException problem) {
    operations.called(
        request,
        new Operations.CallRecord(
            request.caller().name(),
            Optional.of(program),
            function,
            Failures.problem(problem, request.id()).code().name().toLowerCase(Locale.ROOT),
            "",
            Duration.ZERO,
            Duration.ZERO,
            OptionalLong.empty(),
            OptionalLong.empty()));
  }
}
