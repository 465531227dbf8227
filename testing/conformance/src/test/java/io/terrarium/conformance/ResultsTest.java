package io.terrarium.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.terrarium.Call;
import io.terrarium.Limit;
import io.terrarium.Limits;
import io.terrarium.Outcome;
import io.terrarium.Outcome.LimitExceeded;
import io.terrarium.Outcome.Unrepresentable;
import io.terrarium.UnrepresentableException;
import io.terrarium.value.IntValue;
import io.terrarium.value.ListValue;
import io.terrarium.value.SubclassValue;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ResultsTest extends SharedSandbox {

  @Test
  void a_result_without_a_form_is_named_with_its_type_and_the_path_to_it() {
    var outcome =
        (Unrepresentable)
            invoke(
                """
                class Tree: pass
                def f(): return {'forest': [1, (2, Tree())]}
                """);

    assertThat(outcome.type()).isEqualTo("Tree");
    assertThat(outcome.path()).isEqualTo("result['forest'][1][1]");
    assertThat(outcome.message()).contains("Tree").contains("dataclass");
    assertThat(outcome.status()).isEqualTo("not_representable");
    assertThatExceptionOfType(UnrepresentableException.class).isThrownBy(outcome::orElseThrow);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "(x for x in [1])         | generator          | list(",
        "map(str, [1])            | map                | list(",
        "zip([1])                 | zip                | list(",
        "range(3)                 | range              | list(",
        "{}.keys()                | dict_keys          | list(",
        "iter([])                 | list_iterator      | list(",
        "f                        | function           | call it",
        "len                      | builtin_function_or_method | call it",
        "int                      | type               | return its name",
        "...                      | ellipsis           | None",
        "object()                 | object             | dataclass",
        "memoryview(b'')          | memoryview         | list(",
        "__import__('re')         | module             | return what",
        "compile('1','','eval')   | code               | return",
        "Exception('x')           | Exception          | return",
      })
  void a_result_that_is_not_data_is_refused_with_a_hint(String value, String type, String hint) {
    var outcome = (Unrepresentable) invoke(full("def f(): return " + value));

    assertThat(outcome.type()).isEqualTo(type);
    assertThat(outcome.path()).isEqualTo("result");
    assertThat(outcome.message()).contains(hint);
  }

  @Test
  void a_cyclic_result_is_refused_with_the_path_where_it_closes() {
    var outcome =
        (Unrepresentable) invoke("def f():\n    x = [1]\n    x.append({'self': x})\n    return x");

    assertThat(outcome.path()).startsWith("result[1]['self']");
    assertThat(outcome.message()).containsIgnoringCase("itself");
  }

  @Test
  void a_result_that_is_nested_very_deep_is_refused() {
    var outcome =
        (Unrepresentable)
            invoke(
                """
                def f(depth):
                    x = []
                    for _ in range(depth):
                        x = [x]
                    return x
                """,
                engine.far(1_000_000));

    assertThat(outcome.message()).containsIgnoringCase("deep");
    assertThat(outcome.path()).startsWith("result[0][0]");
    assertThat(outcome.path()).hasSizeLessThan(2_000);
    assertThat(nextCall()).isEqualTo("hello next");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[x]", "(x,)", "{'a': x}", "frozenset([x])", "{x: 1}"})
  void every_kind_of_nesting_works_to_a_depth_of_100(String wrap) {
    String seed = wrap.contains("frozenset") || wrap.startsWith("{x") ? "()" : "0";
    boolean hashable = !wrap.startsWith("{x");
    String source =
        "def f():\n    x = %s\n    for _ in range(100):\n        x = %s\n    return %s"
            .formatted(seed, hashable ? wrap : "(x,)", hashable ? "x" : "{x: 1}");

    assertThat(invoke(source).status()).isEqualTo("ok");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'x' * (20 << 20)",
        "b'x' * (20 << 20)",
        "bytearray(20 << 20)",
        "[1.5] * 3_000_000",
        "[0] * 50_000_000",
        "[None] * 12_000_000",
        "1 << (8 * (20 << 20))",
        "{i: i for i in range(many)}",
        "['x' * 1000] * 30_000",
        "[[['x' * 1000] * 100] * 100] * 100",
        "[[[[[[[[[]] * 99] * 99] * 99] * 99] * 99] * 99] * 99] * 99",
      })
  void a_result_larger_than_its_limit_is_a_result_limit(String value) {
    Limits limits =
        Limits.DEFAULT
            .withMemoryBytes(1L << 30)
            .withResultBytes(engine.far(Limits.DEFAULT.resultBytes()));
    Outcome outcome =
        sandbox
            .compile("def f(many): return " + value)
            .invoke(Call.of("f", engine.far(2_000_000)).withLimits(engine.patient(limits)));

    assertThat(outcome).isInstanceOf(LimitExceeded.class);
    assertThat(((LimitExceeded) outcome).limit()).isEqualTo(Limit.RESULT);
    assertThat(outcome.status()).isEqualTo("result_limit");
  }

  @Test
  void the_limit_of_the_result_is_the_callers_to_choose() {
    var program = sandbox.compile("def f(n): return 'x' * n");
    Limits limits = Limits.DEFAULT.withResultBytes(1_000);

    assertThat(program.invoke(Call.of("f", 900).withLimits(limits)).status()).isEqualTo("ok");
    assertThat(program.invoke(Call.of("f", 1_100).withLimits(limits)).status())
        .isEqualTo("result_limit");
    assertThat(program.call("f", 15 << 20).asString()).hasSize(15 << 20);
  }

  @Test
  void an_int_of_a_million_digits_arrives_whole() {
    assertThat(call("def f(): return 10 ** 1_000_000 + 7").asBigInteger().bitLength())
        .isEqualTo(3_321_929);
  }

  @Test
  void text_with_an_unpaired_surrogate_is_refused_with_its_path() {
    var outcome = (Unrepresentable) invoke("def f(): return ['ok', 'a\\ud800']");

    assertThat(outcome.path()).isEqualTo("result[1]");
    assertThat(outcome.message()).containsIgnoringCase("surrogate");
  }

  @Test
  void a_result_that_lies_about_its_type_is_taken_for_what_it_is() {
    var outcome =
        invoke(
            full(
                """
                class Liar:
                    @property
                    def __class__(self): return int
                    def __int__(self): return 1
                    def __index__(self): return 1
                    def __reduce__(self): return (int, (1,))
                def f(): return [Liar()]
                """));

    assertThat(outcome).isInstanceOf(Unrepresentable.class);
    assertThat(((Unrepresentable) outcome).type()).isEqualTo("Liar");
  }

  @Test
  void methods_that_a_subclass_overrides_do_not_falsify_its_value() {
    String source =
        """
        class Big(int):
            def __int__(self): return 666
            def __index__(self): return 666
            def __repr__(self): raise ValueError
            def __eq__(self, other): raise ValueError
            def __hash__(self): return 1
        class Few(list):
            def __iter__(self): return iter([666] * 10**9)
            def __len__(self): return -1
            def __getitem__(self, i): raise ValueError
        def f(): return [Big(1), Few([1, 2])]
        """;

    assertThat(call(source).asList())
        .containsExactly(
            new SubclassValue("Big", IntValue.of(1)),
            new SubclassValue("Few", new ListValue(List.of(IntValue.of(1), IntValue.of(2)))));
  }

  @Test
  void a_type_whose_name_or_metaclass_is_hostile_is_refused_like_any_other() {
    var outcome =
        invoke(
            full(
                """
                class Meta(type):
                    def __getattribute__(cls, name): raise SystemExit(1)
                    def __eq__(cls, other): raise SystemExit(1)
                    def __hash__(cls): raise SystemExit(1)
                    def __instancecheck__(cls, other): raise SystemExit(1)
                class Odd(metaclass=Meta):
                    def __getattribute__(self, name): raise KeyboardInterrupt
                Odd.__qualname__ = 'x' * 100000
                def f(): return Odd()
                """));

    assertThat(outcome.status()).isIn("not_representable", "exception");
    assertThat(nextCall()).isEqualTo("hello next");
  }

  @Test
  void a_dataclass_whose_fields_raise_is_refused() {
    var outcome =
        (Unrepresentable)
            invoke(
                full(
                    """
                    from dataclasses import dataclass
                    @dataclass
                    class P:
                        x: int
                        def __getattribute__(self, name):
                            if name == 'x': raise KeyboardInterrupt('no')
                            return object.__getattribute__(self, name)
                    def f(): return P(1)
                    """));

    assertThat(outcome.type()).isEqualTo("P");
    assertThat(outcome.message()).contains("x").contains("KeyboardInterrupt");
  }

  @Test
  void a_dataclass_that_is_a_dict_or_a_number_as_well_is_refused_so_that_neither_is_lost() {
    for (String base : new String[] {"dict", "int", "list", "Decimal"}) {
      var outcome =
          (Unrepresentable)
              invoke(
                  """
                  from dataclasses import dataclass
                  from decimal import Decimal
                  @dataclass
                  class Both(%s):
                      x: int = 1
                  def f(): return [Both()]
                  """
                      .formatted(base));

      assertThat(outcome.type()).isEqualTo("Both");
      assertThat(outcome.path()).isEqualTo("result[0]");
      assertThat(outcome.message()).contains("dataclass").contains(base);
    }
  }

  @Test
  void a_result_that_changes_while_it_is_read_is_no_crash() {
    var outcome =
        invoke(
            full(
                """
                from dataclasses import dataclass
                items = []
                @dataclass
                class P:
                    x: int = 0
                    def __getattribute__(self, name):
                        if name == 'x':
                            items.clear()
                            items.extend([object()] * 3)
                        return object.__getattribute__(self, name)
                def f():
                    items.extend([P(), P(), 1, 2, 3])
                    return items
                """));

    assertThat(outcome.status()).isIn("ok", "not_representable", "exception");
    assertThat(nextCall()).isEqualTo("hello next");
  }

  @Test
  void shared_parts_of_a_result_are_counted_each_time_and_come_out_whole() {
    assertThat(call("def f():\n    x = [1]\n    return {'a': x, 'b': x}").toJava())
        .isEqualTo(Map.of("a", List.of(1L), "b", List.of(1L)));
  }
}
