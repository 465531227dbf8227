package io.terrarium.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.terrarium.Outcome.Raised;
import io.terrarium.PythonError;
import io.terrarium.SandboxException.Category;
import io.terrarium.Source;
import io.terrarium.UserCodeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ErrorsTest extends SharedSandbox {

  @Test
  void an_exception_comes_with_its_place_and_the_users_frames_only() {
    var program =
        sandbox.compile(
            Source.of(
                    """
                    def f(x):
                        return g(x)

                    def g(x):
                        return [1, 2][x]
                    """)
                .named("lookup.py"));

    assertThatExceptionOfType(UserCodeException.class)
        .isThrownBy(() -> program.call("f", 7))
        .withMessage("IndexError: list index out of range")
        .satisfies(e -> {
          assertThat(e.category()).isEqualTo(Category.USER);
          PythonError error = ((Raised) e.outcome()).error();
          assertThat(error.type()).isEqualTo("IndexError");
          assertThat(error.line()).hasValue(5);
          assertThat(error.frames())
              .extracting(PythonError.Frame::function)
              .containsExactly("f", "g");
          assertThat(error.frames()).extracting(PythonError.Frame::line).containsExactly(2, 5);
          assertThat(error.frames().getLast().sourceLine()).isEqualTo("    return [1, 2][x]");
          assertThat(error.traceback())
              .startsWith(
                  "Traceback (most recent call last):\n  File \"lookup.py\", line 2, in f\n")
              .endsWith("IndexError: list index out of range\n");
        });
  }

  @Test
  void an_exception_of_the_module_body_is_the_calls() {
    PythonError error = raised("x = 1 / 0\ndef f(): return 1");

    assertThat(error.type()).isEqualTo("ZeroDivisionError");
    assertThat(error.frames()).extracting(PythonError.Frame::function).containsExactly("<module>");
  }

  @Test
  void a_class_of_the_programs_own_is_named_without_a_module() {
    PythonError error = raised("class Oops(Exception): pass\ndef f(): raise Oops('dear')");

    assertThat(error.summary()).isEqualTo("Oops: dear");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "raise ValueError('inner')",
        "raise SystemExit(3)",
        "raise KeyboardInterrupt",
        "raise GeneratorExit",
        "return 1",
        "return self",
        "return str(self)",
        "import sys; sys.exit()",
        "raise self",
      })
  void an_exception_whose_text_cannot_be_made_is_an_exception_all_the_same(String body) {
    PythonError error =
        raised(
            full(
                """
                class Bad(Exception):
                    def __str__(self): %s
                    __repr__ = __str__
                def f(): raise Bad()
                """
                    .formatted(body)));

    assertThat(error.type()).isEqualTo("Bad");
    assertThat(error.message()).isEqualTo("<exception str() failed>");
    assertThat(error.line()).hasValue(4);
    assertThat(nextCall()).isEqualTo("hello next");
  }

  @Test
  void an_exception_text_with_an_unpaired_surrogate_is_escaped() {
    assertThat(raised("def f(): raise ValueError('a\\ud800b')").message()).isEqualTo("a\\ud800b");
  }

  @Test
  void a_huge_exception_text_is_cut() {
    assertThat(raised("def f(): raise ValueError('x' * 10_000_000)").message())
        .hasSizeBetween(1_000, 20_000);
  }

  @Test
  void an_exception_that_is_caused_by_itself_has_an_end() {
    PythonError error =
        raised(
            full(
                """
                def f():
                    a, b = ValueError('a'), ValueError('b')
                    a.__cause__, b.__cause__ = b, a
                    raise a
                """));

    assertThat(error.message()).isEqualTo("a");
    assertThat(error.traceback()).contains("direct cause");
  }

  @Test
  void chained_exceptions_are_shown_as_Python_shows_them() {
    PythonError error =
        raised(
            """
            def f():
                try:
                    {}['k']
                except KeyError:
                    raise RuntimeError('later')
            """);

    assertThat(error.traceback())
        .contains("KeyError: 'k'\n")
        .contains("During handling of the above exception, another exception occurred:");
  }

  @Test
  void endless_recursion_is_a_RecursionError_and_its_traceback_is_folded() {
    PythonError error = raised("def f(): return f()");

    assertThat(error.type()).isEqualTo("RecursionError");
    assertThat(error.traceback()).contains("more times").hasSizeLessThan(10_000);
    assertThat(error.frames()).hasSizeLessThanOrEqualTo(100);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"SystemExit(0)", "KeyboardInterrupt()", "GeneratorExit()", "BaseException()"})
  void even_exceptions_that_end_programs_only_end_the_call(String exception) {
    assertThat(raised("def f(): raise " + exception).type() + "()")
        .isEqualTo(exception.replace("0", ""));
  }

  @Test
  void sys_exit_is_a_SystemExit_and_no_crash() {
    assertThat(raised(full("import sys\ndef f(): sys.exit(3)")).summary())
        .isEqualTo("SystemExit: 3");
  }

  @Test
  void an_exception_with_a_hostile_class_or_traceback_is_told() {
    PythonError error =
        raised(
            full(
                """
                class Bad(Exception):
                    def __getattribute__(self, name): raise SystemExit(1)
                    @property
                    def __class__(self): raise SystemExit(2)
                Bad.__qualname__ = Bad.__name__ = 'B' * 100_000
                def f(): raise Bad('text')
                """));

    assertThat(error.type()).startsWith("BBBB").hasSizeLessThan(2_000);
  }

  @Test
  void a_SyntaxError_at_run_time_is_the_users_exception() {
    PythonError error = raised("def f(): return eval('1 +')");

    assertThat(error.type()).isEqualTo("SyntaxError");
  }

  @Test
  void an_exception_while_tracing_is_on_is_told() {
    PythonError error =
        raised(
            full(
                """
                import sys
                def f():
                    sys.settrace(lambda *a: 1 / 0)
                    sys.setprofile(lambda *a: 1 / 0)
                    raise ValueError('traced')
                """));

    assertThat(error.type()).isIn("ValueError", "ZeroDivisionError");
    assertThat(nextCall()).isEqualTo("hello next");
  }

  private PythonError raised(String source) {
    return raised(Source.of(source));
  }

  private PythonError raised(Source source) {
    var outcome = invoke(source);
    assertThat(outcome).isInstanceOf(Raised.class);
    assertThat(outcome.status()).isEqualTo("exception");
    return ((Raised) outcome).error();
  }
}
