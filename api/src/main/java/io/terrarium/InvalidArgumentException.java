package io.terrarium;

import org.jspecify.annotations.Nullable;

/**
 * An argument has no form in Python, or the arguments are larger than the limit. The message names
 * the path to it.
 */
public sealed class InvalidArgumentException extends SandboxException permits InvalidRowException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what happened, and what to do
   * @param cause what it came from, if anything
   */
  public InvalidArgumentException(String message, @Nullable Throwable cause) {
    super(Category.USER, message, cause);
  }
}
