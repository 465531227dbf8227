package io.terrarium.json;

import io.terrarium.FunctionSignature;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/** One of the {@code functions} of a document. */
public final class FunctionObject {
  private FunctionObject() {}

  /** A function as the next thing that a generator writes. */
  public static void write(FunctionSignature function, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("name", function.name());
    json.writeStringProperty("signature", function.toString());
    json.writeBooleanProperty("async", function.asynchronous());
    json.writeNumberProperty("line", function.line());
    json.writeStringProperty("docstring", function.docstring().orElse(null));
    json.writeArrayPropertyStart("parameters");
    function.parameters().forEach(parameter -> write(parameter, json));
    json.writeEndArray();
    json.writeStringProperty("returns", function.returns().orElse(null));
    json.writeEndObject();
  }

  private static void write(FunctionSignature.Parameter parameter, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("name", parameter.name());
    json.writeStringProperty("kind", parameter.kind().name().toLowerCase(Locale.ROOT));
    json.writeStringProperty("default", parameter.defaultText().orElse(null));
    json.writeStringProperty("annotation", parameter.annotation().orElse(null));
    json.writeEndObject();
  }
}
