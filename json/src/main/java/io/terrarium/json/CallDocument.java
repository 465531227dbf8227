package io.terrarium.json;

import io.terrarium.CallReport;
import io.terrarium.Outcome;
import io.terrarium.Program;
import io.terrarium.Usage;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/**
 * What became of a call, as one JSON document: the same whether the command line prints it or the
 * service answers it. Every field is always there; {@code docs/documents.md} describes them.
 *
 * <p>Writing asks for the call's usage, and so waits for the kernel's figures where they are not
 * there yet.
 */
public final class CallDocument {
  private final JsonGenerator json;

  private CallDocument(JsonGenerator json) {
    this.json = json;
  }

  /** The document of a call of a program. */
  public static String of(Outcome outcome, Program program) {
    return of(outcome, Optional.of(program.id()));
  }

  /**
   * The document of an outcome.
   *
   * @param program the id of the program; empty where there is none, since its source was refused
   */
  public static String of(Outcome outcome, Optional<String> program) {
    return Json.text(json -> write(outcome, program, json));
  }

  /** The document as the next thing that a generator writes. */
  public static void write(Outcome outcome, Optional<String> program, JsonGenerator json) {
    new CallDocument(json).write(outcome, program);
  }

  private void write(Outcome outcome, Optional<String> program) {
    CallReport report = outcome.report();
    json.writeStartObject();
    json.writeStringProperty("status", outcome.status());
    json.writeName("result");
    if (outcome instanceof Outcome.Returned returned) {
      ValueJson.write(returned.value(), json);
    } else {
      json.writeNull();
    }
    json.writeStringProperty("stdout", report.stdout().text());
    json.writeStringProperty("stderr", report.stderr().text());
    json.writeObjectPropertyStart("truncated");
    json.writeBooleanProperty("stdout", report.stdout().truncated());
    json.writeBooleanProperty("stderr", report.stderr().truncated());
    json.writeEndObject();
    json.writeName("error");
    ErrorObject.write(outcome, json);
    json.writeName("diagnostics");
    DiagnosticObject.write(
        outcome instanceof Outcome.Rejected rejected ? rejected.diagnostics() : List.of(), json);
    usage(report.usage());
    LimitsObject.write("limits", report.limits(), json);
    json.writeStringProperty("engine", report.engine());
    json.writeStringProperty("program", program.orElse(null));
    json.writeEndObject();
  }

  private void usage(Usage usage) {
    json.writeObjectPropertyStart("usage");
    Milliseconds.write("wall_ms", usage.wallTime(), json);
    Milliseconds.write("cpu_ms", usage.cpuTime(), json);
    if (usage.peakMemoryBytes().isPresent()) {
      json.writeNumberProperty("peak_memory_bytes", usage.peakMemoryBytes().getAsLong());
    } else {
      json.writeNullProperty("peak_memory_bytes");
    }
    json.writeEndObject();
  }
}
