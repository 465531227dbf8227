package io.terrarium.json;

import io.terrarium.IsolationReport;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/**
 * How the engines isolate on this machine, as one JSON document; {@code docs/documents.md}
 * describes its fields.
 */
public final class IsolationDocument {
  private IsolationDocument() {}

  /** The document of all engines. */
  public static String of(List<IsolationReport> reports) {
    return Json.text(json -> write(reports, json));
  }

  /** The document as the next thing that a generator writes. */
  public static void write(List<IsolationReport> reports, JsonGenerator json) {
    json.writeStartObject();
    json.writeBooleanProperty("usable", reports.stream().anyMatch(IsolationReport::usable));
    json.writeArrayPropertyStart("engines");
    for (IsolationReport report : reports) {
      engine(report, json);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void engine(IsolationReport report, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("engine", report.engine());
    json.writeBooleanProperty("usable", report.usable());
    json.writeStringProperty("runtime", report.runtime().orElse(null));
    json.writeArrayPropertyStart("layers");
    for (IsolationReport.Layer layer : report.layers()) {
      json.writeStartObject();
      json.writeStringProperty("name", layer.name());
      json.writeBooleanProperty("required", layer.required());
      json.writeBooleanProperty("present", layer.present());
      json.writeStringProperty("detail", layer.detail());
      json.writeStringProperty("remedy", layer.remedy().orElse(null));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeName("set_up_ms");
    report.setUp().ifPresentOrElse(time -> json.writeNumber(time.toNanos() / 1e6), json::writeNull);
    json.writeArrayPropertyStart("self_check");
    for (IsolationReport.Attempt attempt : report.selfCheck()) {
      json.writeStartObject();
      json.writeStringProperty("attempt", attempt.name());
      json.writeBooleanProperty("stopped", attempt.stopped());
      json.writeStringProperty("detail", attempt.detail());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("notes");
    report.notes().forEach(json::writeString);
    json.writeEndArray();
    json.writeEndObject();
  }
}
