package io.terrarium.policy;

/**
 * One problem of a file that an operator wrote.
 *
 * @param file the file as the operator called it
 * @param line from 1; 0 where the problem is the file itself
 * @param column in characters, from 1; 0 where the problem is the file itself
 * @param message what is wrong, and what was perhaps meant
 */
public record TomlProblem(String file, int line, int column, String message) {

  /** As compilers print it: place and message on a line. */
  @Override
  public String toString() {
    return line > 0 ? file + ":" + line + ":" + column + ": " + message : file + ": " + message;
  }
}
