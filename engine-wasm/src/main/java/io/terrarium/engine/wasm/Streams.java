package io.terrarium.engine.wasm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;

/** The byte streams between the supervisor and one instance, seen from both sides. Thread-safe. */
final class Streams {
  private final Pipe requests = new Pipe();
  private final Pipe answers = new Pipe();
  private final Supervisor supervisor = new Supervisor();

  /** The supervisor's side; it behaves like a socket. */
  ByteChannel supervisor() {
    return supervisor;
  }

  /** What the instance reads as its standard input; -1 at the end. */
  int readRequest(ByteBuffer into) throws InterruptedException {
    return requests.read(into);
  }

  /** What the instance writes to its standard output; false where nobody reads it. */
  boolean writeAnswer(ByteBuffer from) throws InterruptedException {
    return answers.write(from);
  }

  /** The instance has ended: what it has written may still be read. */
  void instanceEnded() {
    requests.close();
    answers.close();
  }

  private final class Supervisor implements ByteChannel {
    private volatile boolean open = true;

    @Override
    public int read(ByteBuffer into) throws IOException {
      requireOpen();
      try {
        int count = answers.read(into);
        if (count < 0 && !open) {
          throw new AsynchronousCloseException();
        }
        return count;
      } catch (InterruptedException e) {
        throw closedByInterrupt();
      }
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
      requireOpen();
      int size = from.remaining();
      try {
        if (!requests.write(from)) {
          throw open ? new IOException("the instance has ended") : new AsynchronousCloseException();
        }
        return size;
      } catch (InterruptedException e) {
        throw closedByInterrupt();
      }
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void close() {
      open = false;
      requests.close();
      answers.close();
    }

    private void requireOpen() throws ClosedChannelException {
      if (!open) {
        throw new ClosedChannelException();
      }
    }

    private ClosedByInterruptException closedByInterrupt() {
      close();
      Thread.currentThread().interrupt();
      return new ClosedByInterruptException();
    }
  }
}
