package io.terrarium;

import org.jspecify.annotations.Nullable;

/** The session has no worker any more: an earlier outcome, or closing, ended it. Open another. */
public final class SessionEndedException extends SandboxException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what happened, and what to do
   * @param cause what it came from, if anything
   */
  public SessionEndedException(String message, @Nullable Throwable cause) {
    super(Category.USER, message, cause);
  }
}
