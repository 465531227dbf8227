package io.terrarium.server;

import io.terrarium.Call;
import io.terrarium.Limits;
import io.terrarium.Outcome;
import io.terrarium.OutcomeException;
import io.terrarium.Program;
import io.terrarium.config.ServerSettings;
import io.terrarium.json.FunctionObject;
import io.terrarium.json.Json;
import io.terrarium.json.LimitsObject;
import io.terrarium.json.ProgramDocument;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Sessions: workers that stay, so that what one call leaves in the globals the next one finds. */
final class SessionRoutes {
  private final Wishes wishes;
  private final Programs programs;
  private final Calls calls;
  private final Sessions sessions;
  private final ServerSettings settings;

  SessionRoutes(
      Wishes wishes, Programs programs, Calls calls, Sessions sessions, ServerSettings settings) {
    this.wishes = wishes;
    this.programs = programs;
    this.calls = calls;
    this.sessions = sessions;
    this.settings = settings;
  }

  List<Route> routes() {
    return List.of(
        Route.of("POST", "/v1/sessions", Route.Access.WORK, this::open),
        Route.of("GET", "/v1/sessions/{id}", Route.Access.CALLER, this::look),
        Route.of("DELETE", "/v1/sessions/{id}", Route.Access.CALLER, this::end),
        Route.of("POST", "/v1/sessions/{id}/call", Route.Access.WORK, this::call));
  }

  private Answer open(Request request) {
    Fields fields = Bodies.json(request);
    Duration idle = idle(fields);
    Optional<String> known = fields.optionalText("program");
    if (known.isPresent()) {
      Program program = programs.require(request.caller(), known.get());
      Limits limits = wishes.limits(fields, wishes.usual(program.source()));
      fields.end();
      return opened(request, program, limits, idle);
    }
    var source = wishes.source(fields, request.caller());
    Limits limits = wishes.limits(fields, wishes.usual(source));
    fields.end();
    return switch (calls.compile(request, source)) {
      case Calls.Compilation.Refused(Outcome outcome) -> Answer.json(ProgramDocument.of(outcome));
      case Calls.Compilation.Compiled(Program program) -> opened(request, program, limits, idle);
    };
  }

  private Duration idle(Fields fields) {
    Optional<Duration> asked = fields.milliseconds("idle_ms");
    if (asked.isPresent() && asked.get().compareTo(Duration.ofMillis(1)) < 0) {
      throw fields.problem("idle_ms", "This has to be 1 or more.");
    }
    Duration most = settings.sessionIdleTime();
    return asked.filter(it -> it.compareTo(most) < 0).orElse(most);
  }

  private Answer opened(Request request, Program program, Limits limits, Duration idle) {
    Sessions.Open session;
    try {
      session =
          sessions.open(
              request.caller(),
              idle,
              wishes.effective(program.source(), limits).memoryBytes(),
              () -> calls.open(request, program, () -> program.openSession(limits)));
    } catch (OutcomeException e) {
      // The module body did not come to its end: user code has had its say.
      return Answer.json(ProgramDocument.of(e.outcome()));
    }
    String document =
        Json.text(json -> {
          json.writeStartObject();
          json.writeStringProperty("session", session.id());
          json.writeStringProperty("program", program.id());
          json.writeArrayPropertyStart("functions");
          program.functions().forEach(function -> FunctionObject.write(function, json));
          json.writeEndArray();
          LimitsObject.write("limits", wishes.effective(program.source(), limits), json);
          json.writeNumberProperty("idle_ms", idle.toMillis());
          json.writeEndObject();
        });
    return Answer.document(201, Answer.JSON, document)
        .with("Location", "/v1/sessions/" + session.id());
  }

  private Answer look(Request request) {
    Sessions.Open session = found(request);
    return Answer.json(
        Json.text(json -> {
          json.writeStartObject();
          json.writeStringProperty("session", session.id());
          json.writeStringProperty("program", session.session().program().id());
          json.writeNumberProperty("idle_ms", session.idle().toMillis());
          json.writeNumberProperty("expires_in_ms", session.left().toMillis());
          json.writeNumberProperty("calls", session.calls());
          json.writeEndObject();
        }));
  }

  private Answer end(Request request) {
    sessions.end(found(request));
    return Answer.nothing(204);
  }

  private Answer call(Request request) {
    Sessions.Open session = found(request);
    Program program = session.session().program();
    Fields fields = Bodies.fields(request);
    Call call = wishes.call(fields, wishes.usual(program.source()));
    boolean strict = fields.flag("strict");
    fields.end();
    return calls.answer(
        request, program, call, strict, made -> session.use(() -> session.session().invoke(made)));
  }

  private Sessions.Open found(Request request) {
    return sessions.find(request.caller(), request.variable("id"));
  }
}
