package io.terrarium.core;

import io.terrarium.CallReport;
import io.terrarium.OutputListener;
import io.terrarium.wire.WireFormatException;
import io.terrarium.wire.WorkerMessage;
import org.jspecify.annotations.Nullable;

/**
 * What a worker says that the program printed. The runtime in the worker holds the bound; one that
 * sends more, or goes on without end in frames that hold nothing, is not the runtime, and its
 * exchange ends. For one thread.
 */
final class OutputCollector {
  private final Captured stdout = new Captured();
  private final Captured stderr = new Captured();
  private final long bytesAtMost;
  private long bytesLeft;

  /**
   * @param bytesAtMost of both streams together, in UTF-8
   */
  OutputCollector(long bytesAtMost) {
    this.bytesAtMost = bytesAtMost;
    this.bytesLeft = bytesAtMost;
  }

  /**
   * Keeps a piece of output.
   *
   * @param bytes how long it was in UTF-8
   * @throws WireFormatException when it is empty or more than there may be
   */
  void add(WorkerMessage.Output output, int bytes) throws WireFormatException {
    bytesLeft -= bytes;
    if (bytes == 0 || bytesLeft < 0) {
      throw new WireFormatException(0, "more output than it may send, or none in a frame of it");
    }
    of(output.stream()).add(output.text());
  }

  /**
   * Notes that a stream was cut.
   *
   * @throws WireFormatException when that was said before
   */
  void truncated(OutputListener.Stream stream) throws WireFormatException {
    of(stream).truncate();
  }

  /** How much it has taken, in UTF-8. */
  long bytes() {
    return bytesAtMost - bytesLeft;
  }

  CallReport.Output stdout() {
    return stdout.output();
  }

  CallReport.Output stderr() {
    return stderr.output();
  }

  private Captured of(OutputListener.Stream stream) {
    return stream == OutputListener.Stream.STDOUT ? stdout : stderr;
  }

  /** What one stream took. */
  private static final class Captured {
    /** Null until something is printed, for most calls print nothing. */
    private @Nullable StringBuilder text;

    private boolean truncated;

    void add(String piece) {
      StringBuilder grown = text == null ? new StringBuilder() : text;
      text = grown.append(piece);
    }

    void truncate() throws WireFormatException {
      if (truncated) {
        throw new WireFormatException(0, "a stream is cut twice");
      }
      truncated = true;
    }

    CallReport.Output output() {
      return text == null && !truncated
          ? CallReport.Output.EMPTY
          : new CallReport.Output(text == null ? "" : text.toString(), truncated);
    }
  }
}
