package io.terrarium.server;

import io.terrarium.OutputListener;
import io.terrarium.json.Json;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Writes server-sent events, each with one line of JSON. For the thread that makes the call.
 *
 * <p>What is printed is written by a thread of its own: a client that takes nothing would otherwise
 * hold its call, and the call's place, beyond the call's time. What waits is no more than a call
 * may print.
 */
final class EventStream implements OutputListener {
  /** No event is empty. */
  private static final String END = "";

  private final Answer.Output output;
  private final BlockingQueue<String> waiting = new LinkedBlockingQueue<>();
  private final Thread writer = Thread.ofVirtual().name("terrarium-events").unstarted(this::write);
  private volatile @Nullable IOException failure;

  EventStream(Answer.Output output) {
    this.output = output;
  }

  @Override
  public void printed(Stream stream, String text) {
    IOException failed = failure;
    if (failed != null) {
      // There is nobody left to make the call for.
      throw new UncheckedIOException(failed);
    }
    String document =
        Json.text(json -> {
          json.writeStartObject();
          json.writeStringProperty("text", text);
          json.writeEndObject();
        });
    if (writer.getState() == Thread.State.NEW) {
      writer.start();
    }
    waiting.add(event(stream.name().toLowerCase(Locale.ROOT), document));
  }

  private void write() {
    try {
      for (String event = waiting.take(); !event.equals(END); event = waiting.take()) {
        send(event);
      }
    } catch (IOException e) {
      failure = e;
    } catch (RuntimeException | InterruptedException e) {
      failure = new IOException("an event could not be written", e);
    }
  }

  /** Sends the last event, behind all that was printed. */
  void last(String name, String document) throws IOException {
    if (writer.getState() != Thread.State.NEW) {
      waiting.add(END);
      awaitWriter();
    }
    IOException failed = failure;
    if (failed != null) {
      throw failed;
    }
    send(event(name, document));
  }

  private void awaitWriter() throws InterruptedIOException {
    try {
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted before all that was printed was written");
    }
  }

  private void send(String event) throws IOException {
    output.write(event);
    output.flush();
  }

  private static String event(String name, String document) {
    return "event: " + name + "\ndata: " + document + "\n\n";
  }
}
