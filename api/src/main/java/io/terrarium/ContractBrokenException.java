package io.terrarium;

/** A result is not what the contract of its call says: {@link Outcome.ContractBroken}. */
public final class ContractBrokenException extends OutcomeException {
  private static final long serialVersionUID = 1L;

  /** Wraps the outcome. */
  public ContractBrokenException(Outcome.ContractBroken outcome) {
    super(Category.USER, outcome.message(), outcome);
  }
}
