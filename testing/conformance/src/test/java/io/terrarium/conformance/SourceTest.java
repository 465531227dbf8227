package io.terrarium.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.terrarium.Diagnostic;
import io.terrarium.Outcome.Rejected;
import io.terrarium.ProgramRejectedException;
import io.terrarium.SandboxException;
import io.terrarium.SandboxException.Category;
import io.terrarium.Source;
import java.nio.charset.Charset;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class SourceTest extends SharedSandbox {
  private static final int MANY = 100_000;

  @Test
  void a_syntax_error_has_line_column_and_a_caret_under_the_place() {
    ProgramRejectedException rejected =
        rejected(Source.of("def f():\n    return 1 +\n").named("sums.py"));

    assertThat(rejected.category()).isEqualTo(Category.USER);
    assertThat(rejected.outcome().status()).isEqualTo("syntax_error");
    Diagnostic diagnostic = rejected.diagnostics().getFirst();
    assertThat(diagnostic.code()).isEqualTo("syntax-error");
    assertThat(diagnostic.line()).isEqualTo(2);
    assertThat(diagnostic.column()).isEqualTo(15);
    assertThat(diagnostic.sourceLine()).isEqualTo("    return 1 +");
    assertThat(rejected)
        .hasMessageContaining("sums.py:2:15: syntax-error: invalid syntax")
        .hasMessageContaining("        return 1 +\n                  ^");
  }

  @Test
  void columns_count_characters_and_not_bytes() {
    Diagnostic parser =
        rejected(Source.of("'\u00e4\u00f6\ud83d\ude00' + )")).diagnostics().getFirst();
    assertThat(parser.column()).isEqualTo(9);

    Diagnostic compiler =
        rejected(Source.of("'\u00e4\u00f6\ud83d\ude00'; return 1")).diagnostics().getFirst();
    assertThat(compiler.column()).isEqualTo(8);
  }

  @Test
  void an_error_that_only_the_compiler_sees_has_its_place_too() {
    Diagnostic diagnostic =
        rejected(Source.of("x = 1\ndef f(a, a):\n    pass\n")).diagnostics().getFirst();

    assertThat(diagnostic.line()).isEqualTo(2);
    assertThat(diagnostic.message()).contains("duplicate argument 'a'");
  }

  @Test
  void bytes_that_are_not_UTF_8_are_refused_with_their_place_and_a_hint() {
    Diagnostic diagnostic =
        rejected(Source.of("x = 1\ny = 'caf\u00e9'\n".getBytes(ISO_8859_1)))
            .diagnostics()
            .getFirst();

    assertThat(diagnostic.code()).isEqualTo("bad-encoding");
    assertThat(diagnostic.message()).contains("0xe9").contains("UTF-8");
    assertThat(diagnostic.line()).isEqualTo(2);
    assertThat(diagnostic.column()).isEqualTo(9);
    assertThat(diagnostic.hint()).hasValueSatisfying(hint -> assertThat(hint).contains("UTF-8"));
  }

  @Test
  void an_unpaired_surrogate_in_a_text_never_reaches_the_program() {
    // What Java makes of it is a question mark; nothing crashes, and no surrogate arrives.
    assertThat(call("def f(): return '\ud800'").asString()).isEqualTo("?");
  }

  @Test
  void a_byte_order_mark_is_no_part_of_the_program() {
    assertThat(callBytes("\ufeffdef f(): return 1".getBytes(UTF_8))).isEqualTo("1");
  }

  @Test
  void lines_may_end_in_carriage_return_and_line_feed_or_one_of_them() {
    assertThat(callBytes("def f():\r\n    x = '''a\r\nb'''\r\n    return x\r\n".getBytes(UTF_8)))
        .isEqualTo("'a\\nb'");
    assertThat(callBytes("def f():\r    return 2\r".getBytes(UTF_8))).isEqualTo("2");
  }

  @Test
  void a_line_number_counts_lines_however_they_end() {
    Diagnostic diagnostic =
        rejected(Source.of("x = 1\r\ny = 2\r\nz = = 3\r\n")).diagnostics().getFirst();

    assertThat(diagnostic.line()).isEqualTo(3);
    assertThat(diagnostic.sourceLine()).isEqualTo("z = = 3");
  }

  @Test
  void an_encoding_that_the_source_declares_is_used() {
    byte[] source = "# -*- coding: latin-1 -*-\ndef f(): return 'caf\u00e9'\n".getBytes(ISO_8859_1);

    assertThat(callBytes(source)).isEqualTo("'caf\u00e9'");
  }

  @Test
  void what_an_editor_on_windows_writes_is_read_where_it_says_so() {
    byte[] source =
        "# coding: cp1252\ndef f(): return '\u20ac'\n".getBytes(Charset.forName("windows-1252"));

    assertThat(callBytes(source)).isEqualTo("'\u20ac'");
  }

  @Test
  void an_encoding_that_the_declaration_itself_is_not_in_is_refused() {
    Diagnostic diagnostic =
        rejected(Source.of("#!python\n# coding: utf-16\ndef f(): return 1\n#\n"))
            .diagnostics()
            .getFirst();

    assertThat(diagnostic.code()).isEqualTo("bad-encoding");
    assertThat(diagnostic.line()).isEqualTo(2);
    assertThat(diagnostic.sourceLine()).isEqualTo("# coding: utf-16");
  }

  @Test
  void an_encoding_that_nobody_knows_is_refused() {
    Diagnostic diagnostic =
        rejected(Source.of("# coding: klingon\ndef f(): return 1\n")).diagnostics().getFirst();

    assertThat(diagnostic.code()).isEqualTo("bad-encoding");
    assertThat(diagnostic.message()).contains("klingon");
  }

  @Test
  void a_codec_that_is_no_text_encoding_is_refused_and_not_run() {
    for (String codec : new String[] {"rot13", "zlib", "idna", "unicode_escape", "undefined"}) {
      assertThatExceptionOfType(SandboxException.class)
          .as(codec)
          .isThrownBy(
              () -> callBytes(("# coding: " + codec + "\nqrs s(): erghea 1\n").getBytes(UTF_8)))
          .satisfies(e -> assertThat(e.category()).isEqualTo(Category.USER));
    }
    assertThat(nextCall()).isEqualTo("hello next");
  }

  @Test
  void a_null_character_is_refused_with_its_place() {
    Diagnostic diagnostic = rejected(Source.of("x = 1\ny = '\0'\n")).diagnostics().getFirst();

    assertThat(diagnostic.message()).contains("null character");
    assertThat(diagnostic.line()).isEqualTo(2);
    assertThat(diagnostic.column()).isEqualTo(6);
  }

  @Test
  void an_empty_file_is_a_program_without_functions() {
    assertThat(sandbox.compile("").functions()).isEmpty();
    assertThat(sandbox.compile("# nothing\n\n").functions()).isEmpty();
    assertThat(
            sandbox
                .compile(Source.of(new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf}))
                .functions())
        .isEmpty();
  }

  @Test
  void a_file_of_10_megabytes_is_compiled_and_called() {
    String comment = "# " + "x".repeat(97) + "\n";
    String source = comment.repeat(100_000) + "def f(): return 'still here'\n";

    assertThat(call(source).asString()).isEqualTo("still here");
  }

  @Test
  void a_file_of_10_megabytes_with_an_error_at_its_end_names_its_line() {
    String source = "x = 1\n".repeat(20_000) + "#" + "y".repeat(10_000_000) + "\ndef f(:\n";

    assertThat(rejected(Source.of(source)).diagnostics().getFirst().line()).isEqualTo(20_002);
  }

  @ParameterizedTest
  @MethodSource("bombs")
  void a_source_that_breaks_parsers_is_rejected_and_the_next_call_works(String source) {
    ProgramRejectedException rejected = rejected(Source.of(source));

    assertThat(((Rejected) rejected.outcome()).reason()).isEqualTo(Rejected.Reason.SYNTAX);
    assertThat(rejected.getMessage()).hasSizeLessThan(5_000);
    assertThat(nextCall()).isEqualTo("hello next");
  }

  static Stream<Named<String>> bombs() {
    return Stream.of(
        Named.of("minus signs", "-".repeat(MANY) + "1"),
        Named.of("not", "not ".repeat(MANY) + "1"),
        Named.of("parentheses", "(".repeat(MANY)),
        Named.of("closed parentheses", "(".repeat(MANY) + ")".repeat(MANY)),
        Named.of("brackets", "[".repeat(MANY) + "]".repeat(MANY)),
        Named.of("attributes", "x" + ".a".repeat(MANY)),
        Named.of("calls", "x" + "()".repeat(MANY)),
        Named.of("subscripts", "x" + "[0]".repeat(MANY)),
        Named.of("lambdas", "lambda:".repeat(MANY) + "0"),
        Named.of("sums", "1" + "+1".repeat(MANY)),
        Named.of("powers", "1" + "**1".repeat(MANY)),
        Named.of("conditions", "1 if 1 else ".repeat(MANY) + "1"),
        Named.of("elifs", "if 0: pass\n" + "elif 0: pass\n".repeat(MANY)),
        Named.of("blocks", nestedBlocks(1_000)),
        Named.of("loops", nestedLoops(60)),
        Named.of("patterns", "match x:\n case " + "[".repeat(MANY) + "]".repeat(MANY) + ": pass"),
        Named.of("a literal of 5000 digits", "x = " + "7".repeat(5_000)));
  }

  @Test
  void a_source_that_takes_long_to_compile_ends_within_its_limits() {
    // Constant folding is bounded by Python itself; what is not ends at the limits of a call.
    String source = "x = " + "(".repeat(50) + "2" + "**2)".repeat(50) + "\ndef f(): return 1";

    SandboxException failure =
        catchThrowableOfType(SandboxException.class, () -> sandbox.compile(source));

    assertThat(failure == null || failure.category() == Category.USER).isTrue();
    assertThat(nextCall()).isEqualTo("hello next");
  }

  @Test
  void warnings_of_the_compiler_do_not_reject_a_program() {
    assertThat(call("def f(): return '\\d' is '\\d', 1 is 1").asList()).hasSize(2);
  }

  @Test
  void the_name_of_a_source_is_shown_without_its_folders() {
    var rejected = rejected(Source.of("def").named("/home/somebody/secret/x.py"));

    assertThat(rejected).hasMessageStartingWith("x.py:1").hasMessageNotContaining("secret");
  }

  private String callBytes(byte[] source) {
    return sandbox.compile(Source.of(source)).call("f").toString();
  }

  private ProgramRejectedException rejected(Source source) {
    var rejected =
        catchThrowableOfType(ProgramRejectedException.class, () -> sandbox.compile(source));
    assertThat(rejected).as("a rejection").isNotNull();
    return rejected;
  }

  private static String nestedBlocks(int depth) {
    var source = new StringBuilder();
    for (int level = 0; level < depth; level++) {
      source.append(" ".repeat(level)).append("if 1:\n");
    }
    return source.append(" ".repeat(depth)).append("pass\n").toString();
  }

  private static String nestedLoops(int depth) {
    var source = new StringBuilder();
    for (int level = 0; level < depth; level++) {
      source.append(" ".repeat(level)).append("for x in y:\n");
    }
    return source.append(" ".repeat(depth)).append("pass\n").toString();
  }
}
