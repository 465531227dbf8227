package io.terrarium;

/** A worker ended without an answer: {@link Outcome.Crashed}. */
public final class WorkerCrashedException extends OutcomeException {
  private static final long serialVersionUID = 1L;

  /** Wraps the outcome. */
  public WorkerCrashedException(Outcome.Crashed outcome) {
    super(outcome.retryable() ? Category.RESOURCE : Category.USER, outcome.message(), outcome);
  }
}
