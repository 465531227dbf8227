package io.terrarium.core;

import io.terrarium.CallReport;
import io.terrarium.OutputListener;
import io.terrarium.wire.WireFormatException;
import io.terrarium.wire.WorkerMessage;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a worker says that the program printed. The runtime in the worker holds the bound; one that
 * sends more, or goes on without end in frames that hold nothing, is not the runtime, and its
 * exchange ends. For one thread.
 */
final class OutputCollector {
  private final StringBuilder stdout = new StringBuilder();
  private final StringBuilder stderr = new StringBuilder();
  private final Set<OutputListener.Stream> truncated = EnumSet.noneOf(OutputListener.Stream.class);
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
    (output.stream() == OutputListener.Stream.STDOUT ? stdout : stderr).append(output.text());
  }

  /**
   * Notes that a stream was cut.
   *
   * @throws WireFormatException when that was said before
   */
  void truncated(OutputListener.Stream stream) throws WireFormatException {
    if (!truncated.add(stream)) {
      throw new WireFormatException(0, "a stream is cut twice");
    }
  }

  /** How much it has taken, in UTF-8. */
  long bytes() {
    return bytesAtMost - bytesLeft;
  }

  CallReport.Output stdout() {
    return output(stdout, OutputListener.Stream.STDOUT);
  }

  CallReport.Output stderr() {
    return output(stderr, OutputListener.Stream.STDERR);
  }

  private CallReport.Output output(StringBuilder text, OutputListener.Stream stream) {
    return new CallReport.Output(text.toString(), truncated.contains(stream));
  }
}
