package io.terrarium.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.terrarium.FunctionSignature;
import io.terrarium.FunctionSignature.Parameter;
import io.terrarium.FunctionSignature.Parameter.Kind;
import io.terrarium.IsolationReport;
import io.terrarium.Program;
import io.terrarium.Source;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ProgramTest extends SharedSandbox {

  @Test
  void functions_are_described_with_parameters_defaults_annotations_and_docstring() {
    Program program =
        sandbox.compile(
            """
            import math

            def area(r: float, /, scale: int = 2 ** 3, *rest, unit: str = 'cm', **more) -> float:
                \"""Of a circle.

                In square units.
                \"""
            async def later(): pass
            class NoFunction: pass
            if True:
                def hidden(): pass
            """);

    assertThat(program.functions()).extracting(FunctionSignature::name).startsWith("area", "later");
    FunctionSignature area = program.functions().getFirst();
    assertThat(area.line()).isEqualTo(3);
    assertThat(area.asynchronous()).isFalse();
    assertThat(area.returns()).hasValue("float");
    assertThat(area.docstring())
        .hasValueSatisfying(text -> assertThat(text).startsWith("Of a circle.\n\nIn square"));
    assertThat(area.parameters())
        .extracting(Parameter::kind)
        .containsExactly(
            Kind.POSITIONAL_ONLY,
            Kind.POSITIONAL_OR_KEYWORD,
            Kind.VAR_POSITIONAL,
            Kind.KEYWORD_ONLY,
            Kind.VAR_KEYWORD);
    assertThat(area.parameters().get(1).defaultText()).hasValue("2 ** 3");
    assertThat(area.parameters().get(0).annotation()).hasValue("float");
    assertThat(area.parameters().get(0).defaultText()).isEqualTo(Optional.empty());
    assertThat(area)
        .hasToString(
            "area(r: float, /, scale: int = 2 ** 3, *rest, unit: str = 'cm', **more) -> float");
    assertThat(program.functions().get(1).asynchronous()).isTrue();
  }

  @Test
  void nothing_of_a_program_runs_while_it_is_compiled() {
    Program program = sandbox.compile("print(1 / 0)\nwhile True: pass\ndef f(x=1 / 0): pass");

    assertThat(program.functions()).hasSize(1);
  }

  @Test
  void imports_are_listed_by_their_top_level_names() {
    Program program =
        sandbox.compile(
            full(
                "import os.path, json\ndef f():\n    from collections import abc\n    import re as r"));

    assertThat(program.imports()).containsExactly("collections", "json", "os", "re");
  }

  @Test
  void the_same_source_has_the_same_id_and_another_source_another() {
    Program one = sandbox.compile("def f(): return 1");
    Program same = sandbox.compile("def f(): return 1");
    Program other = sandbox.compile("def f(): return 2");

    assertThat(one.id())
        .matches("sha256:[0-9a-f]{64}")
        .isEqualTo(same.id())
        .isNotEqualTo(other.id());
  }

  @Test
  void two_names_for_one_source_do_not_get_mixed_up() {
    var one = sandbox.compile(Source.of("def f(): raise ValueError").named("one.py"));
    var two = sandbox.compile(Source.of("def f(): raise ValueError").named("two.py"));

    assertThat(one.invoke(io.terrarium.Call.of("f"))).asString().contains("one.py");
    assertThat(two.invoke(io.terrarium.Call.of("f")))
        .asString()
        .contains("two.py")
        .doesNotContain("one.py");
  }

  @Test
  void a_program_named_like_a_module_does_not_shadow_it() {
    var program =
        sandbox.compile(Source.of("import json\ndef f(): return json.dumps([1])").named("json.py"));

    assertThat(program.call("f").asString()).isEqualTo("[1]");
  }

  @Test
  void a_program_knows_its_own_name_and_can_find_itself() {
    var program =
        sandbox.compile(
            full("import sys\ndef f(): return [__name__, sys.modules[__name__].f is f, __file__]")
                .named("mine.py"));

    assertThat(program.call("f").toJava()).isEqualTo(java.util.List.of("mine", true, "mine.py"));
  }

  @Test
  void the_isolation_is_reported_as_it_is() {
    IsolationReport report = sandbox.isolation();

    assertThat(report.usable()).isTrue();
    assertThat(report.runtime()).isPresent();
    assertThat(report.layers())
        .filteredOn(IsolationReport.Layer::required)
        .allMatch(IsolationReport.Layer::present);
  }
}
