package io.terrarium.core;

import io.terrarium.HostFunction;
import io.terrarium.HostFunctionException;
import io.terrarium.Limits;
import io.terrarium.spi.SafeLogger;
import io.terrarium.value.ValueConversionException;
import io.terrarium.wire.ArgumentsTooLargeException;
import io.terrarium.wire.EncodedRequest;
import io.terrarium.wire.Requests;
import io.terrarium.wire.WorkerMessage;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers the host calls of one exchange.
 *
 * <p>Theory of operation. Whatever is the application's runs on a thread of ours while the caller's
 * thread waits: finding the function, converting arguments, the function itself, and encoding its
 * result, whose collections are the application's as well. So a deadline or a cancellation never
 * has to wait for a host function: it interrupts that thread and leaves it alone. The thread is
 * none of the virtual ones, for a function that computes without end would take a carrier from all
 * of them.
 *
 * <p>The worker believes nothing of it and is believed nothing: a name that was not lent and
 * arguments that do not fit are answered here, whatever the runtime in the worker checked.
 */
final class HostCalls {
  private static final SafeLogger LOG = SafeLogger.of(HostFunction.class);

  /** Failures that one exchange logs where an operator looks; further ones are for who debugs. */
  private static final int WARNINGS_AT_MOST = 5;

  private static final int MESSAGE_AT_MOST = 8_192;
  private static final Pattern LONE_SURROGATE = Pattern.compile("\\p{Cs}");

  private final Lent lent;
  private final Limits limits;
  private final Executor threads;
  private final HostScope scope;
  private final BooleanSupplier ended;
  private volatile @Nullable FutureTask<EncodedRequest> running;
  private final AtomicInteger warnings = new AtomicInteger();
  private long made;
  private long atMost;

  /**
   * @param scope what a call that a function makes is within
   * @param ended whether the exchange is over
   */
  HostCalls(Terms terms, Executor threads, HostScope scope, BooleanSupplier ended) {
    this.lent = terms.lent();
    this.limits = terms.limits();
    this.atMost = limits.hostCalls();
    this.threads = threads;
    this.scope = scope;
    this.ended = ended;
  }

  /** Counts one more call; false where it is one too many. */
  boolean admits() {
    return made++ < atMost;
  }

  /**
   * Counts anew, for rows that run at once. They have room together: which of them calls is not
   * seen from here, and only where one runs alone is its limit exact.
   */
  void rowsBegin(int rows) {
    made = 0;
    atMost = (long) limits.hostCalls() * rows;
  }

  /**
   * What to send for a call; empty where the exchange ended meanwhile. For the thread of the
   * exchange.
   *
   * @throws InterruptedException when that is interrupted while it waits
   */
  Optional<EncodedRequest> answer(WorkerMessage.HostCall call, long callId)
      throws InterruptedException {
    var task = new FutureTask<>(() -> inScope(call, callId));
    running = task;
    try {
      if (ended.getAsBoolean()) {
        return Optional.empty();
      }
      threads.execute(task);
      return Optional.of(task.get());
    } catch (CancellationException | RejectedExecutionException e) {
      // Interrupted by who ended the exchange; or the sandbox is closed, and is about to end it.
      return Optional.empty();
    } catch (ExecutionException | OutOfMemoryError e) {
      warn("the host function " + call.function() + " was not run", e);
      return Optional.of(failure(call.function(), callId));
    } finally {
      running = null;
      task.cancel(true);
    }
  }

  /** Has the exchange wait no longer. The exchange is over already; from any thread. */
  void interrupt() {
    FutureTask<EncodedRequest> task = running;
    if (task != null) {
      task.cancel(true);
    }
  }

  private EncodedRequest inScope(WorkerMessage.HostCall call, long callId) {
    return ScopedValue.where(HostScope.CURRENT, scope).call(() -> outcome(call, callId));
  }

  private EncodedRequest outcome(WorkerMessage.HostCall call, long callId) {
    HostFunction function = lent.find(call.function());
    if (function == null) {
      return raised("NameError", call.function() + "() is not lent to this call", callId);
    }
    try {
      return returned(
          function.name(), function.call(call.arguments(), call.keywordArguments()), callId);
    } catch (HostFunctionException e) {
      return raised(e.pythonType(), e.message(), callId);
    } catch (Throwable e) {
      // Errors as well: one call's trouble is no reason to leave its worker without an answer.
      warn("the host function " + function.name() + " failed; its program sees a RuntimeError", e);
      return failure(function.name(), callId);
    }
  }

  private EncodedRequest returned(String name, @Nullable Object value, long callId) {
    try {
      return Requests.hostReturned(value, callId, limits.argumentBytes());
    } catch (ValueConversionException e) {
      warn("what the host function " + name + " returned has no form", e);
      return raised(
          "RuntimeError", name + "() returned what has no form: " + e.getMessage(), callId);
    } catch (ArgumentsTooLargeException e) {
      warn("what the host function " + name + " returned is too large", e);
      return raised(
          "RuntimeError",
          "%s() returned more than the %d bytes that may be (%s)"
              .formatted(name, e.limitBytes(), e.path()),
          callId);
    }
  }

  private void warn(String message, Throwable e) {
    // Who is interrupted because nobody waits for it any more has not failed; and a program that
    // has a function fail ten thousand times does not fill the log.
    boolean loud = !ended.getAsBoolean() && warnings.incrementAndGet() <= WARNINGS_AT_MOST;
    LOG.log(loud ? Level.WARNING : Level.DEBUG, message, e);
  }

  private static EncodedRequest failure(String name, long callId) {
    return raised("RuntimeError", "the host function " + name + "() failed", callId);
  }

  private static EncodedRequest raised(String type, String message, long callId) {
    String cut =
        message.length() > MESSAGE_AT_MOST ? message.substring(0, MESSAGE_AT_MOST) : message;
    return Requests.hostRaised(type, LONE_SURROGATE.matcher(cut).replaceAll("?"), callId);
  }
}
