package io.terrarium;

import io.terrarium.value.Value;
import java.util.List;
import java.util.Optional;

/**
 * What became of a call: exactly one of these, whatever the user's code did. {@link #orElseThrow()}
 * turns all but the first into an exception.
 */
public sealed interface Outcome {

  /** What is known of the call whatever became of it. */
  CallReport report();

  /**
   * The status word of the documents that the command line and the service write, such as {@code
   * ok} or {@code wall_timeout}.
   */
  String status();

  /** The value of a call that returned; any other outcome is thrown as its exception. */
  Value orElseThrow();

  /** The function came to its end, and this is its value. */
  record Returned(Value value, CallReport report) implements Outcome {
    @Override
    public String status() {
      return "ok";
    }

    @Override
    public Value orElseThrow() {
      return value;
    }
  }

  /** The user's code raised an exception and did not catch it. */
  record Raised(PythonError error, CallReport report) implements Outcome {
    @Override
    public String status() {
      return "exception";
    }

    @Override
    public Value orElseThrow() {
      throw new UserCodeException(this);
    }
  }

  /**
   * The source was refused before anything of it ran.
   *
   * @param sourceName the name of the source
   * @param diagnostics every problem that was found
   */
  record Rejected(Reason reason, String sourceName, List<Diagnostic> diagnostics, CallReport report)
      implements Outcome {

    /** Who refused it. */
    public enum Reason {
      /** It is no Python. */
      SYNTAX,
      /** It does what its policy does not allow. */
      POLICY,
      /** It is not what the application expects to call: {@link Program#expecting}. */
      CONTRACT
    }

    /** Copies the list. */
    public Rejected {
      diagnostics = List.copyOf(diagnostics);
    }

    @Override
    public String status() {
      return switch (reason) {
        case SYNTAX -> "syntax_error";
        case POLICY -> "policy_violation";
        case CONTRACT -> "contract_mismatch";
      };
    }

    @Override
    public Value orElseThrow() {
      throw new ProgramRejectedException(this);
    }
  }

  /**
   * The call ran into a limit.
   *
   * @param basis on whose word: the supervisor's clock, the kernel, or the worker's runtime
   * @param error the exception that came with it, where there is one (a {@code MemoryError})
   */
  record LimitExceeded(
      Limit limit, Basis basis, String message, Optional<PythonError> error, CallReport report)
      implements Outcome {

    /** On whose word a limit counts as reached. */
    public enum Basis {
      /** The supervisor measured it with its own clock or counted the bytes itself. */
      MEASURED,
      /** The kernel's figures of the dead worker say so. */
      KERNEL,
      /** The runtime in the worker says so, where the kernel cannot tell. */
      REPORTED
    }

    @Override
    public String status() {
      return limit.status();
    }

    @Override
    public Value orElseThrow() {
      throw new LimitExceededException(this);
    }
  }

  /**
   * The function came to its end, but its value has no form outside.
   *
   * @param type the Python type that has none
   * @param path where in the result: {@code result[3].name}
   */
  record Unrepresentable(String type, String path, String message, CallReport report)
      implements Outcome {
    @Override
    public String status() {
      return "not_representable";
    }

    @Override
    public Value orElseThrow() {
      throw new UnrepresentableException(this);
    }
  }

  /**
   * The function came to its end, but its value is not what the contract of the call says: {@link
   * io.terrarium.contract.Contract}.
   *
   * @param path where in the result: {@code result[3]}
   * @param expected the type that the contract has there
   * @param actual the type that the value has there
   * @param message all of it: {@code result[3]: expected float, was str}
   */
  record ContractBroken(
      String path, String expected, String actual, String message, CallReport report)
      implements Outcome {
    @Override
    public String status() {
      return "contract_violation";
    }

    @Override
    public Value orElseThrow() {
      throw new ContractBrokenException(this);
    }
  }

  /** The worker ended without an answer, or what it sent was none. */
  record Crashed(Cause cause, String message, CallReport report) implements Outcome {

    /** How the worker ended. */
    public enum Cause {
      /** It made a system call that no honest program makes. */
      FORBIDDEN_SYSTEM_CALL,
      /** A signal ended it, such as a segmentation fault. */
      SIGNAL,
      /** It exited without a result. */
      EXIT_WITHOUT_RESULT,
      /** What it sent is not what a worker may send. */
      PROTOCOL_VIOLATION,
      /** The zygote died and the worker with it, through no fault of the call: try again. */
      ZYGOTE_LOST
    }

    /** Whether the same call may well succeed when it is made again. */
    public boolean retryable() {
      return cause == Cause.ZYGOTE_LOST;
    }

    @Override
    public String status() {
      return "crashed";
    }

    @Override
    public Value orElseThrow() {
      throw new WorkerCrashedException(this);
    }
  }

  /** The caller gave up: its thread was interrupted, or the sandbox or session was closed. */
  record Cancelled(String message, CallReport report) implements Outcome {
    @Override
    public String status() {
      return "cancelled";
    }

    @Override
    public Value orElseThrow() {
      throw new CallCancelledException(this);
    }
  }
}
