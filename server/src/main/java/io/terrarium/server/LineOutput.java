package io.terrarium.server;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lines of an answer. They are sent together where they come quickly, and none waits for long: a
 * thread of its own sends what a short time has left in the buffer.
 */
final class LineOutput implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMillis(10);

  private final Answer.Output output;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread thread = Thread.ofVirtual().name("terrarium-flush").unstarted(this::flush);
  private boolean waiting;
  private boolean closed;

  LineOutput(Answer.Output output) {
    this.output = output;
  }

  /** Writes a line. */
  void line(String text) throws IOException {
    lock.lock();
    try {
      output.write(text + "\n");
      if (!waiting) {
        waiting = true;
        changed.signalAll();
      }
      if (thread.getState() == Thread.State.NEW) {
        thread.start();
      }
    } finally {
      lock.unlock();
    }
  }

  private void flush() {
    lock.lock();
    try {
      while (!closed) {
        if (!waiting) {
          changed.await();
          continue;
        }
        long left = PATIENCE.toNanos();
        while (left > 0 && !closed) {
          left = changed.awaitNanos(left);
        }
        if (!closed) {
          waiting = false;
          output.flush();
        }
      }
    } catch (InterruptedException | IOException | RuntimeException e) {
      // Whoever writes next finds the client gone too.
    } finally {
      lock.unlock();
    }
  }

  /** Nothing more comes; what is in the buffer leaves with the end of the answer. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
