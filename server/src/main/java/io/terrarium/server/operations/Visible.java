package io.terrarium.server.operations;

import java.util.Locale;

/** Texts from outside as they may stand in a log: on one line, and nothing but what one sees. */
final class Visible {
  private static final int LONGEST = 200;

  private Visible() {}

  /**
   * A text of which nothing ends the line, moves the cursor or turns the direction of writing: such
   * characters are shown as Java escapes them. It is cut after 200 characters.
   */
  static String text(String text) {
    boolean cut = text.length() > LONGEST;
    String shown = cut ? text.substring(0, LONGEST) : text;
    if (shown.codePoints().allMatch(Visible::isHarmless)) {
      return cut ? shown + "…" : shown;
    }
    var safe = new StringBuilder(shown.length() + 16);
    shown
        .codePoints()
        .forEach(it -> {
          if (isHarmless(it)) {
            safe.appendCodePoint(it);
          } else if (Character.isBmpCodePoint(it)) {
            safe.append(String.format(Locale.ROOT, "\\u%04x", it));
          } else {
            safe.append(String.format(Locale.ROOT, "\\U%08x", it));
          }
        });
    return cut ? safe.append('…').toString() : safe.toString();
  }

  private static boolean isHarmless(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      // An escape of ours is to be told from one that was sent.
      default -> character != '\\';
    };
  }
}
