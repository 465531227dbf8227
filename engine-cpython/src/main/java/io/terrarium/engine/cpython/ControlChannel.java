package io.terrarium.engine.cpython;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The frames between the supervisor and a zygote, over its standard input and output; the head of
 * {@code zygote.py} lists them. Sending is thread-safe; receiving is for one thread.
 */
final class ControlChannel {
  private static final int REPORT_BYTES_AT_MOST = 1 << 20;

  private final OutputStream out;
  private final DataInputStream in;

  ControlChannel(OutputStream out, InputStream in) {
    this.out = out;
    this.in = new DataInputStream(new BufferedInputStream(in));
  }

  /** A frame from the zygote. */
  record Report(char kind, ByteBuffer payload) {}

  /** Sends everything in one write, so that frames of several threads do not mix. */
  void send(char kind, byte[] payload) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(Integer.BYTES + 1 + payload.length);
    frame.putInt(payload.length).put((byte) kind).put(payload);
    synchronized (out) {
      out.write(frame.array());
      out.flush();
    }
  }

  /** The next frame; nothing when the zygote is gone. */
  Optional<Report> receive() throws IOException {
    int length;
    try {
      length = in.readInt();
    } catch (EOFException e) {
      return Optional.empty();
    }
    if (length < 0 || length > REPORT_BYTES_AT_MOST) {
      throw new IOException("a zygote's report of " + length + " bytes");
    }
    char kind = (char) in.readUnsignedByte();
    byte[] payload = new byte[length];
    in.readFully(payload);
    return Optional.of(new Report(kind, ByteBuffer.wrap(payload)));
  }
}
