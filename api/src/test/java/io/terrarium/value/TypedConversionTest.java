package io.terrarium.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TypedConversionTest {
  enum Color {
    RED,
    GREEN
  }

  record Point(double x, double y) {}

  record Shape(
      String name,
      List<Point> points,
      Map<String, Long> counts,
      Optional<Color> color,
      @Nullable String note) {}

  record Pair<A, B>(A first, B second) {}

  record Positive(int number) {
    Positive {
      if (number <= 0) {
        throw new IllegalArgumentException("not positive");
      }
    }
  }

  @Test
  void primitives_boxes_and_values_are_made_as_asked() {
    assertThat(IntValue.of(1).as(int.class)).isEqualTo(1);
    assertThat(IntValue.of(1).as(Long.class)).isEqualTo(1L);
    assertThat(IntValue.of(1).as(Double.class)).isEqualTo(1.0);
    assertThat(new FloatValue(0.5).as(float.class)).isEqualTo(0.5f);
    assertThat(new StrValue("x").as(char.class)).isEqualTo('x');
    assertThat(IntValue.of(1).as(Value.class)).isEqualTo(IntValue.of(1));
    assertThat(IntValue.of(1).as(IntValue.class)).isEqualTo(IntValue.of(1));
    assertThat(IntValue.of(1).as(Object.class)).isEqualTo(1L);
    assertThat(NoneValue.INSTANCE.as(OptionalInt.class)).isEmpty();
    assertRefused(
        () -> IntValue.of(1).as(StrValue.class), "a Python int cannot become a Java StrValue");
    assertRefused(() -> new FloatValue(1e300).as(float.class), "beyond the largest");
    assertRefused(() -> IntValue.of(1).as(Thread.class), "no such type");
  }

  @Test
  void none_becomes_an_empty_optional_and_nothing_else() {
    assertThat(NoneValue.INSTANCE.as(new TypeToken<Optional<String>>() {})).isEmpty();
    assertThat((Object) NoneValue.INSTANCE.as(Optional.class)).isEqualTo(Optional.empty());
    assertRefused(
        () -> NoneValue.INSTANCE.as(String.class), "Python's None cannot become a Java String");
    assertRefused(() -> NoneValue.INSTANCE.as(Object.class), "ask for an Optional");
  }

  @Test
  void generic_types_are_honoured() {
    assertThat(Value.of(List.of(1, 2.5)).as(new TypeToken<List<Double>>() {}))
        .containsExactly(1.0, 2.5);
    assertThat(Value.of(Map.of("a", List.of(1))).as(new TypeToken<Map<String, List<Long>>>() {}))
        .isEqualTo(Map.of("a", List.of(1L)));
    assertThat(Value.of(Set.of(1)).as(new TypeToken<Set<? extends Integer>>() {}).contains(1))
        .isTrue();
    assertRefused(
        () -> Value.of(Map.of("a", List.of("x"))).as(new TypeToken<Map<String, List<Long>>>() {}),
        "result['a'][0]: a Python str cannot become a Java long");
  }

  @Test
  void arrays_are_made_of_any_type() {
    assertThat(Value.of(List.of(1, 2)).as(double[].class)).containsExactly(1, 2);
    assertThat(Value.of(List.of(1, 2)).as(int[].class)).containsExactly(1, 2);
    assertThat(Value.of(List.of("a")).as(String[].class)).containsExactly("a");
    assertThat(Value.of(List.of(List.of(1), List.of())).as(long[][].class))
        .isDeepEqualTo(new long[][] {{1}, {}});
    assertThat(Value.of(List.of(List.of(1))).as(new TypeToken<List<Integer>[]>() {})[0])
        .containsExactly(1);
    assertThat(Value.of(new byte[] {1}).as(byte[].class)).containsExactly(1);
    assertRefused(
        () -> Value.of(Arrays.asList(1, null)).as(int[].class), "result[1]: Python's None");
  }

  @Test
  void a_record_is_made_from_a_dict_by_the_names_of_its_components() {
    var dict = new HashMap<String, Object>();
    dict.put("name", "line");
    dict.put("points", List.of(Map.of("x", 0, "y", 1), new Point(2, 3)));
    dict.put("counts", Map.of("a", 1));
    dict.put("color", "RED");
    dict.put("note", null);
    dict.put("ignored", 1);
    assertThat(Value.of(dict).as(Shape.class))
        .isEqualTo(
            new Shape(
                "line",
                List.of(new Point(0, 1), new Point(2, 3)),
                Map.of("a", 1L),
                Optional.of(Color.RED),
                null));
  }

  @Test
  void what_a_record_may_lack_may_be_missing_and_all_else_not() {
    var dict = new HashMap<String, Object>(Map.of("name", "dot", "points", List.of()));
    assertRefused(
        () -> Value.of(dict).as(Shape.class),
        "result.counts: there is no such name for the Java record Shape");
    dict.put("counts", Map.of());
    assertThat(Value.of(dict).as(Shape.class))
        .isEqualTo(new Shape("dot", List.of(), Map.of(), Optional.empty(), null));
  }

  @Test
  void a_generic_record_is_made_with_its_arguments() {
    Value pair =
        new NamedTupleValue(
            "P",
            List.of(
                new Field("first", Value.of(List.of(1))), new Field("second", new StrValue("x"))));
    assertThat(pair.as(new TypeToken<Pair<List<Integer>, String>>() {}))
        .isEqualTo(new Pair<>(List.of(1), "x"));
    assertThat(pair.as(Pair.class)).isEqualTo(new Pair<>(List.of(1L), "x"));
  }

  @Test
  void the_path_leads_to_the_component_that_does_not_fit() {
    Value points = Value.of(List.of(Map.of("x", 1, "y", 2), Map.of("x", 1, "y", "high")));
    assertRefused(
        () -> points.as(new TypeToken<List<Point>>() {}),
        "result[1].y: a Python str cannot become a Java double");
  }

  @Test
  void what_a_records_constructor_refuses_is_a_conversion_that_fails() {
    assertRefused(
        () -> Value.of(Map.of("number", 0)).as(Positive.class),
        "result: the record Positive refused its components: java.lang.IllegalArgumentException: not"
            + " positive");
  }

  @Test
  void enums_are_made_from_members_and_from_text() {
    assertThat(new StrValue("GREEN").as(Color.class)).isEqualTo(Color.GREEN);
    assertThat(new EnumValue("Color", "RED", IntValue.of(1)).as(Color.class)).isEqualTo(Color.RED);
    assertThat(new EnumValue("Color", "red", new StrValue("RED")).as(Color.class))
        .isEqualTo(Color.RED);
    assertRefused(() -> new StrValue("BLUE").as(Color.class), "'BLUE' is none of its constants");
    assertRefused(() -> IntValue.of(1).as(Color.class), "a Python int cannot become a Java Color");
  }

  @Test
  void plain_java_objects_come_out_naturally() {
    var map = new HashMap<String, Object>();
    map.put("a", null);
    map.put("b", List.of(1, 2.5, "x", true));
    map.put("c", Set.of(BigInteger.TEN.pow(30)));
    var plain = new HashMap<>(map);
    plain.put("b", List.of(1L, 2.5, "x", true));
    assertThat(Value.of(map).toJava()).isEqualTo(plain);
    assertThat(Value.of(new Point(1, 2)).toJava()).isEqualTo(Map.of("x", 1.0, "y", 2.0));
    assertThat(new ComplexValue(1, 2).toJava()).isEqualTo(new ComplexValue(1, 2));
    assertThat(new DecimalValue("NaN").toJava()).isEqualTo(new DecimalValue("NaN"));
    assertThat(Value.of(Set.of(BytesValue.of(new byte[] {1}))).toJava())
        .isEqualTo(Set.of(BytesValue.of(new byte[] {1})));
  }

  private static void assertRefused(ThrowingCallable conversion, String message) {
    assertThatThrownBy(conversion)
        .isInstanceOf(ValueConversionException.class)
        .hasMessageContaining(message);
  }
}
