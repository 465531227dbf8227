package io.terrarium.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.terrarium.Outcome;
import io.terrarium.Program;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What people write every day runs jailed, under the default policy, as it does on plain Python:
 * the same results, the same exceptions, the same tracebacks. The corpus is in {@code
 * src/test/resources/everyday}.
 */
final class EverydayPythonTest extends SharedSandbox {
  private List<EverydayProgram> corpus = List.of();
  private Map<EverydayCall, EverydayEnd> plain = Map.of();
  private final Map<String, Program> compiled = new HashMap<>();

  @BeforeAll
  void runOnPlainPython() throws IOException, InterruptedException {
    corpus = EverydayProgram.all();
    plain = PlainPython.run(sandbox, corpus);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("calls")
  void everyday_Python_runs_jailed_as_it_does_on_plain_Python(EverydayCall call) {
    Outcome outcome = compiled(call.program()).invoke(call.toCall());
    EverydayEnd jailed = EverydayEnd.of(outcome);

    if (!engine.assertDifference(call.toString(), outcome)) {
      assertThat(jailed.inShort()).as("%s", call).isEqualTo(call.expected());
    }
    if (engine.lacksSuggestion(call.toString())) {
      assertThat(jailed).as("%s, without its suggestion", call).isNotEqualTo(plain.get(call));
    } else {
      assertThat(jailed).as("%s, as on plain Python", call).isEqualTo(plain.get(call));
    }
  }

  @Test
  void the_corpus_has_at_least_150_functions_and_20_that_raise() {
    assertThat(functions(calls())).isGreaterThanOrEqualTo(150);
    assertThat(functions(calls().filter(EverydayCall::raises))).isGreaterThanOrEqualTo(20);
  }

  @Test
  void each_program_of_the_corpus_is_called() {
    assertThat(corpus).isNotEmpty().allSatisfy(each -> assertThat(each.calls()).isNotEmpty());
  }

  private Stream<EverydayCall> calls() {
    return corpus.stream().flatMap(program -> program.calls().stream());
  }

  private static long functions(Stream<EverydayCall> calls) {
    return calls.map(call -> call.program() + ":" + call.function()).distinct().count();
  }

  private Program compiled(String name) {
    return compiled.computeIfAbsent(
        name,
        _ ->
            corpus.stream()
                .filter(program -> program.name().equals(name))
                .map(program -> sandbox.compile(program.source()))
                .findFirst()
                .orElseThrow());
  }
}
