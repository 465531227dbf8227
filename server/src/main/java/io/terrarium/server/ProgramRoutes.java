package io.terrarium.server;

import io.terrarium.Call;
import io.terrarium.Program;
import io.terrarium.Source;
import io.terrarium.json.ProgramDocument;
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
    Fields fields = Bodies.fields(request);
    Source source = wishes.source(fields, request.caller());
    Call call = wishes.call(fields, wishes.usual(source));
    boolean strict = fields.flag("strict");
    fields.end();
    return switch (calls.compile(request, source)) {
      case Calls.Compilation.Refused(var outcome) -> Calls.answer(outcome, Optional.empty());
      case Calls.Compilation.Compiled(Program program) -> called(request, program, call, strict);
    };
  }

  private Answer check(Request request) {
    return switch (calls.compile(request, sourceAlone(request))) {
      case Calls.Compilation.Refused(var outcome) -> Answer.json(ProgramDocument.of(outcome));
      case Calls.Compilation.Compiled(Program program) -> Answer.json(ProgramDocument.of(program));
    };
  }

  private Answer register(Request request) {
    return switch (calls.compile(request, sourceAlone(request))) {
      case Calls.Compilation.Refused(var outcome) -> Answer.json(ProgramDocument.of(outcome));
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
    Program program = known(request);
    Fields fields = Bodies.fields(request);
    Call call = wishes.call(fields, wishes.usual(program.source()));
    boolean strict = fields.flag("strict");
    fields.end();
    return called(request, program, call, strict);
  }

  private Program known(Request request) {
    return programs
        .find(request.caller(), request.variable("id"))
        .orElseThrow(() ->
            Problem.of(
                    ProblemCode.PROGRAM_NOT_FOUND,
                    "No such program is known: register its source with POST /v1/programs.")
                .exception());
  }

  private Answer called(Request request, Program program, Call call, boolean strict) {
    return Calls.answer(
        calls.call(request, program.id(), call.function(), strict, () -> program.invoke(call)),
        Optional.of(program.id()));
  }
}
