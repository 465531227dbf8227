package io.terrarium;

import org.jspecify.annotations.Nullable;

/** The sandbox was closed before the call. */
public final class SandboxClosedException extends SandboxException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what happened, and what to do
   * @param cause what it came from, if anything
   */
  public SandboxClosedException(String message, @Nullable Throwable cause) {
    super(Category.USER, message, cause);
  }
}
