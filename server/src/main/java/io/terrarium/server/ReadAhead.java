package io.terrarium.server;

import io.helidon.http.DirectHandler;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ServerConnectionException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What comes in on a connection.
 *
 * <p>Theory of operation. A thread of its own reads ahead of whoever wants the bytes, by one read
 * and no more; so somebody always reads, and the end of the stream is noticed when it comes, also
 * while a call runs and nobody wants bytes. A thread that is {@linkplain #watched watched} is
 * interrupted then. A client that has sent more than its request is not noticed when it leaves; its
 * call ends at its limits.
 *
 * <p>Whoever waits for bytes does so within a bound: for a request to begin, for the rest of its
 * head, and for its body.
 */
final class ReadAhead implements Supplier<byte @Nullable []>, Runnable {
  /** Where bytes come from. */
  @FunctionalInterface
  interface Source {
    /** Waits for the next bytes; null at the end. */
    byte @Nullable [] read();
  }

  private enum Phase {
    IDLE,
    HEAD,
    BODY,
    STREAM
  }

  private final Source source;
  private final Duration idleTime;
  private final Duration headTime;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  private byte @Nullable [] ahead;
  private boolean ended;
  private @Nullable RuntimeException failure;
  private boolean closed;
  private @Nullable Thread watched;
  private boolean gone;
  private boolean begun;
  private boolean lost;
  private long since = System.nanoTime();
  private Phase phase = Phase.IDLE;
  private Duration patience;
  private long deadline;
  private BodyBudget.@Nullable Share share;
  private long mostAtOnce;
  private long sinceRead;

  /**
   * @param idleTime how long to wait for a request
   * @param headTime how long to wait for its head, once it has begun
   */
  ReadAhead(Source source, Duration idleTime, Duration headTime) {
    this.source = source;
    this.idleTime = idleTime;
    this.headTime = headTime;
    this.patience = idleTime;
    this.deadline = System.nanoTime() + idleTime.toNanos();
  }

  /** Reads until the end. For the thread that does nothing else. */
  @Override
  public void run() {
    try {
      while (true) {
        byte @Nullable [] bytes = source.read();
        if (bytes == null) {
          end(null);
          return;
        }
        if (!offer(bytes)) {
          return;
        }
      }
    } catch (RuntimeException e) {
      end(e);
    }
  }

  private boolean offer(byte[] bytes) {
    lock.lock();
    try {
      ahead = bytes;
      begun = true;
      changed.signalAll();
      while (ahead != null && !closed) {
        changed.awaitUninterruptibly();
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private void end(@Nullable RuntimeException why) {
    lock.lock();
    try {
      ended = true;
      failure = why;
      changed.signalAll();
      if (watched != null) {
        gone = true;
        watched.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The connection is over: nobody will want anything more. */
  void close() {
    lock.lock();
    try {
      closed = true;
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The next bytes; null at the end.
   *
   * @throws RequestException when they do not come in time
   */
  @Override
  public byte @Nullable [] get() {
    lock.lock();
    try {
      if (phase == Phase.STREAM) {
        deadline = System.nanoTime() + patience.toNanos();
      }
      while (ahead == null && !ended) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          throw late();
        }
        var _ = changed.awaitNanos(left);
      }
      byte @Nullable [] bytes = ahead;
      if (bytes == null) {
        if (failure != null) {
          throw new ServerConnectionException("reading failed", failure);
        }
        return null;
      }
      ahead = null;
      changed.signalAll();
      if (phase == Phase.IDLE) {
        begin(Phase.HEAD, headTime);
      }
      lost = true;
      account(bytes.length);
      lost = false;
      return bytes;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CloseConnectionException("interrupted while reading", e);
    } finally {
      lock.unlock();
    }
  }

  /** The web server keeps a whole chunk of a body in memory, however long the client has it be. */
  private void account(int length) {
    if (share == null) {
      return;
    }
    if (phase == Phase.STREAM && sinceRead == 0) {
      share.release();
    }
    sinceRead += length;
    if (sinceRead > mostAtOnce) {
      throw Problem.of(
              ProblemCode.BODY_TOO_LARGE,
              "A chunk of the body is longer than " + mostAtOnce + " bytes.")
          .exception();
    }
    share.take(length);
  }

  private RuntimeException late() {
    return switch (phase) {
      case IDLE -> new CloseConnectionException("nothing came for too long");
      case HEAD ->
          RequestException.builder()
              .type(DirectHandler.EventType.BAD_REQUEST)
              .status(Status.REQUEST_TIMEOUT_408)
              .message("the head took too long")
              .setKeepAlive(false)
              .build();
      case BODY, STREAM ->
          Problem.of(
                  ProblemCode.REQUEST_TIMEOUT,
                  "The body did not come within " + patience.toMillis() + " ms.")
              .exception();
    };
  }

  private void begin(Phase newPhase, Duration time) {
    phase = newPhase;
    patience = time;
    since = System.nanoTime();
    deadline = since + time.toNanos();
  }

  /** Whether the head of a request is complete, and its body may still come. */
  boolean isInBody() {
    lock.lock();
    try {
      return phase == Phase.BODY || phase == Phase.STREAM;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Whether bytes came that there was no room for: what follows them must not be read, for nobody
   * knows where in it another request begins.
   */
  boolean hasLostBytes() {
    lock.lock();
    try {
      return lost;
    } finally {
      lock.unlock();
    }
  }

  /** Whether anything has come at all. */
  boolean hasBegun() {
    lock.lock();
    try {
      return begun;
    } finally {
      lock.unlock();
    }
  }

  /**
   * For how many nanoseconds it has waited for a request, or for the rest of one; negative while
   * work is done.
   */
  long waited(long now) {
    lock.lock();
    try {
      return watched == null ? Math.max(0, now - since) : -1;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The head is here, and a body that may come has so much time from now on.
   *
   * @param newShare what its bytes are taken from
   * @param most bytes that may come between two calls of {@link #bodyRead}
   */
  void awaitBody(Duration time, BodyBudget.Share newShare, long most) {
    lock.lock();
    try {
      begin(Phase.BODY, time);
      share = newShare;
      mostAtOnce = most;
      sinceRead = 0;
    } finally {
      lock.unlock();
    }
  }

  /** The body may go on as long as it likes, but must not pause longer than this. */
  void awaitStream(Duration pause) {
    lock.lock();
    try {
      begin(Phase.STREAM, pause);
    } finally {
      lock.unlock();
    }
  }

  /** Takes in what comes, for so long at most, and forgets it. */
  void discard(Duration time) {
    lock.lock();
    try {
      long end = System.nanoTime() + time.toNanos();
      for (long left = time.toNanos(); left > 0 && !ended; left = end - System.nanoTime()) {
        ahead = null;
        changed.signalAll();
        var _ = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /** Somebody has read some of the body, and reads on. */
  void bodyRead() {
    lock.lock();
    try {
      sinceRead = 0;
    } finally {
      lock.unlock();
    }
  }

  /** The request is over, and another one may come. */
  void awaitRequest() {
    lock.lock();
    try {
      begin(Phase.IDLE, idleTime);
      share = null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Does work on this thread, which is interrupted when the client leaves meanwhile, or has left.
   */
  <T> T watched(Supplier<T> work) {
    watch();
    try {
      return work.get();
    } finally {
      unwatch();
    }
  }

  private void watch() {
    lock.lock();
    try {
      watched = Thread.currentThread();
      if (ended) {
        gone = true;
        Thread.currentThread().interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  /** What remains is the interrupt of somebody else, such as a service that ends. */
  private void unwatch() {
    lock.lock();
    try {
      watched = null;
      since = System.nanoTime();
      if (gone) {
        gone = false;
        var _ = Thread.interrupted();
      }
    } finally {
      lock.unlock();
    }
  }
}
