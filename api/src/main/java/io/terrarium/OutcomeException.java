package io.terrarium;

/** An outcome other than {@link Outcome.Returned}, thrown by a method that returns the value. */
public abstract sealed class OutcomeException extends SandboxException
    permits UserCodeException,
        ProgramRejectedException,
        LimitExceededException,
        UnrepresentableException,
        ContractBrokenException,
        WorkerCrashedException,
        CallCancelledException {
  private static final long serialVersionUID = 1L;

  // An exception that crosses a process boundary keeps its message; an outcome cannot.
  private final transient Outcome outcome;

  OutcomeException(Category category, String message, Outcome outcome) {
    super(category, message, null);
    this.outcome = outcome;
  }

  /** What became of the call. */
  public Outcome outcome() {
    return outcome;
  }
}
