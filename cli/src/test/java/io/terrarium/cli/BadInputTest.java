package io.terrarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Help.Ansi;

/** Bad input of every kind: a clear line, the right exit code, and no Java to be seen. */
@ExtendWith(NoWorkerLeft.class)
class BadInputTest {
  @TempDir Path folder;

  private String good() {
    return Cli.file(folder, "good.py", "limit = 5\ndef mean(xs):\n    return sum(xs) / len(xs)\n");
  }

  @Test
  void a_missing_file_is_named_with_the_nearest_one() {
    good();
    Cli.run("run", folder.resolve("god.py").toString(), "mean")
        .exits(ExitCode.USAGE)
        .complains("there is no file", "god.py", "did you mean good.py?");
  }

  @Test
  void a_missing_folder_is_named() {
    Cli.run("run", folder.resolve("nowhere/a.py").toString(), "f")
        .exits(ExitCode.USAGE)
        .complains("there is no file", "there is no folder");
  }

  @Test
  void an_empty_name_is_no_file() {
    Cli.run("run", "", "f").exits(ExitCode.USAGE).complains("FILE is empty");
  }

  @Test
  void a_folder_is_no_file() {
    Cli.run("run", folder.toString(), "f").exits(ExitCode.USAGE).complains("is a folder");
  }

  @Test
  void a_missing_function_is_named_with_the_nearest_one() {
    Cli.run("run", good(), "meen", "[1]")
        .exits(ExitCode.USAGE)
        .printsNothing()
        .complains("meen", "mean");
  }

  @Test
  void what_cannot_be_called_is_said_to_be_none() {
    Cli.run("run", good(), "limit").exits(ExitCode.USAGE).complains("limit", "int");
  }

  @Test
  void a_broken_argument_is_shown_with_a_caret_where_it_breaks() {
    Cli.run("run", good(), "mean", "[1, x]")
        .exits(ExitCode.USAGE)
        .complains("ARG 1 cannot be read as JSON", "    [1, x]\n        ^\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[1, 2",
        "{\"a\": }",
        "\"abc",
        "1,5",
        "2026-01-02",
        "01",
        ".5",
        "+1",
        "[NaN]",
        "1e999"
      })
  void what_begins_as_json_has_to_be_json(String argument) {
    Cli.run("run", good(), "mean", argument).exits(ExitCode.USAGE).complains("ARG 1", "^");
  }

  @Test
  void the_second_argument_is_called_the_second() {
    Cli.run("run", good(), "mean", "1", "[").exits(ExitCode.USAGE).complains("ARG 2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[1]",
        "5",
        "{",
        "",
        "{\"a\": 1, \"a\": 2}",
        "{\"$type\": \"tuple\", \"items\": []}"
      })
  void keyword_arguments_are_a_json_object(String argument) {
    Cli.run("run", good(), "mean", "--kwargs", argument)
        .exits(ExitCode.USAGE)
        .complains("--kwargs");
  }

  @Test
  void an_argument_over_the_limit_is_refused() {
    Cli.run("run", good(), "mean", "\"" + "x".repeat(17 << 20) + "\"")
        .exits(ExitCode.USAGE)
        .complains("argument");
  }

  @Test
  void a_syntax_error_is_shown_with_line_column_and_caret() {
    String file = Cli.file(folder, "bad.py", "x = 1\ndef f(:\n    pass\n");

    Cli.run("run", file, "f")
        .exits(ExitCode.REJECTED)
        .printsNothing()
        .complains(file + ":2:7: ", "    def f(:\n          ^");
  }

  @Test
  void a_syntax_error_has_its_document_too() {
    String file = Cli.file(folder, "bad.py", "def f(:\n");

    assertThat(Cli.run("run", file, "f", "--json").exits(ExitCode.REJECTED).out())
        .contains("\"status\":\"syntax_error\"", "\"line\":1,\"column\":7", "\"program\":null");
  }

  @Test
  void a_file_that_is_not_utf_8_is_rejected() {
    String file =
        Cli.file(folder, "latin.py", "x = '\u00e9'".getBytes(StandardCharsets.ISO_8859_1));

    Cli.run("run", file, "f").exits(ExitCode.REJECTED).complains("latin.py", "0xe9");
  }

  @Test
  void an_encoding_cookie_a_byte_order_mark_and_windows_line_ends_are_understood() {
    String source = "# -*- coding: latin-1 -*-\r\ndef f():\r\n    return '\u00e9'\r\n";
    String latin = Cli.file(folder, "latin.py", source.getBytes(StandardCharsets.ISO_8859_1));
    String marked = Cli.file(folder, "marked.py", "\ufeffdef f():\r\n    return 'é'\r\n");

    Cli.run("run", latin, "f").exits(ExitCode.RETURNED).prints("\"é\"");
    Cli.run("run", marked, "f").exits(ExitCode.RETURNED).prints("\"é\"");
  }

  @Test
  void an_empty_file_has_no_such_function() {
    Cli.run("run", Cli.file(folder, "empty.py", ""), "f")
        .exits(ExitCode.USAGE)
        .complains("no function", "f");
  }

  @Test
  void a_file_of_ten_megabytes_is_answered_for_and_not_crashed_on() {
    String file = Cli.file(folder, "big.py", "x = 1\n".repeat(10_000_000 / 6));

    assertThat(Cli.run("run", file, "f").isFreeOfJava().exitCode()).isIn(2, 3, 4);
  }

  @Test
  void a_parser_bomb_is_the_sources_own_fault() {
    String file = Cli.file(folder, "bomb.py", "x = " + "(".repeat(100_000) + ")".repeat(100_000));

    assertThat(Cli.run("run", file, "f").isFreeOfJava().exitCode()).isIn(3, 4, 6);
  }

  @Test
  void an_exception_whose_text_cannot_be_had_is_still_reported() {
    String file =
        Cli.file(
            folder,
            "mute.py",
            """
            class Mute(Exception):
                def __str__(self):
                    raise RuntimeError
            def f():
                raise Mute
            """);

    Cli.run("run", file, "f").exits(ExitCode.RAISED).complains("Mute");
  }

  @Test
  void a_cyclic_result_has_no_form() {
    String file =
        Cli.file(folder, "cycle.py", "def f():\n    xs = []\n    xs.append(xs)\n    return xs\n");

    Cli.run("run", file, "f").exits(ExitCode.NOT_REPRESENTABLE).complains("result");
  }

  @Test
  void a_segmentation_fault_is_a_crash() {
    String file = Cli.file(folder, "fault.py", "import os\ndef f():\n    os.abort()\n");

    Cli.run("run", "--policy", "full", file, "f")
        .exits(ExitCode.CRASHED)
        .printsNothing()
        .isFreeOfJava();
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "five", "-1s", "1h 5m", "1e3s", ""})
  void a_duration_is_a_number_with_its_unit(String time) {
    Cli.run("run", good(), "mean", "--wall-time", time)
        .exits(ExitCode.USAGE)
        .complains("--wall-time", "500ms, 5s or 2m");
  }

  @ParameterizedTest
  @ValueSource(strings = {"64", "64MiBs", "lots"})
  void a_size_is_a_number_with_its_unit(String size) {
    Cli.run("run", good(), "mean", "--memory", size)
        .exits(ExitCode.USAGE)
        .complains("--memory", "256MiB");
  }

  @Test
  void a_limit_outside_its_range_is_refused_with_the_range() {
    Cli.run("run", good(), "mean", "--wall-time", "3h")
        .exits(ExitCode.USAGE)
        .complains("--wall-time: it has to be from 1 ms to 1 h");
  }

  @Test
  void more_memory_than_the_machine_has_is_refused() {
    Cli.run("run", good(), "mean", "[1]", "--memory", "1000GiB")
        .exits(ExitCode.USAGE)
        .isFreeOfJava();
  }

  @Test
  void a_policy_that_cannot_be_used_is_refused_before_anything_runs() {
    String broken = Cli.file(folder, "rules.toml", "[modules]\nalow = []\ndeny = ['jsn']\n");

    for (String[] command :
        new String[][] {
          {"run", good(), "mean", "--policy", broken}, {"check", good(), "--policy", broken}
        }) {
      Cli.run(command)
          .exits(ExitCode.USAGE)
          .printsNothing()
          .complains("--policy", broken + ":2:1: ", broken + ":3:9: ", "did you mean 'json'?");
    }
    Cli.run("run", good(), "mean", "--policy", folder.resolve("none.toml").toString())
        .exits(ExitCode.USAGE)
        .complains("there is no such file");
  }

  @Test
  void an_unknown_policy_engine_or_interpreter_is_refused() {
    Cli.run("run", good(), "mean", "--policy", "strict")
        .exits(ExitCode.USAGE)
        .complains("--policy", "strict", "expression, restricted, full");
    Cli.run("run", good(), "mean", "[1]", "--engine", "perl")
        .exits(ExitCode.USAGE)
        .complains("perl", "cpython");
    Cli.run("run", good(), "mean", "[1]", "--python", folder.resolve("python").toString())
        .exits(ExitCode.NO_ENGINE)
        .complains("python");
  }

  @Test
  void a_slip_in_an_option_or_command_is_answered_with_the_nearest() {
    Cli.run("run", good(), "mean", "--wall-tmie", "5s")
        .exits(ExitCode.USAGE)
        .complains("--wall-tmie", "--wall-time", "terrarium run --help");
    Cli.run("rum", good(), "mean")
        .exits(ExitCode.USAGE)
        .complains("there is no command 'rum'", "Did you mean", "run");
    Cli.run("execute", good()).exits(ExitCode.USAGE).complains("there is no command 'execute'");
    Cli.run().exits(ExitCode.USAGE).complains("a command is missing");
    Cli.run("run").exits(ExitCode.USAGE).complains("FILE");
  }

  @Test
  void a_file_that_may_not_be_read_is_said_to_be_so() {
    // Root may read everything, and a name that is too long nobody can.
    Cli.run("run", folder.resolve("x".repeat(5_000)).toString(), "f")
        .exits(ExitCode.USAGE)
        .complains("cannot be read");
  }

  @Test
  void a_value_that_cannot_be_written_is_no_success() {
    var full =
        new OutputStream() {
          @Override
          public void write(int one) throws IOException {
            throw new IOException("no space left on device");
          }
        };
    var err = new ByteArrayOutputStream();
    var terminal =
        new Terminal(
            InputStream.nullInputStream(),
            new PrintStream(full, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));

    int code = Main.run(terminal, Ansi.OFF, "run", good(), "mean", "[1]");

    assertThat(code).isEqualTo(ExitCode.INTERNAL.number());
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("standard output cannot be written");
  }

  @Test
  void a_standard_stream_that_is_closed_is_opened_before_java_opens_something_in_its_place()
      throws Exception {
    String script =
        "exec <&- >&- 2>&-; . ../scripts/open-streams.sh;"
            + " seen=$(for fd in 0 1 2; do readlink /proc/$$/fd/$fd; done); echo \"$seen\" >\"$1\"";
    Path seen = folder.resolve("seen");

    Process shell = new ProcessBuilder("sh", "-euc", script, "sh", seen.toString()).start();

    assertThat(shell.waitFor()).isZero();
    assertThat(seen).hasContent("/dev/null\n/dev/null\n/dev/null");
  }

  @Test
  void a_mistake_in_what_is_expected_is_shown_with_a_caret() {
    String file = Cli.file(folder, "f.py", "def f(x): return x\n");

    Cli.run("check", file, "--expect", "f(x: flaot)")
        .exits(ExitCode.USAGE)
        .complains(
            """
            --expect: there is no type 'flaot' here; did you mean 'float'?
                f(x: flaot)
                     ^^^^^\
            """);
    Cli.run("run", file, "f", "x", "--expect", "f(x: int)")
        .exits(ExitCode.USAGE)
        .complains("x: expected int, was str");
    Cli.run("run", file, "f", "--expect", "f(x: int)")
        .exits(ExitCode.USAGE)
        .complains("there is no argument 'x': the contract is f(x: int)");
  }
}
