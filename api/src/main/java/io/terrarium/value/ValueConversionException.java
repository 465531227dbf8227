package io.terrarium.value;

import io.terrarium.SandboxException;

/**
 * A value was asked to become something that it is not, going either way: the message names the
 * path to the offending part and both types, for instance {@code result[3].price: a Python str
 * cannot become a Java double}.
 */
public final class ValueConversionException extends SandboxException {
  private static final long serialVersionUID = 1L;

  private final String path;

  /**
   * @param path where, seen from the outermost value: {@code result[3].price}
   * @param problem what does not fit, naming both types
   */
  public ValueConversionException(String path, String problem) {
    super(Category.USER, path + ": " + problem, null);
    this.path = path;
  }

  /** Where the part is that does not fit, seen from the outermost value. */
  public String path() {
    return path;
  }
}
