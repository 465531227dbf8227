package io.terrarium.core;

import io.terrarium.CallReport;
import io.terrarium.InternalSandboxException;
import io.terrarium.Limit;
import io.terrarium.Limits;
import io.terrarium.Outcome;
import io.terrarium.Outcome.Crashed.Cause;
import io.terrarium.Outcome.LimitExceeded.Basis;
import io.terrarium.UnknownFunctionException;
import io.terrarium.spi.Worker;
import io.terrarium.spi.WorkerExit;
import io.terrarium.wire.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Turns what ended an exchange into an outcome. Where the worker died by itself, the kernel's word
 * on how is waited for, and is the only one that counts.
 */
final class Verdict {
  private static final int NAMES_AT_MOST = 1_000;

  /** Control characters, format characters (which can turn the direction of text), surrogates. */
  private static final Pattern UNFIT = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

  private static final int SIGSYS = 31;
  private static final int SIGXCPU = 24;

  /** A worker whose stream has ended is about to exit; one that does not is made to. */
  private static final long MILLISECONDS_TO_EXIT = 500;

  private static final long SECONDS_TO_DIE = 20;

  private final String function;
  private final Worker worker;
  private final Limits limits;
  private final CallReport report;

  private Verdict(String function, Worker worker, Limits limits, CallReport report) {
    this.function = function;
    this.worker = worker;
    this.limits = limits;
    this.report = report;
  }

  /**
   * The outcome of a call.
   *
   * @throws UnknownFunctionException when the worker says that there is no such function
   */
  static Outcome of(String function, Dispatcher.Held held, Limits limits) {
    return new Verdict(function, held.worker(), limits, held.report()).outcome(held.ending());
  }

  /** What became of opening a session: a value, an exception of the module body, or a limit. */
  static Outcome ofOpening(Dispatcher.Held held, Limits limits) {
    return new Verdict("", held.worker(), limits, held.report())
        .outcome(onlyIf(isAnswerToOpening(held.ending()), held.ending()));
  }

  /** What became of a compilation that gave neither a program nor diagnostics. */
  static Outcome ofCompilation(Dispatcher.Held held, Limits limits) {
    boolean isLimit = held.ending() instanceof Ending.Answered(Answer.LimitReached _);
    return new Verdict("", held.worker(), limits, held.report())
        .outcome(onlyIf(isLimit, held.ending()));
  }

  private static boolean isAnswerToOpening(Ending ending) {
    return ending instanceof Ending.Answered(Answer answer)
        && (answer instanceof Answer.Returned
            || answer instanceof Answer.Raised
            || answer instanceof Answer.LimitReached);
  }

  /** An answer to another question than the one that was asked is none. */
  private static Ending onlyIf(boolean fits, Ending ending) {
    return ending instanceof Ending.Answered && !fits
        ? new Ending.Violated("it answered another question than it was asked")
        : ending;
  }

  private Outcome outcome(Ending ending) {
    return switch (ending) {
      case Ending.Answered(Answer answer) -> answered(answer);
      case Ending.Expired(Limit limit) -> expired(limit);
      case Ending.TooLate() ->
          limit(Limit.WALL_TIME, Basis.MEASURED, "The deadline of the call passed while it ran.");
      case Ending.GivenUp(String reason) ->
          new Outcome.Cancelled("The call was given up: " + reason + ".", report);
      case Ending.ListenerThrew threw -> throw threw.rethrown();
      case Ending.Violated(String what) ->
          crashed(Cause.PROTOCOL_VIOLATION, "The worker broke the protocol (" + what + ").");
      case Ending.Broken() -> died(awaitExit());
    };
  }

  private Outcome answered(Answer answer) {
    return switch (answer) {
      case Answer.Returned(var value) -> new Outcome.Returned(value, report);
      case Answer.Raised(var error) -> new Outcome.Raised(error, report);
      case Answer.Unrepresentable(String type, String path, String message) ->
          new Outcome.Unrepresentable(type, path, message, report);
      case Answer.LimitReached(Limit limit, String message, var error) ->
          new Outcome.LimitExceeded(limit, Basis.REPORTED, message, error, report);
      case Answer.NoSuchFunction(Optional<String> notCallable, List<String> names) ->
          throw unknownFunction(notCallable, names);
      case Answer.RowsDone _ ->
          crashed(Cause.PROTOCOL_VIOLATION, "The worker answered a call like one for many rows.");
      case Answer.Compiled _, Answer.Rejected _ ->
          crashed(Cause.PROTOCOL_VIOLATION, "The worker answered a call like a compilation.");
    };
  }

  private UnknownFunctionException unknownFunction(
      Optional<String> notCallable, List<String> names) {
    String problem =
        notCallable
            .map(type ->
                "'%s' is no function but of the type %s".formatted(shown(function), shown(type)))
            .orElse("the program has no function '%s'".formatted(shown(function)));
    List<String> candidates = names.stream().limit(NAMES_AT_MOST).map(Verdict::shown).toList();
    String nearest =
        candidates.isEmpty()
            ? "; it has none at all"
            : "; there is " + candidates.stream().limit(5).collect(Collectors.joining(", "));
    return new UnknownFunctionException(function, problem + nearest, candidates);
  }

  /** A name that a worker or a caller gave, fit for a message: on one line, visible, and short. */
  private static String shown(String name) {
    String visible = UNFIT.matcher(name).replaceAll("?");
    return visible.length() > 100 ? visible.substring(0, 100) + "…" : visible;
  }

  private Outcome expired(Limit limit) {
    String message =
        switch (limit) {
          case WALL_TIME -> "The call took longer than " + milliseconds(limits.wallTime()) + ".";
          case CPU_TIME ->
              "The call used more than " + milliseconds(limits.cpuTime()) + " of processor time.";
          case RESULT -> "The result takes more memory here than there is.";
          case HOST_CALLS ->
              "The call called host functions more than " + limits.hostCalls() + " times.";
          case MEMORY, OUTPUT -> "The call ran into its limit of " + limit + ".";
        };
    return limit(limit, Basis.MEASURED, message);
  }

  private static String milliseconds(Duration duration) {
    return duration.toMillis() + " ms";
  }

  private Outcome died(WorkerExit exit) {
    if (exit.status() instanceof WorkerExit.Status.Lost(String reason)) {
      return crashed(Cause.ZYGOTE_LOST, "The worker was lost: " + reason + ". Try again.");
    }
    if (isOutOfMemory(exit)) {
      return limit(
          Limit.MEMORY,
          Basis.KERNEL,
          "The call used up its "
              + (limits.memoryBytes() >> 20)
              + " MiB of memory and died of it.");
    }
    return switch (exit.status()) {
      case WorkerExit.Status.Signalled(int signal) -> signalled(signal);
      case WorkerExit.Status.Exited(int code) ->
          crashed(
              Cause.EXIT_WITHOUT_RESULT,
              "The program ended its process (exit status " + code + ") without a result.");
      case WorkerExit.Status.Lost(String reason) -> throw new IllegalStateException(reason);
    };
  }

  private Outcome signalled(int signal) {
    if (signal == SIGXCPU) {
      return limit(
          Limit.CPU_TIME,
          Basis.KERNEL,
          "The call used more than " + milliseconds(limits.cpuTime()) + " of processor time.");
    }
    if (signal == SIGSYS) {
      return crashed(
          Cause.FORBIDDEN_SYSTEM_CALL,
          "The program made a system call that no honest program makes, and was ended for it.");
    }
    return crashed(
        Cause.SIGNAL, "The program's process was ended by signal " + Signals.name(signal) + ".");
  }

  /** At nine tenths of its memory and dead: that is what it died of. */
  private boolean isOutOfMemory(WorkerExit exit) {
    long used = exit.peakMemoryBytes() - exit.idleMemoryBytes();
    return used >= limits.memoryBytes() / 10 * 9;
  }

  private WorkerExit awaitExit() {
    try {
      return worker.exit().get(MILLISECONDS_TO_EXIT, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      worker.kill();
      return awaitDeath();
    } catch (ExecutionException e) {
      throw new InternalSandboxException("A worker's end is unknown: " + e.getCause(), e);
    } catch (InterruptedException e) {
      // Too late to cancel: it has ended already, and its end is about to be known.
      worker.kill();
      WorkerExit exit = awaitDeath();
      Thread.currentThread().interrupt();
      return exit;
    }
  }

  private WorkerExit awaitDeath() {
    return worker
        .exit()
        .copy()
        .completeOnTimeout(
            new WorkerExit(
                new WorkerExit.Status.Lost("nobody reported its end"), Duration.ZERO, 0, 0),
            SECONDS_TO_DIE,
            TimeUnit.SECONDS)
        .join();
  }

  private Outcome crashed(Cause cause, String message) {
    return new Outcome.Crashed(cause, message, report);
  }

  private Outcome limit(Limit limit, Basis basis, String message) {
    return new Outcome.LimitExceeded(limit, basis, message, Optional.empty(), report);
  }
}
