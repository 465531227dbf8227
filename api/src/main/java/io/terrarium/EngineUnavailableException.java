package io.terrarium;

import org.jspecify.annotations.Nullable;

/**
 * No engine can isolate programs on this machine, or one that did cannot go on. The message names
 * what is missing and what would fix it.
 */
public final class EngineUnavailableException extends SandboxException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what happened, and what to do
   * @param cause what it came from, if anything
   */
  public EngineUnavailableException(String message, @Nullable Throwable cause) {
    super(Category.RESOURCE, message, cause);
  }
}
