package io.terrarium.server;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import java.util.function.Supplier;

/**
 * The bytes of a connection as the web server takes them, who takes two things for chunks of a body
 * that are none: a size with a sign, and a chunk with anything behind it but the end of its line.
 * Whoever passes requests on may read those otherwise, and see other requests in what follows.
 */
final class StrictReader extends DataReader {
  /** Hexadecimal digits of a size, which are more than a body may have bytes. */
  private static final int LONGEST_SIZE = 16;

  private static final int LINE_END = 2;

  private final ReadAhead reading;
  private boolean isWithin;

  // There is no other way to change what a reader does than to be one.
  @SuppressWarnings("removal")
  StrictReader(ReadAhead reading) {
    super(reading);
    this.reading = reading;
  }

  /** In a body, a line is the size of a chunk, or the empty one at the end. */
  @Override
  public String readLine() {
    if (!reading.isInBody()) {
      return super.readLine();
    }
    if (findNewLine(LONGEST_SIZE + 1) > LONGEST_SIZE) {
      throw new IncorrectNewLineException("the size of a chunk is too long");
    }
    String line = within(super::readLine);
    if (line.chars().anyMatch(it -> Character.digit(it, 16) < 0)) {
      throw new IncorrectNewLineException("the size of a chunk is no hexadecimal number");
    }
    return line;
  }

  @Override
  public BufferData readBuffer(int length) {
    return within(() -> super.readBuffer(length));
  }

  /** What was read is skipped by the reader itself, which is no skipping of the web server's. */
  private <T> T within(Supplier<T> read) {
    isWithin = true;
    try {
      return read.get();
    } finally {
      isWithin = false;
    }
  }

  /** In a body, the web server skips nothing unread but the end of a line. */
  @Override
  public void skip(int length) {
    if (!isWithin && length == LINE_END && reading.isInBody() && !startsWithNewLine()) {
      throw new IncorrectNewLineException("a chunk is longer than its size");
    }
    super.skip(length);
  }
}
