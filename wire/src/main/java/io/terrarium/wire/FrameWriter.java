package io.terrarium.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** Writes frames to one worker. For one thread at a time. */
public final class FrameWriter {
  /**
   * At most so much is written at once: the JDK keeps, for each thread, off-heap memory of the size
   * of the largest write.
   */
  private static final int CHUNK_BYTES = 128 * 1024;

  /** Two frames that are shorter together are written in one piece: each writing is felt. */
  private static final int TOGETHER_BYTES = 32 * 1024;

  private final WritableByteChannel channel;

  /**
   * @param channel where the bytes go; it blocks until it takes some
   */
  public FrameWriter(WritableByteChannel channel) {
    this.channel = channel;
  }

  /**
   * Writes a whole request, and what has to be written before it.
   *
   * @throws IOException if the channel fails, as it does when the worker is gone
   */
  public void write(EncodedRequest request) throws IOException {
    EncodedRequest load = request.load();
    if (load == null) {
      write(request.frame());
    } else if (request.bytes() <= TOGETHER_BYTES) {
      write(ByteBuffer.allocate(request.bytes()).put(load.frame()).put(request.frame()).flip());
    } else {
      write(load.frame());
      write(request.frame());
    }
  }

  private void write(ByteBuffer frame) throws IOException {
    int end = frame.limit();
    while (frame.position() < end) {
      frame.limit(Math.min(end, frame.position() + CHUNK_BYTES));
      channel.write(frame);
    }
  }
}
