package io.terrarium.server;

import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The body of an answer that is streamed; its head leaves with the first byte. */
final class StreamedOutput implements Answer.Output {
  private final ServerResponse response;
  private @Nullable OutputStream out;

  StreamedOutput(ServerResponse response) {
    this.response = response;
  }

  /** Whether something may have left already. */
  boolean hasBegun() {
    return out != null;
  }

  @Override
  public void write(String text) throws IOException {
    out().write(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void flush() throws IOException {
    out().flush();
  }

  /** Nothing more comes. */
  void close() throws IOException {
    out().close();
  }

  private OutputStream out() {
    if (out == null) {
      out = response.outputStream();
    }
    return out;
  }
}
