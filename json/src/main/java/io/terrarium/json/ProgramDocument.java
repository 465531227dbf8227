package io.terrarium.json;

import io.terrarium.Diagnostic;
import io.terrarium.FunctionSignature;
import io.terrarium.Outcome;
import io.terrarium.Program;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * What was found in a source, as one JSON document: its functions, or what is wrong with it. Every
 * field is always there; {@code docs/documents.md} describes them.
 */
public final class ProgramDocument {
  private final JsonGenerator json;

  private ProgramDocument(JsonGenerator json) {
    this.json = json;
  }

  /** The document of a source that compiled. */
  public static String of(Program program) {
    return Json.text(json -> write(program, json));
  }

  /** The document of a source that did not: refused, or an outcome of the compiler. */
  public static String of(Outcome outcome) {
    return Json.text(json -> write(outcome, json));
  }

  /** The document of a program as the next thing that a generator writes. */
  public static void write(Program program, JsonGenerator json) {
    new ProgramDocument(json)
        .write(
            "ok",
            null,
            List.of(),
            program.functions(),
            program.imports(),
            Optional.of(program.id()));
  }

  /** The document of a failure as the next thing that a generator writes. */
  public static void write(Outcome outcome, JsonGenerator json) {
    List<Diagnostic> diagnostics =
        outcome instanceof Outcome.Rejected rejected ? rejected.diagnostics() : List.of();
    new ProgramDocument(json)
        .write(outcome.status(), outcome, diagnostics, List.of(), List.of(), Optional.empty());
  }

  private void write(
      String status,
      @Nullable Outcome failure,
      List<Diagnostic> diagnostics,
      List<FunctionSignature> functions,
      List<String> imports,
      Optional<String> program) {
    json.writeStartObject();
    json.writeStringProperty("status", status);
    json.writeName("error");
    if (failure == null) {
      json.writeNull();
    } else {
      ErrorObject.write(failure, json);
    }
    json.writeName("diagnostics");
    DiagnosticObject.write(diagnostics, json);
    json.writeArrayPropertyStart("functions");
    functions.forEach(function -> FunctionObject.write(function, json));
    json.writeEndArray();
    json.writeArrayPropertyStart("imports");
    imports.forEach(json::writeString);
    json.writeEndArray();
    json.writeStringProperty("program", program.orElse(null));
    json.writeEndObject();
  }
}
