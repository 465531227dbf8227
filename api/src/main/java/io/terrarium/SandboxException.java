package io.terrarium;

import org.jspecify.annotations.Nullable;

/**
 * Everything that Terrarium throws: unchecked, with a category that says whose move it is.
 *
 * <p>The message is for people: what happened, where, and what to do about it.
 */
public abstract class SandboxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Category category;

  /** Whose move it is. */
  public enum Category {
    /** The caller or the author of the program can mend it: trying again unchanged is pointless. */
    USER,
    /** The machine or the sandbox has not enough of something: trying later may help. */
    RESOURCE,
    /** Terrarium itself or the machine's set-up is at fault. */
    INTERNAL
  }

  /**
   * @param category whose move it is
   * @param message what happened, where, and what to do
   * @param cause what it came from, if anything
   */
  protected SandboxException(Category category, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.category = category;
  }

  /** Whose move it is. */
  public Category category() {
    return category;
  }
}
