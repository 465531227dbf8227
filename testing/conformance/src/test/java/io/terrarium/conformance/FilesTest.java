package io.terrarium.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terrarium.Call;
import io.terrarium.InvalidArgumentException;
import io.terrarium.Limits;
import io.terrarium.Outcome;
import io.terrarium.Policy;
import io.terrarium.Program;
import io.terrarium.ProgramRejectedException;
import io.terrarium.Session;
import io.terrarium.Source;
import io.terrarium.value.BytesValue;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FilesTest extends SharedSandbox {
  private static final byte[] CSV =
      "city,people\r\nBern,134000\r\n".getBytes(StandardCharsets.UTF_8);
  private static final Policy WITH_FILES = Policy.named("restricted+files");

  private Outcome invoke(Policy policy, String body, Object... arguments) {
    String source = "def f(path=None):\n" + body.indent(4);
    return sandbox
        .compile(Source.of(source).under(policy))
        .invoke(
            Call.of("f", arguments)
                .withLimits(engine.patient(Limits.DEFAULT))
                .withFile("data/cities.csv", CSV)
                .withFile("raw", new byte[] {0, 1, (byte) 0xff}));
  }

  @ParameterizedTest
  @ValueSource(strings = {"restricted+files", "full"})
  void a_program_reads_the_files_of_its_call(String policy) {
    Outcome outcome =
        invoke(
            Policy.named(policy),
            """
            import csv
            with open('data/cities.csv', newline='') as lines:
                rows = list(csv.DictReader(lines))
            with open('raw', 'rb') as raw:
                return [rows, raw.read()]
            """);

    assertThat(outcome.orElseThrow())
        .hasToString("[[{'city': 'Bern', 'people': '134000'}], b'\\x00\\x01\\xff']");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc/passwd",
        "../../etc/passwd",
        "data/../../../etc/passwd",
        "/data/cities.csv",
        "data/cities.csv/..",
        "data/cities.csv\0.txt",
        "/proc/self/environ",
        "/proc/self/fd/0",
        "/dev/null",
        ".",
        "",
      })
  void every_other_name_is_the_kernel_s_to_refuse(String path) {
    for (String opening :
        new String[] {
          "open(path).read()",
          "open(path, 'rb').read()",
          "open(path.encode()).read()",
          "open(path, 'w').write('x')",
          "open(path, opener=lambda name, flags: os.open(name, flags)).read()",
          "io.open(path).read()",
          "pathlib.Path(path).read_text()",
          "os.open(path, 0)",
        }) {
      Outcome outcome = invoke(Policy.FULL, "import io, os, pathlib\nreturn " + opening, path);

      assertThat(outcome).as(opening).isInstanceOf(Outcome.Raised.class);
      assertThat(((Outcome.Raised) outcome).error().type())
          .as(opening)
          .isIn("PermissionError", "FileNotFoundError", "ValueError");
    }
  }

  @Test
  void the_files_are_on_no_disk() {
    Outcome outcome =
        invoke(
            Policy.FULL,
            """
            import os
            found = []
            for look in (
                lambda: os.listdir('.'),
                lambda: os.stat('data/cities.csv'),
                lambda: os.open('data/cities.csv', os.O_RDONLY),
                lambda: open('raw').fileno(),
            ):
                try:
                    found.append(str(look()))
                except OSError as e:
                    found.append('no')
            return found
            """);

    assertThat(outcome.orElseThrow()).hasToString("['no', 'no', 'no', 'no']");
  }

  @Test
  void what_is_not_there_is_said_with_what_is() {
    for (Policy policy : new Policy[] {WITH_FILES, Policy.FULL}) {
      Outcome outcome = invoke(policy, "return open('cities.csv')");

      assertThat(((Outcome.Raised) outcome).error().message())
          .contains("this call has 'data/cities.csv', 'raw'");
    }
  }

  @Test
  void without_the_option_open_is_refused_and_the_option_named() {
    assertThatThrownBy(() -> sandbox.compile("def f(): return open('raw')"))
        .isInstanceOf(ProgramRejectedException.class)
        .hasMessageContaining("open");
  }

  /** Every attribute of what a checked program opens, and of what those are. */
  @ParameterizedTest
  @ValueSource(strings = {"'raw', 'rb'", "'data/cities.csv'"})
  void nothing_that_an_open_file_has_leads_out_of_it(String arguments) {
    Outcome outcome =
        invoke(
            WITH_FILES,
            """
            def kind(value):
                return str(type(value))
            found = set()
            def walk(value, depth):
                for name in dir(value):
                    try:
                        inner = getattr(value, name)
                    except Exception:
                        continue
                    found.add(kind(inner))
                    if depth and not isinstance(inner, (int, str, bytes)):
                        walk(inner, depth - 1)
            walk(open(%s), 2)
            return sorted(found)
            """
                .formatted(arguments));

    // No module, no function with its globals, no frame, no code.
    assertThat(outcome.orElseThrow().toString())
        .doesNotContain("module", "frame", "code", "FileIO", "dict'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "open('raw', 'rb').__class__.__bases__",
        "open('raw', 'rb').read.__self__",
        "open('raw', 'rb').peek.__func__.__globals__",
        "open('raw', 'rb').__dict__",
        "open('raw', 'rb').__setstate__((b'', 0, {}))",
        "open('raw', 'rb').__reduce_ex__(2)",
        "open.__globals__",
        "open.__kwdefaults__",
        "'{0.__globals__}'.format(open)",
      })
  void ways_out_of_an_open_file_are_refused_before_anything_runs(String way) {
    assertThatThrownBy(() -> invoke(WITH_FILES, "return " + way))
        .isInstanceOf(ProgramRejectedException.class);
  }

  @Test
  void private_names_of_what_opens_files_are_not_there() {
    Outcome outcome = invoke(WITH_FILES, "return open._files");

    assertThat(((Outcome.Raised) outcome).error().type()).isEqualTo("AttributeError");
  }

  @Test
  void a_name_that_is_no_exact_text_is_taken_by_its_letters() {
    Outcome outcome =
        invoke(
            WITH_FILES,
            """
            class Name(str):
                def __eq__(self, other): return True
                def __hash__(self): return hash('raw')
                def __getitem__(self, key): return 'raw'
            return open(Name('secret'))
            """);

    assertThat(((Outcome.Raised) outcome).error().type()).isEqualTo("FileNotFoundError");
  }

  @Test
  void files_of_a_session_are_there_for_their_call() {
    Program program =
        sandbox.compile(Source.of("def f(): return open('a').read()").under(WITH_FILES));
    try (Session session = program.openSession()) {
      Call call = Call.of("f").withFile("a", "one".getBytes(StandardCharsets.UTF_8));

      assertThat(session.invoke(call).orElseThrow().asString()).isEqualTo("one");
      assertThat(session.invoke(Call.of("f"))).isInstanceOf(Outcome.Raised.class);
      assertThat(
              session
                  .invoke(call.withFile("a", "two".getBytes(StandardCharsets.UTF_8)))
                  .orElseThrow()
                  .asString())
          .isEqualTo("two");
    }
  }

  @Test
  void a_large_file_is_read_within_the_memory_of_the_call() {
    byte[] lines = ("x".repeat(999) + "\n").repeat(11_000).getBytes(StandardCharsets.UTF_8);
    Outcome outcome =
        sandbox
            .compile(
                Source.of("def f():\n    return sum(len(line) for line in open('n'))")
                    .under(WITH_FILES))
            .invoke(
                Call.of("f")
                    .withLimits(Limits.DEFAULT.withMemoryBytes(32L << 20))
                    .withFile("n", lines));

    assertThat(outcome.orElseThrow().asLong()).isEqualTo(11_000_000);
  }

  @Test
  void files_count_as_arguments() {
    Program program = sandbox.compile(Source.of("def f(): return 1").under(WITH_FILES));
    Call call =
        Call.of("f")
            .withLimits(Limits.DEFAULT.withArgumentBytes(10_000))
            .withFile("a", new byte[6_000]);

    assertThat(program.invoke(call).status()).isEqualTo("ok");
    assertThatThrownBy(() -> program.invoke(call.withFile("b", new byte[6_000])))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("files['b']")
        .hasMessageContaining("10000 bytes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "/", "/a", "a/", "a//b", ".", "..", "../a", "a/../b", "a/./b", "a\0b", "a\nb", "a\\b",
        "\ud800",
      })
  void names_are_plain_and_relative(String name) {
    assertThatThrownBy(() -> Call.of("f").withFile(name, CSV))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("no name of a file");
  }

  @Test
  void names_and_their_number_are_bounded() {
    assertThat(Call.of("f").withFile("\u00e4".repeat(127), CSV).files()).hasSize(1);
    assertThatThrownBy(() -> Call.of("f").withFile("\u00e4".repeat(128), CSV))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("255");
    Map<String, BytesValue> many =
        IntStream.range(0, 1_000)
            .boxed()
            .collect(
                Collectors.toMap(
                    number -> "f" + number,
                    number -> BytesValue.of(new byte[0]),
                    (one, other) -> one,
                    LinkedHashMap::new));
    assertThat(Call.of("f").withFiles(many).files()).hasSize(1_000);
    assertThatThrownBy(() -> Call.of("f").withFiles(many).withFile("more", CSV))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("1000 is the most");
  }
}
