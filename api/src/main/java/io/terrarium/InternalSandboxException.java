package io.terrarium;

import org.jspecify.annotations.Nullable;

/** Terrarium itself is at fault. The user's code is not, and nothing of it went on running. */
public final class InternalSandboxException extends SandboxException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what happened, and what to do
   * @param cause what it came from, if anything
   */
  public InternalSandboxException(String message, @Nullable Throwable cause) {
    super(Category.INTERNAL, message, cause);
  }
}
