package io.terrarium.json;

import io.terrarium.CallReport;
import io.terrarium.Outcome;
import io.terrarium.RowOutcome;
import tools.jackson.core.JsonGenerator;

/**
 * What became of one row of a map, as one JSON document; {@code docs/documents.md} describes it.
 * There are many of them, so what has nothing to say is left out.
 */
public final class RowDocument {
  private RowDocument() {}

  /** The document of a row. */
  public static String of(RowOutcome row) {
    return Json.text(json -> write(row, json));
  }

  private static void write(RowOutcome row, JsonGenerator json) {
    Outcome outcome = row.outcome();
    json.writeStartObject();
    json.writeNumberProperty("row", row.row());
    json.writeStringProperty("status", outcome.status());
    json.writeName("result");
    if (outcome instanceof Outcome.Returned returned) {
      ValueJson.write(returned.value(), json);
    } else {
      json.writeNull();
      json.writeName("error");
      ErrorObject.write(outcome, json);
    }
    output("stdout", outcome.report().stdout(), json);
    output("stderr", outcome.report().stderr(), json);
    json.writeEndObject();
  }

  private static void output(String name, CallReport.Output output, JsonGenerator json) {
    if (!output.text().isEmpty()) {
      json.writeStringProperty(name, output.text());
    }
    if (output.truncated()) {
      json.writeBooleanProperty(name + "_truncated", true);
    }
  }
}
