package io.terrarium.wire;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of one worker, which may be hostile. A small frame costs one read of the
 * channel. Memory is taken as bytes arrive, never because a frame says that they will.
 *
 * <p>For one thread at a time. After any exception it is of no further use.
 */
public final class FrameReader {
  static final int HEADER_BYTES = 5;

  private static final int INITIAL_BYTES = 8 * 1024;

  /** A buffer that is larger than this is let go once it is empty. */
  private static final int KEPT_BYTES = 256 * 1024;

  /**
   * At most so much is read at once: the JDK keeps, for each thread, off-heap memory of the size of
   * the largest read.
   */
  private static final int CHUNK_BYTES = 128 * 1024;

  private final ReadableByteChannel channel;
  private byte[] buffer = new byte[INITIAL_BYTES];

  /** What has arrived and was not handed out lies from here to {@link #end}. */
  private int start;

  private int end;

  /**
   * @param channel where the bytes come from; it blocks until there are some
   */
  public FrameReader(ReadableByteChannel channel) {
    this.channel = channel;
  }

  /**
   * The next frame, or null if the stream ends before one begins.
   *
   * @param maximumPayload how long its payload may be, in bytes
   * @throws WireFormatException if the frame is longer or of a kind that workers do not send
   * @throws EOFException if the stream ends within the frame
   * @throws IOException if the channel fails, or is closed meanwhile
   */
  public @Nullable Frame read(int maximumPayload) throws IOException {
    forget();
    if (!fill(HEADER_BYTES)) {
      return null;
    }
    FrameKind kind = FrameKind.fromWorker(buffer[start + 4]);
    if (kind == null) {
      throw new WireFormatException(4, "workers send no frame of kind " + buffer[start + 4]);
    }
    int length = payloadLength(Math.min(maximumPayload, kind.maximumPayload()));
    fill(HEADER_BYTES + length);
    ByteBuffer payload = ByteBuffer.wrap(buffer, start + HEADER_BYTES, length);
    start += HEADER_BYTES + length;
    return new Frame(kind, payload);
  }

  /**
   * How many bytes have arrived behind the last frame. Behind an answer there must be none: a
   * worker does not speak unasked.
   */
  public int leftOver() {
    return end - start;
  }

  private int payloadLength(int maximumPayload) throws WireFormatException {
    long length = Integer.toUnsignedLong(ByteBuffer.wrap(buffer).getInt(start));
    if (length > Math.min(maximumPayload, Integer.MAX_VALUE - 64)) {
      throw new WireFormatException(
          0, "a frame of " + length + " bytes, where " + maximumPayload + " is the most");
    }
    return (int) length;
  }

  /** Makes use of the room that handed out frames took. */
  private void forget() {
    if (start == end) {
      start = 0;
      end = 0;
      if (buffer.length > KEPT_BYTES) {
        buffer = new byte[INITIAL_BYTES];
      }
    }
  }

  /**
   * Reads until so many bytes are there.
   *
   * @return false if the stream ended before the first of them
   */
  private boolean fill(int needed) throws IOException {
    while (end - start < needed) {
      makeRoom(needed);
      int room = Math.min(buffer.length - end, CHUNK_BYTES);
      int count = channel.read(ByteBuffer.wrap(buffer, end, room));
      if (count < 0) {
        return atEnd(needed);
      }
      if (count == 0) {
        throw new IOException(
            "the channel of a worker must block until there is something to read");
      }
      end += count;
    }
    return true;
  }

  private boolean atEnd(int needed) throws EOFException {
    if (start == end) {
      return false;
    }
    throw new EOFException(
        "the stream ended after " + (end - start) + " of at least " + needed + " bytes of a frame");
  }

  private void makeRoom(int needed) {
    if (start > 0 && start + needed > buffer.length) {
      System.arraycopy(buffer, start, buffer, 0, end - start);
      end -= start;
      start = 0;
    }
    if (end == buffer.length) {
      // Twice what has arrived, so a length that is not true gains nothing.
      byte[] larger = new byte[(int) Math.min(2L * buffer.length, Integer.MAX_VALUE - 16)];
      System.arraycopy(buffer, 0, larger, 0, end);
      buffer = larger;
    }
  }
}
