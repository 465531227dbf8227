package io.terrarium.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What a route has to say to a request. */
public sealed interface Answer {
  /** The media type of documents. */
  String JSON = "application/json";

  /** The media type of problem documents. */
  String PROBLEM_JSON = "application/problem+json";

  /** The media type of diagnostics for editors and code hosts. */
  String SARIF = "application/sarif+json";

  /** The media type of rows. */
  String NDJSON = "application/x-ndjson";

  /** The media type of events. */
  String EVENTS = "text/event-stream";

  /** A header of an answer. */
  record Header(String name, String value) {}

  /** The HTTP status. */
  int status();

  /** Headers besides those that every answer has; of two of the same name the later one counts. */
  List<Header> headers();

  /** The same with one more header. */
  Answer with(String name, String value);

  /** An answer that is there. */
  static Document document(int status, String mediaType, String text) {
    return new Document(status, mediaType, text.getBytes(StandardCharsets.UTF_8), List.of());
  }

  /** A JSON document, and all is well. */
  static Document json(String text) {
    return document(200, JSON, text);
  }

  /** An answer without a body. */
  static Document nothing(int status) {
    return new Document(status, "", new byte[0], List.of());
  }

  /**
   * An answer that is there.
   *
   * @param mediaType of the body; empty where there is none
   * @param body not copied: nobody may change it
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Document(int status, String mediaType, byte[] body, List<Header> headers)
      implements Answer {
    /** Copies the list. */
    public Document {
      headers = List.copyOf(headers);
    }

    @Override
    public Document with(String name, String value) {
      return new Document(status, mediaType, body, more(headers, name, value));
    }
  }

  /**
   * An answer that comes bit by bit.
   *
   * @param content writes it, on the thread of the request; what it throws before the first byte
   *     becomes an answer of its own
   */
  record Stream(int status, String mediaType, Content content, List<Header> headers)
      implements Answer {
    /** Copies the list. */
    public Stream {
      headers = List.copyOf(headers);
    }

    /** A stream, and all is well so far. */
    public static Stream of(String mediaType, Content content) {
      return new Stream(200, mediaType, content, List.of());
    }

    @Override
    public Stream with(String name, String value) {
      return new Stream(status, mediaType, content, more(headers, name, value));
    }
  }

  /** Writes the body of an answer. */
  @FunctionalInterface
  interface Content {
    /**
     * Writes it all.
     *
     * @throws IOException when the client is gone
     */
    void write(Output output) throws IOException;
  }

  /** Where the body of an answer goes. */
  interface Output {
    /** Writes text; it may stay in a buffer, and waits for a client that does not keep up. */
    void write(String text) throws IOException;

    /** Sends what is in the buffer. */
    void flush() throws IOException;
  }

  private static List<Header> more(List<Header> headers, String name, String value) {
    var all = new ArrayList<Header>(headers);
    all.add(new Header(name, value));
    return all;
  }
}
