package io.terrarium;

import org.jspecify.annotations.Nullable;

/**
 * A host function made a call that could only wait for itself: of the session that waits for the
 * host function, nested deeper than calls may be, or a map of rows.
 */
public final class NestedCallException extends SandboxException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what happened, and what to do
   * @param cause what it came from, if anything
   */
  public NestedCallException(String message, @Nullable Throwable cause) {
    super(Category.USER, message, cause);
  }
}
