package io.terrarium.server;

import io.helidon.webserver.CloseConnectionException;
import io.terrarium.Call;
import io.terrarium.CallReport;
import io.terrarium.Outcome;
import io.terrarium.OutcomeException;
import io.terrarium.Program;
import io.terrarium.Sandbox;
import io.terrarium.Session;
import io.terrarium.Source;
import io.terrarium.Usage;
import io.terrarium.json.CallDocument;
import io.terrarium.json.PlainJson;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
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
   * Opens a session, unless the client leaves meanwhile. The module body runs then, so that is told
   * as a call without a function.
   *
   * @throws OutcomeException when the module body does not come to its end
   */
  Session open(Request request, Program program, Supplier<Session> opening) {
    long began = System.nanoTime();
    try {
      Session session = request.whileClientWaits(opening);
      operations.called(
          request,
          new Operations.CallRecord(
              request.caller().name(),
              Optional.of(program.id()),
              "",
              "ok",
              "",
              Duration.ofNanos(System.nanoTime() - began),
              Duration.ZERO,
              OptionalLong.empty(),
              OptionalLong.empty()));
      return session;
    } catch (OutcomeException e) {
      tell(request, Optional.of(program.id()), "", e.outcome());
      throw e;
    } catch (RuntimeException | Error e) {
      tellFailure(request, program.id(), "", e);
      throw e;
    }
  }

  /**
   * Makes a call, unless the client leaves meanwhile.
   *
   * @param strict whether a result that plain JSON cannot say is none
   */
  private Outcome call(
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
    } catch (RuntimeException | Error e) {
      tellFailure(request, program, function, e);
      throw e;
    }
  }

  /**
   * Makes a call and the answer that it is: a document, or events while it runs where the client
   * asks for them.
   *
   * @param invocation makes the call
   * @throws ProblemException when the client takes neither
   */
  Answer answer(
      Request request,
      Program program,
      Call call,
      boolean strict,
      Function<Call, Outcome> invocation) {
    String id = program.id();
    if (!wantsEvents(request)) {
      Outcome outcome = call(request, id, call.function(), strict, () -> invocation.apply(call));
      return document(outcome, Optional.of(id));
    }
    return Answer.Stream.of(
        Answer.EVENTS,
        output -> {
          var events = new EventStream(output);
          Call heard = call.withOutputListener(events);
          try {
            Outcome outcome =
                call(request, id, call.function(), strict, () -> invocation.apply(heard));
            events.last("result", CallDocument.of(outcome, Optional.of(id)));
          } catch (UncheckedIOException e) {
            throw e.getCause();
          } catch (RuntimeException | Error e) {
            events.last("problem", Failures.problem(e, request.id()).document());
          }
        });
  }

  /** The answer of a source that is no program: a document, or an event. */
  static Answer refused(Request request, Outcome outcome) {
    String document = CallDocument.of(outcome, Optional.empty());
    return wantsEvents(request)
        ? Answer.Stream.of(
            Answer.EVENTS, output -> new EventStream(output).last("result", document))
        : Answer.json(document);
  }

  /**
   * Whether the client asks for events rather than a document.
   *
   * @throws ProblemException when it takes neither
   */
  static boolean wantsEvents(Request request) {
    if (request.asksFor(Answer.EVENTS)) {
      return true;
    }
    request.requireAccepted(Answer.JSON);
    return false;
  }

  private static Answer document(Outcome outcome, Optional<String> program) {
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

  /** An answer that cannot be written has ended the call as well as a client that left. */
  private static String status(Throwable problem, String request) {
    return problem instanceof CloseConnectionException || problem instanceof UncheckedIOException
        ? "cancelled"
        : Failures.problem(problem, request).code().word();
  }

  private void tellFailure(Request request, String program, String function, Throwable problem) {
    operations.called(
        request,
        new Operations.CallRecord(
            request.caller().name(),
            Optional.of(program),
            function,
            status(problem, request.id()),
            "",
            Duration.ZERO,
            Duration.ZERO,
            OptionalLong.empty(),
            OptionalLong.empty()));
  }
}
