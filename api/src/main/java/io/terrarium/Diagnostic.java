package io.terrarium;

import java.util.Optional;

/**
 * One problem in a source, with its place.
 *
 * @param code a stable code such as {@code syntax-error}
 * @param message one sentence: what and why
 * @param line from 1; 0 where the place is unknown
 * @param column in characters, from 1; 0 where the place is unknown
 * @param endLine the line where the problem ends; 0 where that is unknown
 * @param endColumn the column behind its end; 0 where that is unknown
 * @param sourceLine the line as it stands in the source
 * @param hint what to write instead, where there is an answer
 */
public record Diagnostic(
    String code,
    String message,
    int line,
    int column,
    int endLine,
    int endColumn,
    String sourceLine,
    Optional<String> hint) {

  /** As a compiler prints it: place, code and message, the line with carets below, the hint. */
  public String render(String fileName) {
    var text = new StringBuilder(fileName);
    if (line > 0) {
      text.append(':').append(line);
    }
    if (line > 0 && column > 0) {
      text.append(':').append(column);
    }
    text.append(": ").append(code).append(": ").append(message).append('\n');
    if (line > 0 && !sourceLine.isBlank()) {
      text.append("    ").append(sourceLine.stripTrailing()).append('\n');
    }
    if (line > 0 && column > 0 && !sourceLine.isBlank()) {
      text.append("    ").append(underline()).append('\n');
    }
    hint.ifPresent(words -> text.append("    hint: ").append(words).append('\n'));
    return text.toString();
  }

  private String underline() {
    int[] characters = sourceLine.codePoints().toArray();
    var under = new StringBuilder();
    for (int at = 0; at < column - 1; at++) {
      // Tabs stay tabs, so that the caret stands under its character at any tab width.
      under.append(at < characters.length && characters[at] == '\t' ? '\t' : ' ');
    }
    int behindLine = characters.length + 1;
    // Of what ends in a later line, all that stands in this one; one caret where no end is known.
    int end = endLine > line ? behindLine : endLine == line ? Math.min(endColumn, behindLine) : 0;
    return under.append("^".repeat(Math.clamp((long) end - column, 1, 200))).toString();
  }
}
