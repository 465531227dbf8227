package io.terrarium.engine.wasm;

import java.nio.ByteBuffer;

/**
 * Bytes on their way from one thread to another, as many as a pipe of the system holds.
 *
 * <p>An instance may come to the end of its stack anywhere in here. The virtual machine gives a
 * monitor back even then. A lock of the library has to be called to be unlocked, for which there
 * may be no stack: it would stay locked, and whoever is to end the instance would wait for it for
 * ever.
 */
final class Pipe {
  private static final int CAPACITY = 1 << 16;

  private final byte[] ring = new byte[CAPACITY];
  private int begin;
  private int filled;
  private boolean closed;

  /**
   * Waits for bytes and takes those that are there and fit.
   *
   * @return how many; -1 where it is closed and empty
   */
  synchronized int read(ByteBuffer into) throws InterruptedException {
    endIfInterrupted();
    while (filled == 0 && !closed && into.hasRemaining()) {
      wait();
    }
    if (filled == 0) {
      return into.hasRemaining() ? -1 : 0;
    }
    int taken = Math.min(filled, into.remaining());
    int first = Math.min(taken, CAPACITY - begin);
    into.put(ring, begin, first).put(ring, 0, taken - first);
    begin = (begin + taken) % CAPACITY;
    filled -= taken;
    notifyAll();
    return taken;
  }

  /**
   * Hands over all of the bytes, waiting where there is no room.
   *
   * @return false where it is closed
   */
  synchronized boolean write(ByteBuffer from) throws InterruptedException {
    endIfInterrupted();
    while (from.hasRemaining() && !closed) {
      if (filled == CAPACITY) {
        wait();
        continue;
      }
      int end = (begin + filled) % CAPACITY;
      int room = Math.min(CAPACITY - filled, CAPACITY - end);
      int given = Math.min(room, from.remaining());
      from.get(ring, end, given);
      filled += given;
      notifyAll();
    }
    return !closed;
  }

  /** Nothing more goes in; what is in it may still be taken. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  private static void endIfInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }
}
