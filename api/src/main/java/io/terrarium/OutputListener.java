package io.terrarium;

/**
 * Receives what user code prints while it runs. {@link Call#withOutputListener} gives one to a
 * call.
 *
 * <p>It is called on the thread that made the call, in the order in which the program printed, and
 * before the call's outcome is there. It hears the very text that the report has in the end: up to
 * {@link Limits#outputBytes}, in pieces that cut lines anywhere, but no character. A line is heard
 * as soon as it was printed. Text without a line end is when the program was silent for 50 ms
 * before it, else with what is printed next, at a flush, or at the end.
 *
 * <p>The program waits while the listener does not keep up. That time counts for the call's wall
 * time, and not for its processor time. A listener that throws ends the call: its worker is killed,
 * a session with it, and what was thrown reaches whoever made the call.
 */
@FunctionalInterface
public interface OutputListener {

  /**
   * The program has printed something.
   *
   * @param stream where to
   * @param text what, never empty
   */
  void printed(Stream stream, String text);

  /** Where text is printed. */
  enum Stream {
    /** Standard output. */
    STDOUT,
    /** Standard error. */
    STDERR
  }
}
