package io.terrarium;

/**
 * A row of a map that was to stop there has another outcome than a value. It is no {@link
 * OutcomeException}, which is about a whole call: its cause is one, and {@link #outcome()} says
 * what became of the row.
 */
public final class RowFailedException extends SandboxException {
  private static final long serialVersionUID = 1L;

  private final long row;

  // An exception that crosses a process boundary keeps its message; an outcome cannot.
  private final transient Outcome outcome;

  /**
   * @param row its index, from 0
   * @param cause the outcome as an exception
   */
  public RowFailedException(long row, OutcomeException cause) {
    super(cause.category(), "row " + row + ": " + cause.getMessage(), cause);
    this.row = row;
    this.outcome = cause.outcome();
  }

  /** The index of the row in the rows that were given, from 0. */
  public long row() {
    return row;
  }

  /** What became of the row. */
  public Outcome outcome() {
    return outcome;
  }
}
