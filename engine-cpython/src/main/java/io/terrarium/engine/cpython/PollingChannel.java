package io.terrarium.engine.cpython;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;

/**
 * A worker's socket, whose reader looks for a while whether there is an answer before it sleeps,
 * where that is worth it.
 *
 * <p>Theory of operation: that of {@code polling.py}, which does the same on the other side. The
 * first read of a worker always sleeps, for that is all that a pristine one is read.
 *
 * <p>For one thread at a time, but {@link #close} and {@link #isOpen}, which any may call: the JDK
 * marks the socket as closed before it asks whether it blocks.
 */
final class PollingChannel implements ByteChannel {
  /** Whether there is a processor to look with while another one works. */
  static final boolean HAS_SPARE_PROCESSOR = Runtime.getRuntime().availableProcessors() > 1;

  /** A wait of at most so long is a short one; nobody looks longer either. */
  private static final long SHORT_NANOS = 100_000;

  /** Looking once in vain is worth it where it was not at least so many times before. */
  private static final int PAYS = 16;

  private static final int MOST_WAITS = 1024;

  private final SocketChannel socket;
  private boolean readBefore;

  /** Whether the socket waits for what is not there yet; it does unless somebody looks. */
  private boolean blocks = true;

  private int found;

  /** How many short waits are to pass before looking. */
  private int shortWaits = 1;

  private int nextShortWaits = 1;

  PollingChannel(SocketChannel socket) {
    this.socket = socket;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    if (!HAS_SPARE_PROCESSOR || !readBefore) {
      readBefore = true;
      return socket.read(into);
    }
    long began = System.nanoTime();
    // One who is interrupted is to be woken by that, as only one who sleeps is.
    return shortWaits == 0 && !Thread.currentThread().isInterrupted()
        ? look(into, began)
        : sleep(into, began);
  }

  private int sleep(ByteBuffer into, long began) throws IOException {
    block(true);
    int count = socket.read(into);
    if (System.nanoTime() - began <= SHORT_NANOS) {
      shortWaits = Math.max(shortWaits - 1, 0);
    }
    return count;
  }

  private int look(ByteBuffer into, long began) throws IOException {
    block(false);
    do {
      int count = socket.read(into);
      if (count != 0) {
        found++;
        return count;
      }
    } while (System.nanoTime() - began <= SHORT_NANOS);
    nextShortWaits = found >= PAYS ? 1 : Math.min(2 * nextShortWaits, MOST_WAITS);
    shortWaits = nextShortWaits;
    found = 0;
    block(true);
    return socket.read(into);
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    int count = socket.write(from);
    if (count == 0 && from.hasRemaining()) {
      block(true);
      return socket.write(from);
    }
    return count;
  }

  private void block(boolean wanted) throws IOException {
    if (blocks != wanted) {
      socket.configureBlocking(wanted);
      blocks = wanted;
    }
  }

  @Override
  public boolean isOpen() {
    return socket.isOpen();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
