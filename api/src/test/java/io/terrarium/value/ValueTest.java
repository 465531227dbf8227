package io.terrarium.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTest {

  @Test
  void every_value_reads_like_pythons_repr() {
    assertThat(
            List.of(
                    NoneValue.INSTANCE,
                    BoolValue.TRUE,
                    IntValue.of(-3),
                    new FloatValue(Double.NEGATIVE_INFINITY),
                    new ComplexValue(1, -2),
                    new StrValue("it's\n\u202e"),
                    BytesValue.of(new byte[] {'a', 0, '\''}),
                    ByteArrayValue.of(new byte[] {'b'}),
                    new TupleValue(List.of(IntValue.of(1))),
                    new SetValue(List.of(), false),
                    new SetValue(List.of(IntValue.of(1)), true),
                    new DateValue(LocalDate.of(2024, 2, 29)),
                    new TimeValue(LocalTime.NOON, 1, TimeZoneValue.UTC),
                    new TimeDeltaValue(-1, 2, 3),
                    new DecimalValue("-0E+3"),
                    new FractionValue(BigInteger.ONE, BigInteger.TWO),
                    new UuidValue(new UUID(0, 1)),
                    new EnumValue("Color", "RED", IntValue.of(1)),
                    new DataclassValue("P", List.of(new Field("x", IntValue.of(1)))),
                    new NamedTupleValue("N", List.of()),
                    new SubclassValue("collections.Counter", new DictValue(List.of())))
                .toString())
        .isEqualTo(
            "[None, True, -3, -inf, complex(1.0, -2.0), \"it's\\n\\u202e\", b'a\\x00\\x27',"
                + " bytearray(b'b'), (1,), set(), frozenset({1}), date(2024-02-29), time(12:00,"
                + " fold=1, UTC+PT0S), timedelta(days=-1, seconds=2, microseconds=3),"
                + " Decimal('-0E+3'), Fraction(1, 2),"
                + " UUID('00000000-0000-0000-0000-000000000001'), <Color.RED: 1>, P(x=1), N(),"
                + " collections.Counter({})]");
  }

  @Test
  void the_text_of_a_value_is_bounded_whatever_its_size() {
    Value wide = new ListValue(Collections.nCopies(1_000_000, IntValue.of(7)));
    Value deep = wide;
    for (int i = 0; i < 150; i++) {
      deep = new ListValue(List.of(deep));
    }
    for (Value value :
        List.of(
            wide,
            deep,
            new StrValue("😀".repeat(1_000_000)),
            BytesValue.of(new byte[1_000_000]),
            new DecimalValue("1".repeat(1_000_000)),
            IntValue.of(BigInteger.ONE.shiftLeft(10_000_000)),
            new SubclassValue("C".repeat(1_000_000), wide))) {
      assertThat(value.toString().length()).isLessThanOrEqualTo(Repr.MAX_LENGTH);
    }
    assertThat(wide.toString()).startsWith("[7, 7, ").endsWith("…");
  }

  @Test
  void values_are_equal_by_content() {
    assertThat(new FloatValue(Double.NaN)).isEqualTo(new FloatValue(Double.NaN));
    assertThat(new FloatValue(0.0)).isNotEqualTo(new FloatValue(-0.0));
    assertThat(IntValue.of(1_000_000)).isEqualTo(IntValue.of(BigInteger.valueOf(1_000_000)));
    assertThat(BytesValue.of(new byte[] {1}))
        .isEqualTo(BytesValue.of(new byte[] {0, 1}, 1, 1))
        .hasSameHashCodeAs(BytesValue.of(new byte[] {1}));
    assertThat(new SetValue(List.of(IntValue.of(1), IntValue.of(2)), false))
        .isEqualTo(new SetValue(List.of(IntValue.of(2), IntValue.of(1)), false))
        .hasSameHashCodeAs(new SetValue(List.of(IntValue.of(2), IntValue.of(1)), false))
        .isNotEqualTo(new SetValue(List.of(IntValue.of(2), IntValue.of(1)), true));
    assertThat(new ListValue(List.of())).isNotEqualTo(new TupleValue(List.of()));
  }

  @Test
  void a_list_of_many_floats_is_a_list_like_any_other() {
    double[] numbers = {0.5, Double.NaN, -0.0};
    ListValue list = ListValue.ofDoubles(numbers);
    numbers[0] = 9;
    ListValue same =
        new ListValue(
            List.of(new FloatValue(0.5), new FloatValue(Double.NaN), new FloatValue(-0.0)));
    assertThat(list).isEqualTo(same).hasSameHashCodeAs(same).hasToString("[0.5, nan, -0.0]");
    assertThat(same).isEqualTo(list);
    assertThat(list.asDoubles()).containsExactly(0.5, Double.NaN, -0.0);
    assertThat(list.toJava()).isEqualTo(List.of(0.5, Double.NaN, -0.0));
    assertThatThrownBy(() -> list.items().set(0, NoneValue.INSTANCE))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void values_do_not_change_with_what_they_were_made_from() {
    byte[] bytes = {1, 2};
    BytesValue value = BytesValue.of(bytes);
    bytes[0] = 9;
    value.asBytes()[1] = 9;
    assertThat(value).isEqualTo(BytesValue.of(new byte[] {1, 2}));
    var items = new ArrayList<Value>(List.of(IntValue.of(1)));
    ListValue list = new ListValue(items);
    items.clear();
    assertThat(list.items()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-0E+3", "1.50", ".5", "5.", "NaN", "-sNaN12", "Infinity", "-inf"})
  void what_python_takes_for_a_decimal_is_one(String text) {
    DecimalValue decimal = new DecimalValue(text);
    assertThat(decimal.isFinite()).isEqualTo(text.chars().noneMatch(c -> c == 'N' || c == 'n'));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".", "1e", "e5", "1.2.3", " 1", "1 ", "0x1", "nan1x", "١", "--1", "1_0"})
  void what_is_no_decimal_is_refused(String text) {
    assertThatThrownBy(() -> new DecimalValue(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void parts_out_of_range_are_refused() {
    assertInvalid(() -> new StrValue("\uD800"));
    assertInvalid(() -> new DateValue(LocalDate.of(10_000, 1, 1)));
    assertInvalid(() -> new TimeValue(LocalTime.of(1, 1, 1, 1), 0, null));
    assertInvalid(() -> new DateTimeValue(LocalDateTime.of(2024, 1, 1, 1, 1), 2, null));
    assertInvalid(() -> new TimeDeltaValue(0, 86_400, 0));
    assertInvalid(() -> new TimeDeltaValue(1_000_000_000, 0, 0));
    assertInvalid(() -> new TimeZoneValue.Offset(86_400_000_000L, null));
    assertInvalid(() -> new TimeZoneValue.Offset(Long.MIN_VALUE, null));
    assertInvalid(() -> new TimeZoneValue.Region("", null));
    assertInvalid(() -> new FractionValue(BigInteger.ONE, BigInteger.ZERO));
    assertInvalid(() -> new EnumValue("", "A", NoneValue.INSTANCE));
    assertInvalid(() -> new SubclassValue("A", NoneValue.INSTANCE));
    assertInvalid(() -> new Field("\uDC00", NoneValue.INSTANCE));
  }

  private static void assertInvalid(ThrowingCallable construction) {
    assertThatThrownBy(construction).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void sets_in_another_order_are_equal_even_where_items_have_the_same_hash() {
    // These two strings are the classic pair with one hash.
    Value one = new SetValue(List.of(new StrValue("Aa"), new StrValue("BB")), true);
    Value other = new SetValue(List.of(new StrValue("BB"), new StrValue("Aa")), true);

    assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
  }

  @Test
  @Timeout(10)
  void nested_sets_are_compared_and_hashed_without_growing_exponentially() {
    Value one = new StrValue("Aa");
    Value other = new StrValue("BB");
    for (int depth = 0; depth < 140; depth++) {
      one = new SetValue(List.of(one), true);
      other = new SetValue(List.of(other), true);
    }

    assertThat(one).isNotEqualTo(other).hasSameHashCodeAs(other);
    assertThat(new DictValue(List.of(new DictValue.Entry(one, other))).asMap()).hasSize(1);
  }
}
