package io.terrarium.core;

import io.terrarium.Limit;
import io.terrarium.wire.Answer;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What ended an exchange. The first one decides, whatever comes after it: a complete answer, a
 * limit that was seen reached, a cancellation, a listener that threw, the end of the stream, or
 * bytes that are no answer.
 */
sealed interface Ending {
  /** The worker answered, in full and in time. */
  record Answered(Answer answer) implements Ending {}

  /** The watchdog saw a limit reached. */
  record Expired(Limit limit) implements Ending {}

  /** The call's deadline has passed. */
  record TooLate() implements Ending {}

  /** Somebody gave up; why, in words for people. */
  record GivenUp(String reason) implements Ending {}

  /** Who listened to the output threw this, unchecked. */
  record ListenerThrew(Throwable thrown) implements Ending {
    /** Throws it on; the return type lets the compiler see that it ends here. */
    RuntimeException rethrown() {
      if (thrown instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) thrown;
    }
  }

  /** The stream ended or broke before an answer. */
  record Broken() implements Ending {}

  /** What came is not what a worker may send. */
  record Violated(String what) implements Ending {}

  /** Holds the one that decided. Thread-safe. */
  final class Slot {
    private final AtomicReference<@Nullable Ending> ending = new AtomicReference<>();

    /** Whether this one decided; if not, another one was there before. */
    boolean decide(Ending candidate) {
      return ending.compareAndSet(null, candidate);
    }

    /** The one that decided, or null while nothing has. */
    @Nullable Ending decided() {
      return ending.get();
    }
  }
}
