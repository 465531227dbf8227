package io.terrarium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terrarium.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a host function makes of a call, whatever the worker checked before. */
class HostFunctionTest {
  private static final HostFunction EVERY_KIND =
      HostFunction.named("every")
          .parameter("a")
          .optional("b", int.class, 2)
          .keywordOnly("c", String.class)
          .optionalKeywordOnly("d", String.class, null)
          .calling(Object::toString);

  private static final HostFunction FURTHER =
      HostFunction.named("further")
          .parameter("a")
          .rest("rest")
          .furtherNamed("named")
          .calling(Object::toString);

  @Test
  void arguments_go_to_parameters_by_pythons_rules() throws Exception {
    assertThat(call(EVERY_KIND, List.of(1), Map.of("c", "x")))
        .isEqualTo("every(1, 2, a=1, b=2, c='x', d=None)");
    assertThat(call(EVERY_KIND, List.of(), ordered("c", "x", "a", 1, "d", "y", "b", 3)))
        .isEqualTo("every(1, 3, a=1, b=3, c='x', d='y')");
    assertThat(call(FURTHER, List.of(1, 2, 3), ordered("x", 4)))
        .isEqualTo("further(1, 2, 3, a=1, x=4)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | c    | missing 1 required positional argument: 'a'",
        "1 |      | missing 1 required keyword-only argument: 'c'",
        "3 | c    | takes 2 positional arguments but 3 were given",
        "1 | a,c  | got multiple values for argument 'a'",
        "1 | c,z  | got an unexpected keyword argument 'z'",
        "1 | c,'' | got an unexpected keyword argument ''",
      })
  void what_does_not_fit_is_a_type_error(int positional, String names, String message) {
    var arguments = Stream.<Object>generate(() -> 1).limit(positional).toList();
    var named = new LinkedHashMap<String, Object>();
    if (names != null) {
      for (String name : names.split(",", -1)) {
        named.put(name.replace("'", ""), "x");
      }
    }

    assertTypeError(EVERY_KIND, arguments, named, "every() " + message);
  }

  @Test
  void what_does_not_convert_is_a_type_error_without_a_word_of_java() {
    var rows = HostFunction.named("rows").parameter("rows", double[].class).calling(_ -> null);

    assertTypeError(
        EVERY_KIND,
        List.of(1, "x"),
        Map.of("c", "x"),
        "every() argument 'b': a Python str does not fit");
    assertTypeError(
        EVERY_KIND,
        List.of(1),
        ordered("b", null, "c", "x"),
        "every() argument 'b': Python's None does not fit");
    assertTypeError(
        rows,
        List.of(List.of(1.5, "x")),
        Map.of(),
        "rows() argument 'rows' at [1]: a Python str does not fit");
  }

  @Test
  void what_an_implementation_asks_for_in_vain_is_a_type_error_too() {
    var asking = HostFunction.of("asking", arguments -> arguments.get(1).asString());

    assertTypeError(
        asking, List.of(1), Map.of(), "asking() takes at least 2 positional arguments (1 given)");
    assertTypeError(
        asking, List.of(1, 2), Map.of(), "asking() argument: a Python int does not fit");
    assertTypeError(
        HostFunction.of("asking", arguments -> arguments.get("to", String.class)),
        List.of(),
        Map.of(),
        "asking() missing required argument: 'to'");
  }

  @Test
  void what_may_be_left_out_may_be_none() throws Exception {
    var finding =
        HostFunction.named("finding")
            .optional("to", String.class, null)
            .calling(arguments -> arguments.find("to", String.class).orElse("nobody"));

    assertThat(call(finding, List.of(), Map.of())).isEqualTo("nobody");
    assertThat(call(finding, List.of("Ada"), Map.of())).isEqualTo("Ada");
    assertThat(call(finding, List.of(), ordered("to", null))).isEqualTo("nobody");
  }

  @Test
  void a_signature_reads_as_python_writes_it() {
    assertThat(EVERY_KIND).hasToString("every(a, b: int = 2, *, c: str, d: str = None)");
    assertThat(FURTHER).hasToString("further(a, *rest, **named)");
    assertThat(HostFunction.of("f", String.class, List.class, (a, b) -> a))
        .hasToString("f(first: str, second: list, /)");
  }

  @Test
  void exceptions_that_python_means_itself_cannot_be_raised() {
    for (String type : List.of("StopIteration", "MemoryError", "SystemExit", "BaseException", "")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new HostFunctionException(type, "no"))
          .withMessageContaining("cannot raise '" + type + "'");
    }
  }

  private static void assertTypeError(
      HostFunction function,
      List<?> arguments,
      Map<String, ? extends @Nullable Object> named,
      String message) {
    assertThatThrownBy(() -> call(function, arguments, named))
        .isInstanceOfSatisfying(
            HostFunctionException.class,
            e -> {
              assertThat(e.pythonType()).isEqualTo("TypeError");
              assertThat(e.message()).isEqualTo(message);
            });
  }

  private static @Nullable Object call(
      HostFunction function, List<?> arguments, Map<String, ? extends @Nullable Object> named)
      throws Exception {
    var values = new LinkedHashMap<String, Value>();
    named.forEach((name, value) -> values.put(name, Value.of(value)));
    return function.call(arguments.stream().map(Value::of).toList(), values);
  }

  private static Map<String, @Nullable Object> ordered(@Nullable Object... pairs) {
    var map = new LinkedHashMap<String, @Nullable Object>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(String.valueOf(pairs[i]), pairs[i + 1]);
    }
    return map;
  }
}
