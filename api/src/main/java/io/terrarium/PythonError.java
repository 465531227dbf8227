package io.terrarium;

import java.util.List;
import java.util.OptionalInt;

/**
 * An exception that user code raised, as text: nothing of it lives on.
 *
 * @param type the class, such as {@code ValueError} or {@code json.decoder.JSONDecodeError}
 * @param message the text of the exception; may be empty
 * @param line the line of the program where it was raised, from 1
 * @param column the column there, in characters, from 1
 * @param traceback as Python prints it, the user's frames only
 * @param frames the user's frames, outermost first
 */
public record PythonError(
    String type,
    String message,
    OptionalInt line,
    OptionalInt column,
    String traceback,
    List<Frame> frames) {

  /** Copies the list. */
  public PythonError {
    frames = List.copyOf(frames);
  }

  /** The last line of the traceback: {@code ValueError: no luck}. */
  public String summary() {
    return message.isEmpty() ? type : type + ": " + message;
  }

  /**
   * One frame of a traceback.
   *
   * @param file the name of the source
   * @param line the line that was running, from 1
   * @param column where on the line, in characters, from 1
   * @param endLine the line where the expression ends
   * @param endColumn the column behind its end
   * @param function the function, or {@code <module>}
   * @param sourceLine the line as it stands in the source
   */
  public record Frame(
      String file,
      int line,
      OptionalInt column,
      OptionalInt endLine,
      OptionalInt endColumn,
      String function,
      String sourceLine) {}
}
