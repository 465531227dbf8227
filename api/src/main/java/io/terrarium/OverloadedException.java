package io.terrarium;

import org.jspecify.annotations.Nullable;

/** The sandbox is as busy as it may be: the queue is full, or the wait was too long. Try later. */
public final class OverloadedException extends SandboxException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what happened, and what to do
   * @param cause what it came from, if anything
   */
  public OverloadedException(String message, @Nullable Throwable cause) {
    super(Category.RESOURCE, message, cause);
  }
}
