package io.terrarium.server;

import io.terrarium.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.core.JsonGenerator;

/**
 * What is the matter with a request, as RFC 9457 has it. Immutable.
 *
 * @param code what
 * @param detail what it is this time, and what to do about it
 * @param pointer the field of the body, as a JSON pointer
 * @param line where in the body, from 1
 * @param column where in the line, from 1
 * @param suggestions names that may be meant, the nearest first
 * @param retryAfter when it may be worth trying again
 * @param allowed the methods that the path has
 */
public record Problem(
    ProblemCode code,
    String detail,
    Optional<String> pointer,
    OptionalInt line,
    OptionalInt column,
    List<String> suggestions,
    Optional<Duration> retryAfter,
    List<String> allowed) {

  /** How long to wait where nothing is known that says more. */
  private static final Duration A_MOMENT = Duration.ofSeconds(1);

  /** Copies the lists. */
  public Problem {
    suggestions = List.copyOf(suggestions);
    allowed = List.copyOf(allowed);
  }

  /** A problem with nothing more to say than this. */
  public static Problem of(ProblemCode code, String detail) {
    return new Problem(
        code,
        detail,
        Optional.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        List.of(),
        code.isPassing() ? Optional.of(A_MOMENT) : Optional.empty(),
        List.of());
  }

  /** The same at a field of the body. */
  public Problem at(String newPointer) {
    return new Problem(
        code, detail, Optional.of(newPointer), line, column, suggestions, retryAfter, allowed);
  }

  /** The same at a place of the body. */
  public Problem at(int newLine, int newColumn) {
    return new Problem(
        code,
        detail,
        pointer,
        OptionalInt.of(newLine),
        OptionalInt.of(newColumn),
        suggestions,
        retryAfter,
        allowed);
  }

  /** The same with names that may be meant. */
  public Problem suggesting(List<String> names) {
    return new Problem(code, detail, pointer, line, column, names, retryAfter, allowed);
  }

  /** The same with a time after which to try again. */
  public Problem retryAfter(Duration time) {
    return new Problem(
        code, detail, pointer, line, column, suggestions, Optional.of(time), allowed);
  }

  /** The same with the methods that there are. */
  public Problem allowing(List<String> methods) {
    return new Problem(code, detail, pointer, line, column, suggestions, retryAfter, methods);
  }

  /** It, to be thrown. */
  public ProblemException exception() {
    return new ProblemException(this);
  }

  /** The document. */
  public String document() {
    return Json.text(this::write);
  }

  /** The document as the next thing that a generator writes. */
  void write(JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("type", "urn:terrarium:problem:" + code.word());
    json.writeStringProperty("title", code.title());
    json.writeNumberProperty("status", code.status());
    json.writeStringProperty("detail", detail);
    json.writeStringProperty("code", code.word());
    pointer.ifPresent(it -> json.writeStringProperty("pointer", it));
    line.ifPresent(it -> json.writeNumberProperty("line", it));
    column.ifPresent(it -> json.writeNumberProperty("column", it));
    if (!suggestions.isEmpty()) {
      json.writeArrayPropertyStart("suggestions");
      suggestions.forEach(json::writeString);
      json.writeEndArray();
    }
    retryAfter.ifPresent(it -> json.writeNumberProperty("retry_after_ms", it.toMillis()));
    json.writeEndObject();
  }

  /** The answer that it is. */
  public Answer answer() {
    Answer.Document answer = Answer.document(code.status(), Answer.PROBLEM_JSON, document());
    if (retryAfter.isPresent()) {
      long seconds = Math.max(1, retryAfter.get().plusMillis(999).toSeconds());
      answer = answer.with("Retry-After", Long.toString(seconds));
    }
    if (code.status() == 401) {
      answer = answer.with("WWW-Authenticate", "Bearer");
    }
    return allowed.isEmpty() ? answer : answer.with("Allow", String.join(", ", allowed));
  }
}
