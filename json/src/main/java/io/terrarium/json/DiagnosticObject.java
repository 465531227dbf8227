package io.terrarium.json;

import io.terrarium.Diagnostic;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** The {@code diagnostics} of a document. */
final class DiagnosticObject {
  private DiagnosticObject() {}

  static void write(List<Diagnostic> diagnostics, JsonGenerator json) {
    json.writeStartArray();
    for (Diagnostic diagnostic : diagnostics) {
      write(diagnostic, json);
    }
    json.writeEndArray();
  }

  private static void write(Diagnostic diagnostic, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("code", diagnostic.code());
    json.writeStringProperty("message", diagnostic.message());
    json.writeNumberProperty("line", diagnostic.line());
    json.writeNumberProperty("column", diagnostic.column());
    json.writeNumberProperty("end_line", diagnostic.endLine());
    json.writeNumberProperty("end_column", diagnostic.endColumn());
    json.writeStringProperty("source_line", diagnostic.sourceLine());
    json.writeStringProperty("hint", diagnostic.hint().orElse(null));
    json.writeEndObject();
  }
}
