package io.terrarium.json;

import io.terrarium.SandboxException;

/** A text that should be JSON is not, or it stands for no value. It knows the place. */
public final class InvalidJsonException extends SandboxException {
  private static final long serialVersionUID = 1L;

  private final String problem;
  private final int line;
  private final int column;

  /**
   * @param problem what is wrong there
   * @param line from 1
   * @param column in characters (UTF-16 units), from 1
   */
  public InvalidJsonException(String problem, int line, int column) {
    super(Category.USER, "line " + line + ", column " + column + ": " + problem, null);
    this.problem = problem;
    this.line = line;
    this.column = column;
  }

  /** What is wrong, without the place. */
  public String problem() {
    return problem;
  }

  /** The line of the text where reading stopped, from 1. */
  public int line() {
    return line;
  }

  /** The column there, in characters, from 1. */
  public int column() {
    return column;
  }
}
