package io.terrarium.server;

import io.terrarium.OutputListener;
import io.terrarium.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

/** Writes server-sent events, each with one line of JSON. For the thread that makes the call. */
final class EventStream implements OutputListener {
  private final Answer.Output output;

  EventStream(Answer.Output output) {
    this.output = output;
  }

  @Override
  public void printed(Stream stream, String text) {
    String document =
        Json.text(json -> {
          json.writeStartObject();
          json.writeStringProperty("text", text);
          json.writeEndObject();
        });
    try {
      event(stream.name().toLowerCase(Locale.ROOT), document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends an event at once. */
  void event(String name, String document) throws IOException {
    output.write("event: " + name + "\ndata: " + document + "\n\n");
    output.flush();
  }
}
