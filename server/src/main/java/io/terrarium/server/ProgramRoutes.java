package io.terrarium.server;

import io.terrarium.Call;
import io.terrarium.Diagnostic;
import io.terrarium.Outcome;
import io.terrarium.Program;
import io.terrarium.Source;
import io.terrarium.json.ProgramDocument;
import io.terrarium.json.SarifDocument;
import io.terrarium.policy.PolicyTables;
import java.util.List;
import java.util.Optional;

/** Sources, programs and calls of them in pristine workers. */
final class ProgramRoutes {
  private final Wishes wishes;
  private final Programs programs;
  private final Calls calls;

  ProgramRoutes(Wishes wishes, Programs programs, Calls calls) {
    this.wishes = wishes;
    this.programs = programs;
    this.calls = calls;
  }

  List<Route> routes() {
    return List.of(
        Route.of("POST", "/v1/execute", Route.Access.WORK, this::execute),
        Route.of("POST", "/v1/check", Route.Access.WORK, this::check),
        Route.of("POST", "/v1/programs", Route.Access.WORK, this::register),
        Route.of("GET", "/v1/programs/{id}", Route.Access.CALLER, this::look),
        Route.of("POST", "/v1/programs/{id}/call", Route.Access.WORK, this::call));
  }

  private Answer execute(Request request) {
    var _ = Calls.wantsEvents(request);
    Fields fields = Bodies.fields(request);
    Source source = wishes.source(fields, request.caller());
    Call call = wishes.call(fields, wishes.usual(source));
    boolean strict = fields.flag("strict");
    fields.end();
    return switch (calls.compile(request, source)) {
      case Calls.Compilation.Refused(Outcome outcome) -> Calls.refused(request, outcome);
      case Calls.Compilation.Compiled(Program program) ->
          calls.answer(request, program, call, strict, program::invoke);
    };
  }

  private Answer check(Request request) {
    boolean sarif = !request.accepts(Answer.JSON) || request.asksFor(Answer.SARIF);
    if (sarif) {
      request.requireAccepted(Answer.SARIF);
    }
    Source source = sourceAlone(request);
    return switch (calls.compile(request, source)) {
      case Calls.Compilation.Refused(Outcome outcome) ->
          sarif ? sarif(source, outcome) : Answer.json(ProgramDocument.of(outcome));
      case Calls.Compilation.Compiled(Program program) ->
          sarif
              ? sarif(source, List.of(), Optional.empty())
              : Answer.json(ProgramDocument.of(program));
    };
  }

  private static Answer sarif(Source source, Outcome outcome) {
    return outcome instanceof Outcome.Rejected rejected
        ? sarif(source, rejected.diagnostics(), Optional.empty())
        : sarif(
            source, List.of(), Optional.of("The compiler ended with " + outcome.status() + "."));
  }

  private static Answer sarif(
      Source source, List<Diagnostic> diagnostics, Optional<String> failure) {
    var check =
        new SarifDocument.Check(
            Version.number(),
            PolicyTables.installed().codes(),
            SarifDocument.uri(source.name()),
            diagnostics,
            failure);
    return Answer.document(200, Answer.SARIF, SarifDocument.of(check));
  }

  private Answer register(Request request) {
    return switch (calls.compile(request, sourceAlone(request))) {
      case Calls.Compilation.Refused(Outcome outcome) -> Answer.json(ProgramDocument.of(outcome));
      case Calls.Compilation.Compiled(Program program) -> {
        int status = programs.add(request.caller(), program) ? 201 : 200;
        yield Answer.document(status, Answer.JSON, ProgramDocument.of(program))
            .with("Location", "/v1/programs/" + program.id());
      }
    };
  }

  private Source sourceAlone(Request request) {
    Fields fields = Bodies.fields(request);
    Source source = wishes.source(fields, request.caller());
    fields.end();
    return source;
  }

  private Answer look(Request request) {
    return Answer.json(ProgramDocument.of(known(request)));
  }

  private Answer call(Request request) {
    var _ = Calls.wantsEvents(request);
    Program program = known(request);
    Fields fields = Bodies.fields(request);
    Call call = wishes.call(fields, wishes.usual(program.source()));
    boolean strict = fields.flag("strict");
    fields.end();
    return calls.answer(request, program, call, strict, program::invoke);
  }

  private Program known(Request request) {
    return programs.require(request.caller(), request.variable("id"));
  }
}
