package io.terrarium;

/** A call was given up: {@link Outcome.Cancelled}. */
public final class CallCancelledException extends OutcomeException {
  private static final long serialVersionUID = 1L;

  /** Wraps the outcome. */
  public CallCancelledException(Outcome.Cancelled outcome) {
    super(Category.USER, outcome.message(), outcome);
  }
}
