package io.terrarium.json;

import io.terrarium.Limits;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/** The limits of a document. */
public final class LimitsObject {
  private LimitsObject() {}

  /** The limits as a field of that name. */
  public static void write(String name, Limits limits, JsonGenerator json) {
    json.writeObjectPropertyStart(name);
    Milliseconds.write("wall_ms", limits.wallTime(), json);
    Milliseconds.write("cpu_ms", limits.cpuTime(), json);
    json.writeNumberProperty("memory_bytes", limits.memoryBytes());
    json.writeNumberProperty("output_bytes", limits.outputBytes());
    json.writeStringProperty(
        "output_overflow", limits.outputOverflow().name().toLowerCase(Locale.ROOT));
    json.writeNumberProperty("result_bytes", limits.resultBytes());
    json.writeNumberProperty("argument_bytes", limits.argumentBytes());
    json.writeNumberProperty("host_calls", limits.hostCalls());
    json.writeEndObject();
  }
}
