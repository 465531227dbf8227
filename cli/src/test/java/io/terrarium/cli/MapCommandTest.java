package io.terrarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NoWorkerLeft.class)
class MapCommandTest {
  @TempDir Path folder;

  @Test
  void each_row_of_json_lines_has_its_line_in_order() {
    String rows = file("rows.jsonl", "[1, 2]\n{\"b\": 5, \"a\": 3}\n\n[[1], null]\n");
    Cli.Result result =
        map("def f(a, b=0): return [a, b]", "--input", rows, "--output", "-")
            .exits(ExitCode.RETURNED);

    assertThat(result.out().lines())
        .containsExactly(
            "{\"row\":0,\"status\":\"ok\",\"result\":[1,2]}",
            "{\"row\":1,\"status\":\"ok\",\"result\":[3,5]}",
            "{\"row\":2,\"status\":\"ok\",\"result\":[[1],null]}");
    assertThat(result.err()).isEmpty();
  }

  @Test
  void columns_go_to_the_parameters_of_their_names_else_by_place() {
    String source = "def f(a, b=0, *, c=0): return [a, b, c]";

    assertThat(results(source, "b,a\n1,2\n")).containsExactly("[2,1,0]");
    assertThat(results(source, "x,y\n1,2\n")).containsExactly("[1,2,0]");
    assertThat(results(source, "x,c\n1,2\n")).containsExactly("[1,0,2]");
    assertThat(results("def f(a, *more): return [a, more]", "a,x,y\n1,2,3\n"))
        .containsExactly("[1,{\"$type\":\"tuple\",\"items\":[2,3]}]");
    assertThat(results("def f(**all): return all", "x,y\n1,2\n"))
        .containsExactly("{\"x\":1,\"y\":2}");
    assertThat(results("f = max", "x,y\n1,2\n")).containsExactly("2");
  }

  @Test
  void a_cell_that_reads_as_a_number_is_one_unless_all_are_strings() {
    String table =
        "x\n1\n-2.5\n1e3\n007\n\"3\"\nabc\n 4 \n99999999999999999999\n1e999\n\"a \"\"b\"\"\n,\"\n";

    assertThat(results("def f(x): return x", table))
        .containsExactly(
            "1",
            "-2.5",
            "1000.0",
            "\"007\"",
            "3",
            "\"abc\"",
            "4",
            "99999999999999999999",
            "\"1e999\"",
            "\"a \\\"b\\\"\\n,\"");
    assertThat(results("def f(x): return x", "x\n1\n2\n", "--strings"))
        .containsExactly("\"1\"", "\"2\"");
  }

  @Test
  void a_table_with_a_column_for_nothing_is_refused_by_its_name() {
    String source = "def f(a, b=0): return a";

    assertRefused(source, "rows.csv", "a,b,c\n1,2,3\n", "line 1: the column 'c' has no parameter");
    assertRefused(
        source, "rows.csv", "b,x\n1,2\n", "line 1: the column 'x' goes to the parameter 'b'");
    assertRefused(source, "rows.csv", "a,a\n1,2\n", "line 1: the column 'a' stands there twice");
    assertRefused(source, "rows.csv", "", "its first line has to name the columns");
  }

  @Test
  void a_broken_row_is_named_by_its_line_and_those_before_it_are_there() {
    String source = "def f(a, b=0): return a";

    assertRefused(
        source, "rows.jsonl", "[1]\n[2\n", "rows.jsonl, line 2: column 3: the text ends here");
    assertRefused(
        source, "rows.jsonl", "[1]\n\n7\n", "line 3: a row is a list of arguments or an object");
    assertRefused(source, "rows.jsonl", "[1]\n{\"a\": 1", "line 2: ", "a } is missing");
    assertRefused(
        source, "rows.csv", "a,b\n1,2\n3\n", "line 3: 1 cells, where the first line names 2");
    assertRefused(source, "rows.csv", "a,b\n1,2\n3,\"4", "line 3", "Unclosed quoted field");
    assertThat(map(source, "--input", file("rows.jsonl", "[1]\n[2"), "--output", "-").out())
        .isEqualTo("{\"row\":0,\"status\":\"ok\",\"result\":1}\n");
  }

  @Test
  void a_file_that_is_not_utf_8_says_so() throws IOException {
    Path rows = folder.resolve("rows.jsonl");
    Files.write(rows, new byte[] {'[', '1', ']', '\n', '[', '"', (byte) 0xff, '"', ']', '\n'});

    map("def f(a): return a", "--input", rows.toString(), "--output", "-")
        .exits(ExitCode.USAGE)
        .complains("line 2: it is not UTF-8");
  }

  @Test
  void the_first_row_without_a_value_ends_it_with_its_status_and_its_traceback() {
    Cli.Result result =
        map(
                "def f(x): return 1 // x",
                "--input",
                file("rows.jsonl", "[1]\n[0]\n[2]\n"),
                "--output",
                "-")
            .exits(ExitCode.RAISED)
            .complains("ZeroDivisionError", "this is what became of row 1, counted from 0");
    assertThat(result.out()).isEqualTo("{\"row\":0,\"status\":\"ok\",\"result\":1}\n");
  }

  @Test
  void outcomes_can_be_collected_and_a_row_that_loops_costs_only_itself() {
    String source = "def f(x):\n    while x == 3: pass\n    print(x)\n    return 1 / (x - 4)";
    Cli.Result result =
        map(
                source,
                "--input",
                file("rows.jsonl", "[1]\n[2]\n[3]\n[4]\n[5]\n"),
                "--output",
                "-",
                "--on-error",
                "collect",
                "--wall-time",
                "700ms",
                "--parallel",
                "2")
            .exits(ExitCode.RETURNED)
            .complains("1 exception, 3 ok, 1 wall_timeout");

    List<String> lines = result.out().lines().toList();
    assertThat(lines).hasSize(5);
    assertThat(lines.get(2))
        .startsWith(
            "{\"row\":2,\"status\":\"wall_timeout\",\"result\":null,\"error\":{\"message\":");
    assertThat(lines.get(3))
        .contains("\"status\":\"exception\"", "division by zero", "\"stdout\":\"4\\n\"");
    assertThat(lines.get(4))
        .isEqualTo("{\"row\":4,\"status\":\"ok\",\"result\":1.0,\"stdout\":\"5\\n\"}");
  }

  @Test
  void an_output_that_is_there_is_never_overwritten() throws IOException {
    String output = file("out.jsonl", "precious\n");
    String rows = file("rows.jsonl", "[1]\n");

    map("def f(x): return x", "--input", rows, "--output", output)
        .exits(ExitCode.USAGE)
        .complains("is there already");
    map("def f(x): return x", "--input", rows, "--output", output, "--resume")
        .exits(ExitCode.USAGE)
        .complains("no record of a map that was interrupted");
    assertThat(Files.readString(Path.of(output))).isEqualTo("precious\n");
  }

  @Test
  void an_output_goes_on_where_it_ends() throws IOException {
    Path output = folder.resolve("out.jsonl");
    String rows = file("rows.jsonl", numbers(50));
    String source = "def f(x): return 10 // (x - 30)";
    String[] asked = {"--input", rows, "--output", output.toString()};
    map(source, asked).exits(ExitCode.RAISED);
    assertThat(Files.readAllLines(output)).hasSize(30);
    assertThat(folder.resolve("out.jsonl.map")).exists();
    // As if it had been killed while it wrote.
    Files.writeString(output, "{\"row\":30,\"sta", StandardOpenOption.APPEND);

    map(source, asked).exits(ExitCode.USAGE).complains("--resume goes on with it");
    map(source, with(asked, "--resume", "--on-error", "collect"))
        .exits(ExitCode.RETURNED)
        .complains("1 exception, 19 ok");

    List<String> lines = Files.readAllLines(output);
    assertThat(lines).hasSize(50);
    for (int row = 0; row < 50; row++) {
      assertThat(lines.get(row)).startsWith("{\"row\":" + row + ",\"status\":");
    }
    assertThat(folder.resolve("out.jsonl.map")).doesNotExist();
  }

  @Test
  void an_output_of_another_map_is_refused_with_what_differs() throws IOException {
    Path output = folder.resolve("out.jsonl");
    String rows = file("rows.jsonl", "[1]\n[0]\n");
    String source = "def f(x): return 1 // x\ndef g(x): return x";
    map(source, "--input", rows, "--output", output.toString()).exits(ExitCode.RAISED);

    map(source + " ", "--input", rows, "--output", output.toString(), "--resume")
        .exits(ExitCode.USAGE)
        .complains("belongs to another map: it differs in program.");
    file("rows.jsonl", "[1]\n[2]\n");
    map(source, "--input", rows, "--output", output.toString(), "--resume")
        .exits(ExitCode.USAGE)
        .complains("it differs in input.");
    Files.writeString(output, "what is this\n");
    file("rows.jsonl", "[1]\n[0]\n");
    map(source, "--input", rows, "--output", output.toString(), "--resume")
        .exits(ExitCode.USAGE)
        .complains("line 1: this is not row 0 of a map");
  }

  @Test
  void a_map_that_was_never_begun_can_be_resumed_too() {
    Path output = folder.resolve("out.jsonl");
    map(
            "def f(x): return x",
            "--input",
            file("rows.jsonl", "[1]\n"),
            "--output",
            output.toString(),
            "--resume")
        .exits(ExitCode.RETURNED);
    assertThat(output).hasContent("{\"row\":0,\"status\":\"ok\",\"result\":1}");
  }

  @Test
  void what_cannot_be_is_said_before_anything_is_run() {
    String rows = file("rows.jsonl", "[1]\n");
    String source = "def f(x): return x";

    map(source, "--input", rows, "--output", rows).exits(ExitCode.USAGE).complains("the same file");
    map(source, "--input", "-", "--output", "x", "--resume")
        .exits(ExitCode.USAGE)
        .complains("--resume needs files");
    map(source, "--input", rows, "--output", "-", "--parallel", "0")
        .exits(ExitCode.USAGE)
        .complains("--parallel: it has to be from 1 to 1000");
    map(source, "--input", folder.toString(), "--output", "-")
        .exits(ExitCode.USAGE)
        .complains("is a folder");
    map(source, "--input", rows + "x", "--output", "-")
        .exits(ExitCode.USAGE)
        .complains("there is no file", "did you mean rows.jsonl?");
    map(source, "--input", rows, "--output", folder.resolve("no/where").toString())
        .exits(ExitCode.USAGE)
        .complains("there is no such folder");
    map(source).exits(ExitCode.USAGE).complains("--input");
    Cli.run("map", "-", "f", "--input", "-", "--output", "-")
        .exits(ExitCode.USAGE)
        .complains("cannot both be standard input");
  }

  @Test
  void a_missing_function_and_a_source_that_is_refused_end_as_they_do_for_run() {
    String rows = file("rows.jsonl", "[1]\n");
    Cli.run("map", file("a.py", "def mean(x): return x"), "meen", "--input", rows, "--output", "-")
        .exits(ExitCode.USAGE)
        .complains("mean");
    map("import os\ndef f(x): return x", "--input", rows, "--output", "-")
        .exits(ExitCode.REJECTED)
        .complains("module-refused");
    map("1 / 0\ndef f(x): return x", "--input", rows, "--output", "-")
        .exits(ExitCode.RAISED)
        .complains("ZeroDivisionError");
  }

  @Test
  void all_rows_together_can_have_a_limit() {
    map(
            "def f(x):\n    while True: pass",
            "--input",
            file("rows.jsonl", "[1]\n"),
            "--output",
            "-",
            "--total-time",
            "300ms")
        .exits(ExitCode.LIMIT)
        .complains("All rows together took longer than 300 ms", "--total-time sets the limit");
  }

  @Test
  void a_row_too_large_is_named() {
    map(
            "def f(x): return x",
            "--input",
            file("rows.jsonl", "[1]\n[\"" + "x".repeat(17 << 20) + "\"]\n"),
            "--output",
            "-")
        .exits(ExitCode.USAGE)
        .complains("row 1: args[0]: the arguments take more than");
  }

  @Test
  void rows_may_come_from_standard_input() {
    Cli.runWithInput(
            "[1]\n[2]\n",
            "map",
            file("a.py", "def f(x): return x"),
            "f",
            "--input",
            "-",
            "--output",
            "-")
        .exits(ExitCode.RETURNED)
        .prints(
            "{\"row\":0,\"status\":\"ok\",\"result\":1}\n{\"row\":1,\"status\":\"ok\",\"result\":2}");
  }

  @Test
  void progress_is_shown_where_it_is_asked_for_and_wiped_in_the_end() {
    Cli.Result result =
        map(
                "def f(x): return x",
                "--input",
                file("rows.jsonl", numbers(500)),
                "--output",
                "-",
                "--progress",
                "always")
            .exits(ExitCode.RETURNED);
    assertThat(result.err()).contains(" rows  ", " rows/s", " %  ").endsWith("\r\033[K");
  }

  private void assertRefused(String source, String name, String content, String... complaints) {
    map(source, "--input", file(name, content), "--output", "-")
        .exits(ExitCode.USAGE)
        .complains(complaints);
  }

  private List<String> results(String source, String table, String... options) {
    String[] asked = {"--input", file("rows.csv", table), "--output", "-"};
    return map(source, with(asked, options))
        .exits(ExitCode.RETURNED)
        .out()
        .lines()
        .map(line -> line.substring(line.indexOf("\"result\":") + 9, line.length() - 1))
        .toList();
  }

  private Cli.Result map(String source, String... options) {
    String[] command = {"map", file("program.py", source), "f"};
    return Cli.run(with(command, options));
  }

  private static String[] with(String[] some, String... more) {
    return java.util.stream.Stream.concat(
            java.util.Arrays.stream(some), java.util.Arrays.stream(more))
        .toArray(String[]::new);
  }

  private String file(String name, String content) {
    return Cli.file(folder, name, content);
  }

  private static String numbers(int count) {
    return IntStream.range(0, count)
        .mapToObj(number -> "[" + number + "]\n")
        .collect(Collectors.joining());
  }
}
