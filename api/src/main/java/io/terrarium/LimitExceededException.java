package io.terrarium;

/** A call ran into a limit: {@link Outcome.LimitExceeded}. */
public final class LimitExceededException extends OutcomeException {
  private static final long serialVersionUID = 1L;

  /** Wraps the outcome. */
  public LimitExceededException(Outcome.LimitExceeded outcome) {
    super(Category.USER, outcome.message(), outcome);
  }
}
