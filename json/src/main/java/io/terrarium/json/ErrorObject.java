package io.terrarium.json;

import io.terrarium.Diagnostic;
import io.terrarium.Outcome;
import io.terrarium.PythonError;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import tools.jackson.core.JsonGenerator;

/** The {@code error} of a call's document: null when it returned, else always with a message. */
final class ErrorObject {
  private final JsonGenerator json;

  private ErrorObject(JsonGenerator json) {
    this.json = json;
  }

  static void write(Outcome outcome, JsonGenerator json) {
    new ErrorObject(json).write(outcome);
  }

  private void write(Outcome outcome) {
    if (outcome instanceof Outcome.Returned) {
      json.writeNull();
      return;
    }
    json.writeStartObject();
    switch (outcome) {
      case Outcome.Returned _ -> {}
      case Outcome.Raised raised -> python(raised.error(), raised.error().message());
      case Outcome.Rejected rejected ->
          json.writeStringProperty("message", summary(rejected.diagnostics()));
      case Outcome.LimitExceeded exceeded -> limit(exceeded);
      case Outcome.Unrepresentable result -> {
        json.writeStringProperty("type", result.type());
        json.writeStringProperty("path", result.path());
        json.writeStringProperty("message", result.message());
      }
      case Outcome.ContractBroken result -> {
        json.writeStringProperty("message", result.message());
        json.writeStringProperty("path", result.path());
        json.writeStringProperty("expected", result.expected());
        json.writeStringProperty("actual", result.actual());
      }
      case Outcome.Crashed crashed -> {
        json.writeStringProperty("message", crashed.message());
        json.writeStringProperty("cause", word(crashed.cause()));
        json.writeBooleanProperty("retryable", crashed.retryable());
      }
      case Outcome.Cancelled cancelled -> json.writeStringProperty("message", cancelled.message());
    }
    json.writeEndObject();
  }

  private void limit(Outcome.LimitExceeded exceeded) {
    exceeded
        .error()
        .ifPresentOrElse(
            error -> python(error, exceeded.message()),
            () -> json.writeStringProperty("message", exceeded.message()));
    json.writeStringProperty("limit", word(exceeded.limit()));
    json.writeStringProperty("basis", word(exceeded.basis()));
  }

  private void python(PythonError error, String message) {
    json.writeStringProperty("type", error.type());
    json.writeStringProperty("message", message);
    number("line", error.line());
    number("column", error.column());
    json.writeStringProperty("traceback", error.traceback());
    json.writeArrayPropertyStart("frames");
    for (PythonError.Frame frame : error.frames()) {
      frame(frame);
    }
    json.writeEndArray();
  }

  private void frame(PythonError.Frame frame) {
    json.writeStartObject();
    json.writeStringProperty("file", frame.file());
    json.writeNumberProperty("line", frame.line());
    number("column", frame.column());
    number("end_line", frame.endLine());
    number("end_column", frame.endColumn());
    json.writeStringProperty("function", frame.function());
    json.writeStringProperty("source_line", frame.sourceLine());
    json.writeEndObject();
  }

  private void number(String name, OptionalInt number) {
    if (number.isPresent()) {
      json.writeNumberProperty(name, number.getAsInt());
    } else {
      json.writeNullProperty(name);
    }
  }

  private static String summary(List<Diagnostic> diagnostics) {
    if (diagnostics.isEmpty()) {
      return "the source was refused";
    }
    Diagnostic first = diagnostics.getFirst();
    String place = first.line() > 0 ? "line " + first.line() + ": " : "";
    String more = diagnostics.size() > 1 ? " (and " + (diagnostics.size() - 1) + " more)" : "";
    return place + first.message() + more;
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
