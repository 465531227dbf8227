package io.terrarium.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows as Markdown.
 *
 * @param name what a file knows it by that has it between two marks
 * @param machine where they were measured
 * @param rows in order
 */
record Table(String name, String machine, List<Row> rows) {
  private static final List<String> HEAD =
      List.of("measure", "floor", "result", "ratio", "target", "held");

  Table {
    rows = List.copyOf(rows);
  }

  String markdown() {
    var text = new StringBuilder(machine).append("\n\n").append(line(HEAD));
    text.append(line(HEAD.stream().map(column -> "---").toList()));
    rows.forEach(row -> text.append(line(row.cells())));
    return text.toString();
  }

  /** Replaces what stands between the two marks in a file. */
  void writeInto(Path file) throws IOException {
    String text = Files.readString(file);
    String beginMark = "<!-- the table " + name + " begins here: bench/run writes it -->";
    String endMark = "<!-- the table " + name + " ends here -->";
    int begin = text.indexOf(beginMark);
    int end = text.indexOf(endMark);
    if (begin < 0 || end < begin) {
      throw new IOException(
          file + " lacks the lines between which the table goes:\n" + beginMark + "\n" + endMark);
    }
    String before = text.substring(0, begin + beginMark.length());
    Files.writeString(file, before + "\n" + markdown() + text.substring(end));
  }

  /** With one more line. */
  Table and(Row row) {
    var more = new ArrayList<Row>(rows);
    more.add(row);
    return new Table(name, machine, more);
  }

  boolean allHeld() {
    return rows.stream().allMatch(row -> row.held().orElse(true));
  }

  private static String line(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }
}
