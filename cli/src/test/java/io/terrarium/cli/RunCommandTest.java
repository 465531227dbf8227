package io.terrarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Help.Ansi;

@ExtendWith(NoWorkerLeft.class)
class RunCommandTest {
  private static final String SOURCE =
      """
      from decimal import Decimal

      def test(x, name="Johny"):
          return name + " likes " + str(x*x)

      def same(*args, **kwargs):
          return [*args, kwargs] if kwargs else list(args)

      def price():
          return {"price": Decimal("1.50"), "tags": ("a", "b")}

      def talk():
          print("one\\x1b[31m")
          return "\\x9b31m"

      def shout(n):
          print("a" * n)

      def boom(xs):
          return helper(xs)

      def helper(xs):
          raise ValueError("no luck with %r" % (xs,))

      def loop():
          while True:
              pass

      def hog():
          return len("x" * 10**9)

      def odd():
          return [1, object()]

      def long():
          return "x" * 5_000_000
      """;

  @TempDir Path folder;
  private String file = "";

  @BeforeEach
  void write() {
    file = Cli.file(folder, "user.py", SOURCE);
  }

  @Test
  void the_value_goes_to_standard_output_as_json_and_nothing_else_does() {
    Cli.run("run", file, "test", "5").exits(ExitCode.RETURNED).prints("\"Johny likes 25\"");
  }

  @Test
  void keyword_arguments_arrive() {
    Cli.run("run", file, "test", "5", "--kwargs", "{\"name\": \"Ada\"}")
        .exits(ExitCode.RETURNED)
        .prints("\"Ada likes 25\"");
  }

  @Test
  void an_argument_is_json_or_a_bare_word() {
    Cli.run(
            "run", file, "same", "Ada", "5", "-5", "-1.5e3", "1.0", "true", "null", "[1, {}]", "@x",
            "")
        .exits(ExitCode.RETURNED)
        .prints("[\"Ada\",5,-5,-1500.0,1.0,true,null,[1,{}],\"@x\",\"\"]");
  }

  @Test
  void a_word_of_pythons_is_a_string_and_a_note_says_so() {
    Cli.run("run", file, "same", "False")
        .exits(ExitCode.RETURNED)
        .prints("[\"False\"]")
        .complains("ARG 1 is the string \"False\"; JSON writes false");
    Cli.run("run", file, "same", "-Infinity")
        .prints("[\"-Infinity\"]")
        .complains("JSON writes {\"$type\": \"float\", \"value\": \"-inf\"}");
  }

  @Test
  void behind_two_dashes_everything_is_an_argument() {
    Cli.run("run", "--", file, "same", "--json", "-x").prints("[\"--json\",\"-x\"]");
  }

  @Test
  void a_tagged_argument_is_the_value_that_it_stands_for() {
    Cli.run("run", file, "same", "{\"$type\": \"tuple\", \"items\": [1]}")
        .prints("[{\"$type\":\"tuple\",\"items\":[1]}]");
  }

  @Test
  void what_json_lacks_is_printed_in_a_tagged_form() {
    Cli.run("run", file, "price")
        .prints(
            "{\"price\":{\"$type\":\"decimal\",\"value\":\"1.50\"},"
                + "\"tags\":{\"$type\":\"tuple\",\"items\":[\"a\",\"b\"]}}");
  }

  @Test
  void a_dash_for_a_file_is_standard_input() {
    Cli.runWithInput("def f(x):\n    return x + 1\n", "run", "-", "f", "1")
        .exits(ExitCode.RETURNED)
        .prints("2");
  }

  @Test
  void captured_output_goes_to_standard_error_and_cannot_drive_the_terminal() {
    Cli.Result result = Cli.run("run", file, "talk").exits(ExitCode.RETURNED);

    assertThat(result.err()).isEqualTo("one\\x1b[31m\n");
    result.prints("\"\\u009b31m\"");
  }

  @Test
  void both_streams_of_the_program_go_to_standard_error() {
    String source = "import sys\ndef f():\n    print('one')\n    print('two', file=sys.stderr)\n";
    String both = Cli.file(folder, "both.py", source);

    assertThat(Cli.run("run", "--policy", "full", both, "f").exits(ExitCode.RETURNED).err())
        .isEqualTo("one\ntwo\n");
  }

  @Test
  void a_file_of_the_operator_s_is_there_under_its_name() {
    String program = Cli.file(folder, "reader.py", "def f(name):\n    return open(name).read()\n");
    String first = Cli.file(folder, "first.txt", "one");
    String second = Cli.file(folder, "second=.txt", "two");
    String[] run = {
      "run", "--policy", "restricted+files", "--file", "a=" + first, "--file", "b/c=" + second
    };

    Cli.run(with(run, program, "f", "a")).exits(ExitCode.RETURNED).prints("\"one\"");
    Cli.run(with(run, program, "f", "b/c")).exits(ExitCode.RETURNED).prints("\"two\"");
    Cli.run(with(run, program, "f", first))
        .exits(ExitCode.RAISED)
        .complains("FileNotFoundError", "'a', 'b/c'");
  }

  private static String[] with(String[] words, String... more) {
    return Stream.concat(Arrays.stream(words), Arrays.stream(more)).toArray(String[]::new);
  }

  @Test
  void a_file_that_cannot_be_given_is_said_to_be_none() {
    Cli.run("run", "--file", "a", file, "long").exits(ExitCode.USAGE).complains("NAME=PATH");
    Cli.run("run", "--file", "a=" + folder + "/none", file, "long")
        .exits(ExitCode.USAGE)
        .complains("there is no file " + folder + "/none");
    Cli.run("run", "--file", "a=" + folder, file, "long")
        .exits(ExitCode.USAGE)
        .complains("is a folder");
    Cli.run("run", "--file", "../a=" + file, file, "long")
        .exits(ExitCode.USAGE)
        .complains("'../a' is no name of a file");
    Cli.run("run", "--file", "a=" + file, "--file", "a=" + file, file, "long")
        .exits(ExitCode.USAGE)
        .complains("given twice");
  }

  @Test
  void output_is_shown_while_the_program_runs() {
    String source = "def f():\n    print('begun', end='')\n    while True: pass\n";
    String endless = Cli.file(folder, "endless.py", source);
    var shown = new ByteArrayOutputStream();
    // Nothing but what is shown ends this call.
    var interrupting =
        new FilterOutputStream(shown) {
          @Override
          public void write(byte[] bytes, int offset, int length) {
            shown.write(bytes, offset, length);
            Thread.currentThread().interrupt();
          }
        };
    var terminal =
        new Terminal(
            InputStream.nullInputStream(),
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
            new PrintStream(interrupting, true, StandardCharsets.UTF_8));

    int code = Main.run(terminal, Ansi.OFF, "run", endless, "f");

    assertThat(Thread.interrupted()).isTrue();
    assertThat(code).isEqualTo(ExitCode.INTERRUPTED.number());
    assertThat(shown.toString(StandardCharsets.UTF_8))
        .startsWith("begun" + System.lineSeparator() + "terrarium: ");
  }

  @Test
  void output_over_its_limit_is_cut_and_a_note_says_so() {
    Cli.run("run", file, "shout", "5000", "--output-limit", "1KiB")
        .exits(ExitCode.RETURNED)
        .prints("null")
        .complains("aaaa", "cut at 1024 bytes", "--output-limit");
  }

  @Test
  void output_over_a_hard_limit_ends_the_call() {
    Cli.run("run", file, "shout", "5000", "--output-limit", "1KiB", "--output-fail")
        .exits(ExitCode.LIMIT)
        .printsNothing()
        .complains("output");
  }

  @Test
  void an_exception_is_printed_as_python_prints_it() {
    Cli.run("run", file, "boom", "[1]")
        .exits(ExitCode.RAISED)
        .printsNothing()
        .complains(
            "Traceback (most recent call last):",
            "return helper(xs)",
            "in helper",
            "ValueError: no luck with [1]");
  }

  @Test
  void wrong_arguments_are_told_in_pythons_own_words() {
    Cli.run("run", file, "test")
        .exits(ExitCode.RAISED)
        .complains("TypeError: test() missing 1 required positional argument: 'x'");
  }

  @Test
  void an_endless_loop_ends_at_its_wall_time() {
    Cli.run("run", file, "loop", "--wall-time", "300ms")
        .exits(ExitCode.LIMIT)
        .complains("time", "--wall-time");
  }

  @Test
  void cpu_time_and_memory_are_limits_of_their_own() {
    assertThat(
            Cli.run("run", file, "loop", "--cpu-time", "300ms", "--json")
                .exits(ExitCode.LIMIT)
                .out())
        .contains("\"status\":\"cpu_timeout\"");
    assertThat(
            Cli.run("run", file, "hog", "--memory", "64MiB", "--json").exits(ExitCode.LIMIT).out())
        .contains("\"status\":\"memory_limit\"");
  }

  @Test
  void a_result_over_its_limit_ends_the_call() {
    Cli.run("run", file, "long", "--result-limit", "1MiB")
        .exits(ExitCode.LIMIT)
        .complains("--result-limit");
  }

  @Test
  void a_result_that_has_no_form_outside_is_named_with_its_path() {
    Cli.run("run", file, "odd")
        .exits(ExitCode.NOT_REPRESENTABLE)
        .printsNothing()
        .complains("result[1]", "object");
  }

  @Test
  void a_worker_that_is_gone_has_crashed() {
    String gone = Cli.file(folder, "gone.py", "import os\ndef f(): os._exit(3)\n");

    Cli.run("run", "--policy", "full", gone, "f")
        .exits(ExitCode.CRASHED)
        .printsNothing()
        .isFreeOfJava();
  }

  @Test
  void one_json_document_says_all_there_is_to_say() {
    String document = Cli.run("run", "--json", file, "test", "5").exits(ExitCode.RETURNED).out();

    assertThat(document)
        .startsWith("{\"status\":\"ok\",\"result\":\"Johny likes 25\",\"stdout\":\"\"")
        .contains("\"cpu_ms\":", "\"memory_bytes\":268435456")
        .containsPattern("\"engine\":\"(cpython|wasm)\"")
        .containsPattern("\"program\":\"sha256:[0-9a-f]{64}\"")
        .doesNotContain("\"peak_memory_bytes\":null")
        .hasLineCount(1);
  }

  @Test
  void the_limits_asked_for_are_the_limits_applied() {
    assertThat(
            Cli.run("run", "--json", "--wall-time", "20m", "--memory", "1GiB", file, "test", "5")
                .out())
        .contains("\"wall_ms\":1200000,", "\"memory_bytes\":1073741824");
  }

  @Test
  void a_result_that_is_not_what_is_expected_has_an_exit_status_of_its_own() {
    String own = Cli.file(folder, "f.py", "def f(x):\n    return [1, x]\n");

    Cli.run("run", own, "f", "2", "--expect", "f(x: int) -> list[float]").prints("[1.0,2.0]");
    Cli.run("run", own, "f", "a", "--expect", "f(x) -> list[float]")
        .exits(ExitCode.CONTRACT_BROKEN)
        .printsNothing()
        .complains("terrarium: result[1]: expected float, was str");
    assertThat(
            Cli.run("run", own, "f", "a", "--json", "--expect", "f(x) -> list[float]")
                .exits(ExitCode.CONTRACT_BROKEN)
                .out())
        .startsWith("{\"status\":\"contract_violation\",\"result\":null")
        .contains(
            "\"error\":{\"message\":\"result[1]: expected float, was str\",\"path\":\"result[1]\","
                + "\"expected\":\"float\",\"actual\":\"str\"}");
  }
}
