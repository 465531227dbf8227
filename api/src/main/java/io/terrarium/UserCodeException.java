package io.terrarium;

/** The user's code raised an exception: {@link Outcome.Raised}. */
public final class UserCodeException extends OutcomeException {
  private static final long serialVersionUID = 1L;

  /** Wraps the outcome. */
  public UserCodeException(Outcome.Raised outcome) {
    super(Category.USER, outcome.error().summary(), outcome);
  }
}
