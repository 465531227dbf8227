package io.terrarium.contract;

import io.terrarium.Source;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a source, to show where a diagnostic points. Nothing is parsed: a name is looked for
 * in the text of the line that a worker named, and where it is not found the line alone is shown. A
 * source that is not in UTF-8 has no lines here.
 */
final class SourceLines {
  private static final Pattern LINE_END = Pattern.compile("\r\n|\r|\n");

  /** Control characters, format characters (which can turn the direction of text), surrogates. */
  private static final Pattern UNFIT = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

  /** The longest line in which a name is looked for. */
  private static final int LONGEST = 10_000;

  private static final String MARK = "\ufeff";

  private final Source source;
  private @Nullable List<String> lines;

  SourceLines(Source source) {
    this.source = source;
  }

  /**
   * A place in the source.
   *
   * @param line from 1; 0 where it is unknown
   * @param column in characters, from 1; 0 where it is unknown
   * @param endColumn the column behind its end; 0 where that is unknown
   * @param text the line
   */
  record Place(int line, int column, int endColumn, String text) {}

  /** The first line, for what stands nowhere. */
  Place start() {
    return new Place(1, 0, 0, line(1));
  }

  /** A name in the line of its definition. */
  Place ofName(int line, String name) {
    return ofWord(line, name, name);
  }

  /** A word of the definition of a name; the name itself where the word is not in its line. */
  Place ofWord(int line, String name, String word) {
    String text = line(line);
    if (text.length() > LONGEST) {
      return new Place(line, 0, 0, "");
    }
    int from = Math.max(0, find(text, name, 0));
    int start = word.equals(name) ? find(text, name, 0) : find(text, word, from + name.length());
    boolean found = start >= 0;
    start = found ? start : find(text, name, 0);
    if (start < 0) {
      return new Place(line, 0, 0, text);
    }
    int column = text.codePointCount(0, start) + 1;
    String marked = found ? word : name;
    return new Place(line, column, column + marked.codePointCount(0, marked.length()), text);
  }

  /** A name that a worker gave, fit for a message: on one line, visible, and short. */
  static String shown(String name) {
    String visible = UNFIT.matcher(name).replaceAll("?");
    return visible.length() > 100 ? visible.substring(0, 100) + "…" : visible;
  }

  /** Where a word stands that is no part of a longer one; -1 where it does not. */
  private static int find(String text, String word, int from) {
    Matcher matcher =
        Pattern.compile(
                "(?<![\\w])" + Pattern.quote(word) + "(?![\\w])", Pattern.UNICODE_CHARACTER_CLASS)
            .matcher(text);
    return from <= text.length() && matcher.find(from) ? matcher.start() : -1;
  }

  private String line(int number) {
    if (lines == null) {
      lines = text().isEmpty() ? List.of() : List.of(LINE_END.split(text(), -1));
    }
    return number >= 1 && number <= lines.size() ? lines.get(number - 1) : "";
  }

  private String text() {
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(source.bytes())).toString();
      return text.startsWith(MARK) ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      return "";
    }
  }
}
