package io.terrarium.contract;

import io.terrarium.SandboxException;

/**
 * A text is no signature that a contract could be made of. The message has what is wrong, the text,
 * and a caret below the place.
 */
public final class InvalidContractException extends SandboxException {
  private static final long serialVersionUID = 1L;

  /** What is shown of a text: about the width of a terminal. */
  private static final int EXCERPT = 72;

  private final String problem;
  private final int column;

  InvalidContractException(String problem, String text, int start, int end) {
    super(Category.USER, problem + "\n" + excerpt(text, start, end), null);
    this.problem = problem;
    this.column = text.codePointCount(0, start) + 1;
  }

  /** What is wrong, in a phrase. */
  public String problem() {
    return problem;
  }

  /** Where it is wrong, in characters from 1. */
  public int column() {
    return column;
  }

  private static String excerpt(String text, int start, int end) {
    int from = Math.max(0, Math.min(start - EXCERPT / 2, text.length() - EXCERPT));
    int to = Math.min(text.length(), from + EXCERPT);
    String left = from > 0 ? "…" : "";
    String right = to < text.length() ? "…" : "";
    // A text of several lines is shown on one, so that the caret has a line to stand below.
    String shown = text.substring(from, to).replaceAll("\\p{Cntrl}", " ");
    String before = text.substring(from, start);
    int indent = left.length() + before.codePointCount(0, before.length());
    int carets = Math.max(1, Math.min(end, to) - start);
    return "    " + left + shown + right + "\n    " + " ".repeat(indent) + "^".repeat(carets);
  }
}
