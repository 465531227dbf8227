package io.terrarium.engine.wasm;

import java.nio.ByteBuffer;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Bytes on their way from one thread to another, as many as a pipe of the system holds. */
final class Pipe {
  private static final int CAPACITY = 1 << 16;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final byte[] ring = new byte[CAPACITY];
  private int begin;
  private int filled;
  private boolean closed;

  /**
   * Waits for bytes and takes those that are there and fit.
   *
   * @return how many; -1 where it is closed and empty
   */
  int read(ByteBuffer into) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (filled == 0 && !closed && into.hasRemaining()) {
        changed.await();
      }
      if (filled == 0) {
        return into.hasRemaining() ? -1 : 0;
      }
      int taken = Math.min(filled, into.remaining());
      int first = Math.min(taken, CAPACITY - begin);
      into.put(ring, begin, first).put(ring, 0, taken - first);
      begin = (begin + taken) % CAPACITY;
      filled -= taken;
      changed.signalAll();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Hands over all of the bytes, waiting where there is no room.
   *
   * @return false where it is closed
   */
  boolean write(ByteBuffer from) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (from.hasRemaining() && !closed) {
        if (filled == CAPACITY) {
          changed.await();
          continue;
        }
        int end = (begin + filled) % CAPACITY;
        int room = Math.min(CAPACITY - filled, CAPACITY - end);
        int given = Math.min(room, from.remaining());
        from.get(ring, end, given);
        filled += given;
        changed.signalAll();
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /** Nothing more goes in; what is in it may still be taken. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
