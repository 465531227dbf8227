package io.terrarium;

import io.terrarium.value.Value;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A worker that stays: what one call leaves in the program's globals, the next one finds. The
 * caller owns it and closes it. Safe for use by several threads, whose calls then follow one
 * another.
 *
 * <p>An outcome that costs the worker its life ({@link Outcome.LimitExceeded} of time or memory,
 * {@link Outcome.Crashed}, {@link Outcome.Cancelled}) ends the session: {@link #alive()} says so,
 * and later calls throw {@link SessionEndedException}.
 */
public interface Session extends AutoCloseable {

  /** The program that the session runs. */
  Program program();

  /**
   * Calls one function and returns what it returned.
   *
   * @throws OutcomeException any outcome other than {@link Outcome.Returned}
   * @throws UnknownFunctionException when the program has no such callable
   * @throws InvalidArgumentException when an argument has no form in Python, or they are too large
   * @throws SessionEndedException when an earlier outcome, or closing, ended the session
   */
  default Value call(String function, @Nullable Object... arguments) {
    return invoke(Call.of(function, arguments)).orElseThrow();
  }

  /**
   * The same without waiting for it: completes with the value, or exceptionally with what {@link
   * #call} throws. {@link #invokeAsync} says how such a call is given up.
   */
  CompletableFuture<Value> callAsync(String function, @Nullable Object... arguments);

  /**
   * Makes a call and says what became of it. Limits of the call other than memory apply to it; the
   * session's memory was fixed when it was opened.
   *
   * @throws UnknownFunctionException when the program has no such callable
   * @throws InvalidArgumentException when an argument has no form in Python, or they are too large
   * @throws SessionEndedException when an earlier outcome, or closing, ended the session
   */
  Outcome invoke(Call call);

  /**
   * Makes a call without waiting for it, on a virtual thread of the sandbox's. Arguments are read
   * before this returns; everything that {@link #invoke} throws completes the future exceptionally.
   *
   * <p>A future that is completed in any other way has given the call up: {@code cancel}, or {@code
   * orTimeout} when its time is up, kills the worker at once, and ends the session unless the call
   * was still waiting. That holds for this very future, not for those that are derived from it.
   * Closing the sandbox completes it.
   */
  CompletableFuture<Outcome> invokeAsync(Call call);

  /** Whether the session can take another call. */
  boolean alive();

  /** Ends the worker; a call under way ends as {@link Outcome.Cancelled}. */
  @Override
  void close();
}
