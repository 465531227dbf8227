package io.terrarium;

import org.jspecify.annotations.Nullable;

/**
 * A {@link PythonRuntime} cannot be started as it is configured: its interpreter is not there or is
 * not open to the user that workers become, a module to preload is not installed, or a module of
 * the operator's does not parse, fails, or has the name of another one. The message names the
 * runtime, what is wrong with it, and where.
 */
public final class InvalidRuntimeException extends SandboxException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong, and what to do
   * @param cause what it came from, if anything
   */
  public InvalidRuntimeException(String message, @Nullable Throwable cause) {
    super(Category.USER, message, cause);
  }
}
