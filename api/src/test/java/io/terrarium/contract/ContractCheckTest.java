package io.terrarium.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.terrarium.Diagnostic;
import io.terrarium.FunctionSignature;
import io.terrarium.FunctionSignature.Parameter;
import io.terrarium.FunctionSignature.Parameter.Kind;
import io.terrarium.Source;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractCheckTest {

  /** The left signature is what the application expects, the right one what the source has. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          f(x)              | f(x)
          f(x)              | f(x, y=...)
          f(x)              | f(x, *more, **others)
          f(x)              | f(*args, **kwargs)
          f(x, /)           | f(anything)
          f(x, /)           | f(anything, /)
          f(x, /)           | f(*args)
          f(x=...)          | f(x=...)
          f(*, k)           | f(k)
          f(*, k)           | f(*, k)
          f(*, k)           | f(**kwargs)
          f(a, *, k=...)    | f(a, k=...)
          f(*xs)            | f(*args)
          f(**kw)           | f(**kw)
          f()               | f(x=...)
          f(a, /, b)        | f(b, a=...)  ! parameter-kind
          f(x)              | f(value)     ! parameter-name
          f(x, y)           | f(y, x)      ! parameter-kind parameter-kind
          f(x)              | f()          ! parameter-missing
          f(x, /)           | f()          ! parameter-missing
          f(x)              | f(x, y)      ! parameter-extra
          f(x)              | f(x, *, y)   ! parameter-extra
          f(x)              | f(x, /)      ! parameter-kind
          f(x)              | f(*, x)      ! parameter-kind
          f(x)              | f(*args)     ! parameter-kind
          f(x=...)          | f(x)         ! parameter-default
          f(*, k=...)       | f(k)         ! parameter-default
          f(*, k)           | f(k, /)      ! parameter-kind
          f(*, k)           | f(*, kk)     ! parameter-missing parameter-extra
          f(a, /, *, k)     | f(k)         ! parameter-missing
          f(*xs)            | f(xs)        ! parameter-missing parameter-extra
          f(**kw)           | f()          ! parameter-missing
          f(x, y)           | f(y, z)      ! parameter-name parameter-kind parameter-extra
          f(x)              | g(x)         ! function-missing
          """)
  void a_function_has_to_take_every_call_that_the_contract_allows(String expected, String cell) {
    String[] found = cell.split("!", -1);
    List<Diagnostic> problems =
        Contract.parse(expected).check(List.of(signature(found[0], 1)), Source.of(""));

    assertThat(problems.stream().map(Diagnostic::code).toList())
        .isEqualTo(found.length == 1 ? List.of() : List.of(found[1].strip().split(" ", -1)));
  }

  @Test
  void a_problem_points_at_the_parameter_in_its_line() {
    String source =
        """
        import math

        def score(values, weight):
            return 1.0
        """;

    assertThat(render("score(xs: list[float]) -> float", source, "score(values, weight)", 3))
        .isEqualTo(
            """
            program.py:3:11: parameter-name: the parameter 'values' is called 'xs' where the \
            application calls score()
                def score(values, weight):
                          ^^^^^^
                hint: rename it to 'xs'
            program.py:3:19: parameter-extra: score() wants an argument 'weight', which the \
            application does not pass
                def score(values, weight):
                                  ^^^^^^
                hint: leave it out, or give it a default: weight=None
            """);
  }

  @Test
  void a_missing_function_points_at_the_one_that_was_perhaps_meant() {
    assertThat(render("score(x)", "a = 1\ndef scores(x): ...\n", "scores(x)", 2))
        .isEqualTo(
            """
            program.py:2:5: function-missing: the application calls score(), and the source has \
            no such function; there is scores
                def scores(x): ...
                    ^^^^^^
                hint: rename 'scores' to 'score'
            """);
    assertThat(render("score(x)", "def other(x): ...\n", "other(x)", 1))
        .isEqualTo(
            """
            program.py:1: function-missing: the application calls score(), and the source has no \
            such function; there is other
                def other(x): ...
                hint: define it with 'def score(x)' at the top level
            """);
    assertThat(Contract.parse("f()").check(List.of(), Source.of("")).getFirst().message())
        .contains("there is no function at all");
  }

  @Test
  void of_two_definitions_the_later_one_counts() {
    List<FunctionSignature> functions = List.of(signature("f(a, b)", 1), signature("f(x)", 2));

    assertThat(Contract.parse("f(x)").check(functions, Source.of(""))).isEmpty();
    assertThat(Contract.parse("f(a, b)").check(functions, Source.of("")).getFirst().line())
        .isEqualTo(2);
  }

  @Test
  void a_parameter_on_a_line_of_its_own_is_pointed_at_by_the_function() {
    assertThat(render("f(x)", "def f(\n    value,\n): ...\n", "f(value)", 1))
        .contains("program.py:1:5: parameter-name", "    def f(\n        ^\n");
  }

  @Test
  void whatever_a_worker_says_the_check_ends_soon_and_says_little() {
    List<Parameter> parameters =
        IntStream.range(0, 10_000)
            .mapToObj(i ->
                new Parameter(
                    "\u202e\n" + "p".repeat(300) + i,
                    Kind.POSITIONAL_OR_KEYWORD,
                    Optional.empty(),
                    Optional.empty()))
            .toList();
    var functions = new ArrayList<FunctionSignature>();
    for (int i = 0; i < 50_000; i++) {
      functions.add(
          new FunctionSignature(
              "f".repeat(150) + i, false, i * 1000, Optional.empty(), List.of(), Optional.empty()));
    }
    functions.add(
        new FunctionSignature(
            "f", false, Integer.MAX_VALUE, Optional.empty(), parameters, Optional.empty()));

    List<Diagnostic> problems = Contract.parse("f(x)").check(functions, Source.of("def f(): ..."));
    assertThat(problems).hasSize(20);
    assertThat(problems)
        .allSatisfy(problem -> assertThat(problem.render("p.py")).hasSizeLessThan(1_000))
        .allSatisfy(problem -> assertThat(problem.message()).doesNotContain("\n", "\u202e"));
    assertThat(Contract.parse("ff(x)").check(functions, Source.of("x"))).hasSize(1);
  }

  @Test
  void a_source_in_another_encoding_has_its_line_and_no_text() {
    byte[] latin = "# coding: latin-1\ndef f(\u00e4): ...\n".getBytes(StandardCharsets.ISO_8859_1);

    Diagnostic problem =
        Contract.parse("f(x)")
            .check(List.of(signature("f(\u00e4)", 2)), Source.of(latin))
            .getFirst();
    assertThat(problem.line()).isEqualTo(2);
    assertThat(problem.column()).isZero();
    assertThat(problem.sourceLine()).isEmpty();
  }

  private static String render(String contract, String source, String found, int line) {
    var text = new StringBuilder();
    for (Diagnostic problem :
        Contract.parse(contract).check(List.of(signature(found, line)), Source.of(source))) {
      text.append(problem.render("program.py"));
    }
    return text.toString();
  }

  /** What a worker would say of a function with such a signature. */
  private static FunctionSignature signature(String text, int line) {
    Contract contract = Contract.parse(text.strip());
    List<Parameter> parameters =
        contract.parameters().stream()
            .map(it ->
                new Parameter(
                    it.name(),
                    it.kind(),
                    it.optional() && !isVariadic(it.kind()) ? Optional.of("1") : Optional.empty(),
                    Optional.empty()))
            .toList();
    return new FunctionSignature(
        contract.function(), false, line, Optional.empty(), parameters, Optional.empty());
  }

  private static boolean isVariadic(Kind kind) {
    return kind == Kind.VAR_POSITIONAL || kind == Kind.VAR_KEYWORD;
  }
}
