package io.terrarium.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.terrarium.contract.Contract;
import io.terrarium.value.PythonType.Fit;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PythonTypeTest {
  private record Point(double x, Optional<String> name) {}

  private record Knot(List<Knot> knots) {}

  private enum Level {
    LOW,
    HIGH
  }

  @Test
  void a_value_of_the_type_is_handed_on_as_it_is() {
    for (Map.Entry<String, Object> each :
        Map.<String, Object>of(
                "int",
                1,
                "bool",
                true,
                "list[float]",
                List.of(1.0, 2.5),
                "dict[str, list[int]]",
                Map.of("a", List.of(1)),
                "set[str]",
                Set.of("a"),
                "date",
                LocalDate.EPOCH,
                "str | None",
                "x",
                "bytes",
                new byte[] {1},
                "list",
                List.of(1, "x"))
            .entrySet()) {
      Value value = Value.of(each.getValue());
      assertThat(type(each.getKey()).fit(value, "result"))
          .as(each.getKey())
          .isInstanceOfSatisfying(
              Fit.Fitted.class, fitted -> assertThat(fitted.value()).isSameAs(value));
    }
  }

  @Test
  void an_int_becomes_the_float_that_is_the_very_same_number() {
    assertThat(fitted("float", 3)).isEqualTo(new FloatValue(3));
    assertThat(fitted("list[float]", List.of(1, 2.5)))
        .isEqualTo(ListValue.ofDoubles(new double[] {1, 2.5}));
    assertThat(fitted("dict[str, list[float]]", Map.of("a", List.of(1))))
        .isEqualTo(Value.of(Map.of("a", List.of(1.0))));
    assertThat(fitted("float", 1L << 60)).isEqualTo(new FloatValue(0x1p60));
    assertThat(misfit("float", (1L << 53) + 1))
        .isEqualTo("result: expected float, was int: 9007199254740993 is no float exactly");
    assertThat(misfit("list[float]", List.of(1, BigInteger.TEN.pow(400))))
        .startsWith("result[1]: expected float, was int: ");
    assertThat(fitted("complex", 2)).isEqualTo(new ComplexValue(2, 0));
    assertThat(fitted("complex", 0.5)).isEqualTo(new ComplexValue(0.5, 0));
    assertThat(fitted("Fraction", 2)).isEqualTo(new FractionValue(BigInteger.TWO, BigInteger.ONE));
  }

  @Test
  void nothing_else_is_converted() {
    assertThat(misfit("int", 1.0)).isEqualTo("result: expected int, was float");
    assertThat(misfit("int", true)).isEqualTo("result: expected int, was bool");
    assertThat(misfit("float", true)).isEqualTo("result: expected float, was bool");
    assertThat(misfit("str", 1)).isEqualTo("result: expected str, was int");
    assertThat(misfit("str", null)).isEqualTo("result: expected str, was None");
    assertThat(misfit("None", 0)).isEqualTo("result: expected None, was int");
    assertThat(misfit("Decimal", 1)).isEqualTo("result: expected Decimal, was int");
    assertThat(misfit("date", LocalDate.EPOCH.atStartOfDay()))
        .isEqualTo("result: expected date, was datetime");
    assertThat(misfit("bytes", new ByteArrayValue(BytesValue.of(new byte[0]))))
        .isEqualTo("result: expected bytes, was bytearray");
    assertThat(misfit("list[int]", new TupleValue(List.of())))
        .isEqualTo("result: expected list[int], was tuple");
    assertThat(misfit("set[int]", new SetValue(List.of(), true)))
        .isEqualTo("result: expected set[int], was frozenset");
  }

  @Test
  void the_path_leads_to_the_part_that_does_not_fit() {
    assertThat(misfit("list[float]", List.of(1.0, 2, 3, "four")))
        .isEqualTo("result[3]: expected float, was str");
    assertThat(misfit("dict[str, list[int]]", Map.of("a", List.of("b"))))
        .isEqualTo("result['a'][0]: expected int, was str");
    assertThat(misfit("dict[str, int]", Map.of(1, 2)))
        .isEqualTo("result.keys()[0]: expected str, was int");
    assertThat(misfit("tuple[int, str]", tuple(1, 2)))
        .isEqualTo("result[1]: expected str, was int");
    assertThat(misfit("tuple[int, ...]", tuple(1, "x")))
        .isEqualTo("result[1]: expected int, was str");
    assertThat(misfit("tuple[int, str]", tuple(1)))
        .isEqualTo("result: expected tuple[int, str], was tuple of 1 item");
    assertThat(misfit("list[float | None]", Arrays.asList(1.0, null, "x")))
        .isEqualTo("result[2]: expected float, was str");
    assertThat(misfit("list[int | str]", List.of(1.5)))
        .isEqualTo("result[0]: expected int | str, was float");
    assertThat(misfit("Literal['low', 'high']", "hihg"))
        .isEqualTo("result: expected Literal['low', 'high'], was str 'hihg'");
  }

  @Test
  void in_a_union_what_fits_as_it_is_goes_first() {
    assertThat(fitted("float | int", 1)).isEqualTo(IntValue.of(1));
    assertThat(fitted("float | None", 1)).isEqualTo(new FloatValue(1));
    assertThat(fitted("str | list[float]", List.of(1, 2)))
        .isEqualTo(ListValue.ofDoubles(new double[] {1, 2}));
    assertThat(fitted("list[float] | list[str]", List.of("a"))).isEqualTo(Value.of(List.of("a")));
  }

  @Test
  void subclasses_and_members_of_enums_count_as_what_is_in_them_and_keep_their_class() {
    var counter = new SubclassValue("collections.Counter", Value.of(Map.of("a", 1)));
    assertThat(fitted("dict[str, int]", counter)).isSameAs(counter);
    assertThat(fitted("dict[str, float]", counter))
        .isEqualTo(new SubclassValue("collections.Counter", Value.of(Map.of("a", 1.0))));
    var red = new EnumValue("Color", "RED", IntValue.of(1));
    assertThat(fitted("int", red)).isSameAs(red);
    assertThat(fitted("Literal['RED']", red)).isSameAs(red);
    var pair =
        new NamedTupleValue(
            "Pair", List.of(new Field("a", IntValue.of(1)), new Field("b", IntValue.of(2))));
    assertThat(fitted("tuple[float, int]", pair))
        .isEqualTo(
            new NamedTupleValue(
                "Pair",
                List.of(new Field("a", new FloatValue(1)), new Field("b", IntValue.of(2)))));
  }

  @Test
  void a_java_record_is_a_dataclass_a_named_tuple_or_a_dict_with_its_names() {
    PythonType point = PythonType.of(Point.class);
    Value dataclass = new DataclassValue("P", List.of(new Field("x", IntValue.of(1))));

    assertThat(point.fit(dataclass, "result"))
        .isEqualTo(
            new Fit.Fitted(new DataclassValue("P", List.of(new Field("x", new FloatValue(1))))));
    assertThat(point.fit(Value.of(Map.of("x", 1.0, "more", 2)), "result"))
        .isInstanceOf(Fit.Fitted.class);
    assertThat(message(point.fit(Value.of(Map.of("y", 1.0)), "result")))
        .isEqualTo("result.x: expected float, was not there");
    assertThat(message(point.fit(Value.of(Map.of("x", 1.0, "name", 1)), "result")))
        .isEqualTo("result.name: expected str, was int");
    assertThat(message(point.fit(Value.of(1), "result")))
        .isEqualTo("result: expected Point, was int");
    assertThat(PythonType.of(Level.class)).hasToString("Literal['LOW', 'HIGH']");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PythonType.of(Knot.class))
        .withMessageContaining("within itself");
  }

  @Test
  void a_large_value_takes_time_in_proportion_whatever_the_type() {
    List<Object> items = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      items.add(i);
    }
    Object nested = items;
    for (int depth = 0; depth < 20; depth++) {
      nested = List.of(nested);
    }
    var type = new StringBuilder("list[float]");
    for (int depth = 0; depth < 20; depth++) {
      type.insert(0, "list[").append(" | None]");
    }
    assertThat(type(type.toString()).fit(Value.of(nested), "result"))
        .isInstanceOf(Fit.Fitted.class);
  }

  private static Value fitted(String type, Object value) {
    Fit fit = type(type).fit(Value.of(value), "result");
    assertThat(fit).isInstanceOf(Fit.Fitted.class);
    return ((Fit.Fitted) fit).value();
  }

  private static String misfit(String type, @Nullable Object value) {
    return message(type(type).fit(Value.of(value), "result"));
  }

  private static String message(Fit fit) {
    assertThat(fit).isInstanceOf(Fit.Misfit.class);
    return ((Fit.Misfit) fit).message();
  }

  private static PythonType type(String text) {
    return Contract.parse("f() -> " + text).result();
  }

  private static TupleValue tuple(Object... items) {
    return new TupleValue(Arrays.stream(items).map(Value::of).toList());
  }
}
