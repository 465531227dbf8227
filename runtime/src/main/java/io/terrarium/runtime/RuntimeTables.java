package io.terrarium.runtime;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The tables of the language policy, which worker and supervisor both read: text in UTF-8, a row to
 * a line, a bar with blanks around it between columns, comments on lines of their own behind {@code
 * #}. Safe for use by several threads.
 */
public final class RuntimeTables {
  private static final Pattern BAR = Pattern.compile("(?<=\\s)\\|(?=\\s|$)");

  private RuntimeTables() {}

  /** The rows of a table: of each the columns that it has, at least one. */
  public static List<List<String>> rows(String table) {
    return new String(text(table), StandardCharsets.UTF_8)
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .map(line -> BAR.splitAsStream(line).map(String::strip).toList())
        .toList();
  }

  private static byte[] text(String table) {
    return RuntimeSources.resource("tables/" + table + ".txt");
  }
}
