package io.terrarium.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.terrarium.Call;
import io.terrarium.ContractBrokenException;
import io.terrarium.Diagnostic;
import io.terrarium.InvalidArgumentException;
import io.terrarium.Outcome;
import io.terrarium.Program;
import io.terrarium.ProgramRejectedException;
import io.terrarium.Session;
import io.terrarium.Source;
import io.terrarium.contract.Contract;
import io.terrarium.policy.PolicyTables;
import io.terrarium.value.FloatValue;
import io.terrarium.value.TypeToken;
import io.terrarium.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractsTest extends SharedSandbox {
  private static final Path PAGE = Path.of("..", "..", "docs", "contracts.md");
  private static final Path THIS =
      Path.of("src", "test", "java", "io", "terrarium", "conformance", "ContractsTest.java");

  @Test
  void a_program_that_meets_its_contract_is_called_by_it() {
    String text = "def score(xs, scale=1.0):\n    return sum(xs) * scale\n";
    Contract contract =
        Contract.of("score")
            .parameter("xs", new TypeToken<List<Double>>() {})
            .returns(double.class);
    Program program = sandbox.compile(Source.of(text), contract);
    double score = program.call("score", List.of(1, 2, 4)).asDouble();
    assertThat(score).isEqualTo(7);
    assertThat(program.contracts()).containsExactly(contract);
  }

  @Test
  void the_java_on_the_page_of_contracts_is_the_java_above() throws IOException {
    Matcher block =
        Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(PAGE));
    assertThat(block.find()).isTrue();
    assertThat(Files.readString(THIS).replaceAll("(?m)^[ \t]+", ""))
        .contains(block.group(1).replaceAll("(?m)^[ \t]+", ""));
  }

  /** As {@code ContractCheckTest} has them, but with what a worker really finds. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          score(xs)       | def scor(xs): ...              | function-missing
          score(xs)       | async def score(values): ...   | parameter-name
          score(xs)       | def score(): ...               | parameter-missing
          score(xs)       | def score(xs, ys): ...         | parameter-extra
          score(xs)       | def score(xs, /): ...          | parameter-kind
          score(xs)       | def score(*, xs): ...          | parameter-kind
          score(xs = ...) | def score(xs): ...             | parameter-default
          score(*xs)      | def score(x): ...              | parameter-missing
          """)
  void a_program_that_cannot_be_called_is_rejected_with_a_documented_code_at_its_line(
      String contract, String source, String code) {
    assertThatExceptionOfType(ProgramRejectedException.class)
        .isThrownBy(
            () -> sandbox.compile(Source.of("\n" + source + "\n"), Contract.parse(contract)))
        .satisfies(e -> {
          Diagnostic first = e.diagnostics().getFirst();
          assertThat(first.code()).isEqualTo(code);
          assertThat(first.line()).isEqualTo(2);
          assertThat(first.sourceLine()).isEqualTo(source);
          assertThat(e.outcome().status()).isEqualTo("contract_mismatch");
        });
    assertThat(PolicyTables.installed().code(code)).isPresent();
  }

  @Test
  void all_problems_with_all_contracts_are_found_at_once() {
    Program program = sandbox.compile("def a(x): ...\ndef b(): ...\n");

    assertThatExceptionOfType(ProgramRejectedException.class)
        .isThrownBy(() ->
            program.expecting(
                Contract.parse("a(y)"), Contract.parse("b(x)"), Contract.parse("c()")))
        .satisfies(e ->
            assertThat(e.diagnostics())
                .extracting(Diagnostic::code)
                .containsExactly("parameter-name", "parameter-missing", "function-missing"));
    assertThat(program.check(Contract.parse("a(x)"))).isEmpty();
    assertThat(program.contracts()).isEmpty();
  }

  @Test
  void a_result_is_converted_or_refused_with_its_path_and_both_types() {
    Program program =
        sandbox
            .compile("def f(xs):\n    return xs\n")
            .expecting(Contract.parse("f(xs) -> list[float]"));

    assertThat(program.call("f", List.of(1, 2.5)))
        .isEqualTo(Value.of(List.of(new FloatValue(1), new FloatValue(2.5))));
    Outcome outcome = program.invoke(Call.of("f", List.of(1, 2, 3, "four")));
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.ContractBroken.class,
            broken -> {
              assertThat(broken.path()).isEqualTo("result[3]");
              assertThat(broken.expected()).isEqualTo("float");
              assertThat(broken.actual()).isEqualTo("str");
              assertThat(broken.message()).isEqualTo("result[3]: expected float, was str");
              assertThat(broken.status()).isEqualTo("contract_violation");
              assertThat(broken.report().usage().wallTime()).isPositive();
            });
    assertThatExceptionOfType(ContractBrokenException.class)
        .isThrownBy(() -> program.call("f", "text"))
        .withMessage("result: expected list[float], was str");
  }

  @Test
  void arguments_are_held_to_the_contract_before_the_call() {
    Program program =
        sandbox
            .compile("def f(x, n=0, *more, k='', **names): return [x, n, more, k, names]")
            .expecting(
                Contract.parse(
                    "f(x: float, n: int = ..., *more: float, k: str = 'a', **names: int)"));

    assertThat(program.call("f", 1)).hasToString("[1.0, 0, (), '', {}]");
    assertThat(
            program
                .invoke(Call.of("f", 1, 2, 3).withKeywordArguments(Map.of("k", "b", "z", 5)))
                .orElseThrow())
        .hasToString("[1.0, 2, (3.0,), 'b', {'z': 5}]");
    refused(program, Call.of("f", "x"), "x: expected float, was str");
    refused(program, Call.of("f", 1, 2.0), "n: expected int, was float");
    refused(program, Call.of("f", 1, 2, 3, "x"), "more[1]: expected float, was str");
    refused(program, Call.of("f", 1).with("k", null), "k: expected str, was None");
    refused(program, Call.of("f", 1).with("z", "5"), "names['z']: expected int, was str");
    refused(program, Call.of("f"), "there is no argument 'x': the contract is f(x: float, ");
    refused(program, Call.of("f", 1).with("x", 2), "'x' is passed twice");
    refused(program, Call.of("f", new Object()), "x: ");
    Program plain =
        sandbox.compile("def f(x, /): return x").expecting(Contract.parse("f(x: int, /)"));
    refused(plain, Call.of("f", 1, 2), "2 arguments are passed by position, and it takes 1");
    refused(plain, Call.of("f", 1).with("y", 2), "there is no parameter 'y' to pass by name");
    refused(plain, Call.of("f").with("x", 2), "there is no parameter 'x' to pass by name");
  }

  @Test
  void a_session_is_held_to_the_contracts_of_its_program() {
    Program program =
        sandbox.compile("def f(x): return x\n").expecting(Contract.parse("f(x) -> int"));
    try (Session session = program.openSession()) {
      assertThat(session.call("f", 1).asInt()).isEqualTo(1);
      assertThat(session.invoke(Call.of("f", "1"))).isInstanceOf(Outcome.ContractBroken.class);
      assertThat(session.alive()).isTrue();
      assertThat(session.program().contracts()).hasSize(1);
    }
  }

  @Test
  void functions_without_a_contract_are_called_as_ever() {
    Program program =
        sandbox
            .compile("def f(): return 1\ndef g(): return 's'\n")
            .expecting(Contract.parse("f() -> int"));

    assertThat(program.call("g").asString()).isEqualTo("s");
    assertThat(program.expecting(Contract.parse("f() -> float")).call("f"))
        .isEqualTo(new FloatValue(1));
    assertThat(program.call("f").asInt()).isEqualTo(1);
  }

  @Test
  void a_program_that_lies_about_its_signature_is_found_out_by_its_result() {
    Program program =
        sandbox
            .compile("def f(x) -> int: return 1\nf = lambda x: 'one'\n")
            .expecting(Contract.parse("f(x: int) -> int"));

    assertThat(program.invoke(Call.of("f", 1))).isInstanceOf(Outcome.ContractBroken.class);
  }

  private static void refused(Program program, Call call, String message) {
    assertThatExceptionOfType(InvalidArgumentException.class)
        .isThrownBy(() -> program.invoke(call))
        .withMessageContaining(message);
  }
}
