package io.terrarium;

/** A result has no form outside Python: {@link Outcome.Unrepresentable}. */
public final class UnrepresentableException extends OutcomeException {
  private static final long serialVersionUID = 1L;

  /** Wraps the outcome. */
  public UnrepresentableException(Outcome.Unrepresentable outcome) {
    super(Category.USER, outcome.message(), outcome);
  }
}
