package io.terrarium.server.operations;

import io.helidon.webserver.CloseConnectionException;
import io.terrarium.config.ServiceKey;
import io.terrarium.server.Operations;
import io.terrarium.server.Problem;
import io.terrarium.server.ProblemCode;
import io.terrarium.server.Request;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Lets in what a key may do: so much in a second, and so much at a time. Thread-safe. */
final class Turnstile {
  private final @Nullable TokenBucket rate;
  private final @Nullable Semaphore places;
  private final int mostAtATime;
  private final int queueLength;
  private final Duration queueWait;
  private final AtomicInteger waiting = new AtomicInteger();

  /**
   * One for the requests of a key.
   *
   * @param usual how much of it may go on at the same time where the key does not say
   * @param queueWait how long a request may wait for another one to end
   */
  Turnstile(ServiceKey key, OptionalInt usual, Duration queueWait) {
    OptionalInt most = key.concurrency().isPresent() ? key.concurrency() : usual;
    this.rate =
        key.rate()
            .map(perSecond -> new TokenBucket(perSecond, key.burst(), System::nanoTime))
            .orElse(null);
    this.places = most.isPresent() ? new Semaphore(most.getAsInt(), true) : null;
    this.mostAtATime = most.orElse(Integer.MAX_VALUE);
    this.queueLength = key.queueLength();
    this.queueWait = queueWait;
  }

  /** How much of the key's may go on at the same time. */
  int mostAtATime() {
    return mostAtATime;
  }

  /**
   * Counts a request.
   *
   * @throws io.terrarium.server.ProblemException when there are too many in a second
   */
  void count() {
    Optional<Duration> wait = rate == null ? Optional.empty() : rate.take();
    if (wait.isPresent()) {
      throw Problem.of(
              ProblemCode.RATE_LIMITED, "The key has made more requests than it may in a second.")
          .retryAfter(wait.get())
          .exception();
    }
  }

  /**
   * Lets a request in, when there is a place for it.
   *
   * @throws io.terrarium.server.ProblemException when there is none and too many wait, or none
   *     becomes free in time
   */
  Operations.Admission enter(Request request) {
    if (places == null) {
      return () -> {};
    }
    if (!places.tryAcquire() && !waited(request, places)) {
      throw Problem.of(
              ProblemCode.CONCURRENCY_LIMITED,
              "As much goes on for this key as may at the same time, and as much waits.")
          .exception();
    }
    var left = new AtomicBoolean();
    return () -> {
      if (left.compareAndSet(false, true)) {
        places.release();
      }
    };
  }

  private boolean waited(Request request, Semaphore places) {
    if (waiting.incrementAndGet() > queueLength) {
      waiting.decrementAndGet();
      return false;
    }
    try {
      return request.whileClientWaits(() -> acquired(places));
    } finally {
      waiting.decrementAndGet();
    }
  }

  private boolean acquired(Semaphore places) {
    try {
      return places.tryAcquire(queueWait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CloseConnectionException("the client left while it waited in line", e);
    }
  }
}
