package io.terrarium;

import org.jspecify.annotations.Nullable;

/** A row of a map has no form in Python, or is larger than the limit for arguments. */
public final class InvalidRowException extends InvalidArgumentException {
  private static final long serialVersionUID = 1L;

  private final long row;

  /**
   * @param row its index, from 0
   * @param problem what is the matter with it
   * @param cause what it came from, if anything
   */
  public InvalidRowException(long row, String problem, @Nullable Throwable cause) {
    super("row " + row + ": " + problem, cause);
    this.row = row;
  }

  /** The index of the row in the rows that were given, from 0. */
  public long row() {
    return row;
  }
}
