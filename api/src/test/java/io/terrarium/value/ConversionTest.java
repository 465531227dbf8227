package io.terrarium.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ConversionTest {
  private static final Value HUGE = IntValue.of(BigInteger.TEN.pow(400));

  @Test
  void scalars_become_what_they_are() {
    assertThat(BoolValue.TRUE.asBoolean()).isTrue();
    assertThat(IntValue.of(-7).asInt()).isEqualTo(-7);
    assertThat(IntValue.of(Long.MAX_VALUE).asLong()).isEqualTo(Long.MAX_VALUE);
    assertThat(new FloatValue(0.5).asDouble()).isEqualTo(0.5);
    assertThat(new StrValue("x").asString()).isEqualTo("x");
    assertThat(BytesValue.of(new byte[] {1}).asBytes()).containsExactly(1);
    assertThat(ByteArrayValue.of(new byte[] {2}).asBytes()).containsExactly(2);
    assertThat(new UuidValue(new UUID(1, 2)).asUuid()).isEqualTo(new UUID(1, 2));
    assertThat(NoneValue.INSTANCE.isNone()).isTrue();
  }

  @Test
  void an_int_becomes_the_nearest_double_and_too_large_a_one_none() {
    assertThat(IntValue.of(3).asDouble()).isEqualTo(3.0);
    assertThat(IntValue.of((1L << 53) + 1).asDouble()).isEqualTo(0x1p53);
    assertThat(IntValue.of(BigInteger.TEN.pow(30)).asDouble()).isEqualTo(1e30);
    assertRefused(HUGE::asDouble, "a Python int cannot become a Java double");
  }

  @Test
  void a_bool_is_no_number_and_a_float_no_int() {
    assertRefused(BoolValue.TRUE::asInt, "result: a Python bool cannot become a Java int");
    assertRefused(BoolValue.TRUE::asDouble, "a Python bool cannot become a Java double");
    assertRefused(new FloatValue(1)::asLong, "a Python float cannot become a Java long");
    assertRefused(NoneValue.INSTANCE::asString, "Python's None cannot become a Java String");
  }

  @Test
  void an_int_out_of_range_is_refused() {
    assertRefused(
        IntValue.of(1L << 31)::asInt,
        "result: a Python int cannot become a Java int: 2147483648 is out of its range");
    assertRefused(HUGE::asLong, "<int of 1329 bits> is out of its range");
    assertRefused(() -> IntValue.of(128).as(byte.class), "a Java byte");
  }

  @Test
  void subclasses_and_enum_members_convert_as_what_they_are_underneath() {
    assertThat(new SubclassValue("Money", new FloatValue(2.5)).asDouble()).isEqualTo(2.5);
    assertThat(new EnumValue("Level", "LOW", IntValue.of(1)).asInt()).isEqualTo(1);
    assertRefused(
        new SubclassValue("Money", new FloatValue(2.5))::asString,
        "a Python Money cannot become a Java String");
  }

  @Test
  void decimals_become_big_numbers_within_a_bound() {
    assertThat(new DecimalValue("1.50").asBigDecimal()).isEqualTo(new BigDecimal("1.50"));
    assertThat(new DecimalValue("1E+3").asBigInteger()).isEqualTo(BigInteger.valueOf(1000));
    assertThat(new DecimalValue("1E+9999").asBigInteger()).isEqualTo(BigInteger.TEN.pow(9999));
    for (String bomb :
        List.of(
            "1E+999999999",
            "1E-999999999",
            "1E+10000",
            "1E+999999999999999999",
            "1".repeat(20_000))) {
      assertRefused(new DecimalValue(bomb)::asBigInteger, "more than 10000 digits");
      assertRefused(new DecimalValue(bomb)::asBigDecimal, "more than 10000 digits");
    }
    assertRefused(new DecimalValue("1.5")::asBigInteger, "not a whole number");
    assertRefused(new DecimalValue("sNaN")::asBigDecimal, "sNaN is not finite");
    assertRefused(new DecimalValue("-Infinity")::asBigDecimal, "-Infinity is not finite");
  }

  @Test
  void floats_and_ints_become_decimals_by_their_text() {
    assertThat(new FloatValue(0.1).asBigDecimal()).isEqualTo(new BigDecimal("0.1"));
    assertThat(IntValue.of(7).asBigDecimal()).isEqualTo(new BigDecimal(7));
    assertRefused(new FloatValue(Double.NaN)::asBigDecimal, "not finite");
  }

  @Test
  void sequences_become_lists_and_arrays_of_numbers() {
    Value list = Value.of(List.of(1.5, 2));
    assertThat(list.asList()).containsExactly(new FloatValue(1.5), IntValue.of(2));
    assertThat(list.asDoubles()).containsExactly(1.5, 2);
    assertThat(Value.of(new int[] {1, 2}).asLongs()).containsExactly(1, 2);
    assertThat(new TupleValue(List.of(IntValue.of(1))).asList()).containsExactly(IntValue.of(1));
    assertThat(new NamedTupleValue("P", List.of(new Field("x", IntValue.of(1)))).asList())
        .containsExactly(IntValue.of(1));
    assertRefused(
        Value.of(List.of(1.0, "x"))::asDoubles,
        "result[1]: a Python str cannot become a Java double");
    assertRefused(new StrValue("abc")::asList, "a Python str cannot become a Java List");
  }

  @Test
  void dicts_and_fields_become_maps() {
    assertThat(Value.of(Map.of("a", 1)).asMap())
        .isEqualTo(Map.of(new StrValue("a"), IntValue.of(1)));
    assertThat(new DataclassValue("P", List.of(new Field("x", IntValue.of(1)))).asMap())
        .isEqualTo(Map.of(new StrValue("x"), IntValue.of(1)));
  }

  @Test
  void dates_and_times_become_javas() {
    LocalDateTime noon = LocalDateTime.of(2024, 2, 29, 12, 0);
    TimeZoneValue east = new TimeZoneValue.Offset(3_600_000_000L, "CET");
    Value aware = new DateTimeValue(noon, 0, east);
    assertThat(new DateValue(noon.toLocalDate()).asLocalDate())
        .isEqualTo(LocalDate.of(2024, 2, 29));
    assertThat(new TimeValue(LocalTime.NOON, 0, null).asLocalTime()).isEqualTo(LocalTime.NOON);
    assertThat(new DateTimeValue(noon, 0, null).asLocalDateTime()).isEqualTo(noon);
    assertThat(aware.asOffsetDateTime()).isEqualTo(OffsetDateTime.of(noon, ZoneOffset.ofHours(1)));
    assertThat(aware.asInstant()).isEqualTo(Instant.parse("2024-02-29T11:00:00Z"));
    assertThat(new TimeDeltaValue(-1, 86_399, 0).asDuration()).isEqualTo(Duration.ofSeconds(-1));
    assertRefused(aware::asLocalDateTime, "ask for an OffsetDateTime");
    assertRefused(new DateTimeValue(noon, 0, null)::asInstant, "it has no time zone");
    assertRefused(new TimeValue(LocalTime.NOON, 0, east)::asLocalTime, "it has a time zone");
  }

  @Test
  void an_offset_that_java_does_not_have_still_means_a_moment() {
    LocalDateTime noon = LocalDateTime.of(2024, 2, 29, 12, 0);
    Value fine = new DateTimeValue(noon, 0, new TimeZoneValue.Offset(-1, null));
    assertThat(fine.asInstant()).isEqualTo(Instant.parse("2024-02-29T12:00:00.000001Z"));
    assertRefused(fine::asOffsetDateTime, "whole number of seconds within 18 hours");
    assertThat(fine.toJava()).isEqualTo(fine);
  }

  @Test
  void a_region_without_an_offset_is_looked_up_with_the_fold() {
    LocalDateTime twice = LocalDateTime.of(2024, 10, 27, 2, 30);
    TimeZoneValue zurich = new TimeZoneValue.Region("Europe/Zurich", null);
    assertThat(new DateTimeValue(twice, 0, zurich).asInstant())
        .isEqualTo(Instant.parse("2024-10-27T00:30:00Z"));
    assertThat(new DateTimeValue(twice, 1, zurich).asInstant())
        .isEqualTo(Instant.parse("2024-10-27T01:30:00Z"));
    assertThat(new DateTimeValue(twice, 1, zurich).asZonedDateTime().toInstant())
        .isEqualTo(Instant.parse("2024-10-27T01:30:00Z"));
    assertRefused(
        new DateTimeValue(twice, 0, new TimeZoneValue.Region("Mars/Base", null))::asZonedDateTime,
        "Java has no time zone 'Mars/Base'");
  }

  @Test
  void keys_and_items_that_would_be_one_in_Java_are_refused_so_that_none_is_lost() {
    var red = new EnumValue("Color", "RED", IntValue.of(1));
    var one = new EnumValue("Rank", "FIRST", IntValue.of(1));
    var twoNumbers =
        new SetValue(List.of(IntValue.of(1L << 53), IntValue.of((1L << 53) + 1)), true);

    assertRefused(
        dict(red, one)::toJava,
        "result: a Python dict cannot become a Java Map: <Rank.FIRST: 1> is the same there as"
            + " another one before it");
    assertRefused(() -> dict(red, one).as(Map.class), "result: a Python dict");
    assertRefused(new SetValue(List.of(red, one), false)::toJava, "cannot become a Java Set");
    assertRefused(dict(new FloatValue(Double.NaN), new FloatValue(Double.NaN))::asMap, "nan is");
    assertRefused(
        () -> twoNumbers.as(new TypeToken<Set<Double>>() {}), "a Python frozenset cannot become");
    assertThat(twoNumbers.as(new TypeToken<Set<Long>>() {})).hasSize(2);
    assertThat(dict(red, one).asMap()).containsOnlyKeys(red, one);
  }

  @Test
  void a_list_may_become_a_set_that_has_each_item_once() {
    Value twice = new ListValue(List.of(IntValue.of(1), IntValue.of(1)));

    assertThat(twice.as(new TypeToken<Set<Integer>>() {})).containsExactly(1);
  }

  private static DictValue dict(Value... keys) {
    return new DictValue(
        Stream.of(keys).map(key -> new DictValue.Entry(key, NoneValue.INSTANCE)).toList());
  }

  @Test
  void keys_with_the_same_hash_are_refused_before_they_cost_quadratic_time() {
    Value colliding =
        new DictValue(
            IntStream.range(0, 50_000)
                .mapToObj(i ->
                    new DictValue.Entry(
                        new TupleValue(List.of(IntValue.of(i), IntValue.of(1_000_000L - 31L * i))),
                        NoneValue.INSTANCE))
                .toList());
    assertRefused(colliding::asMap, "too many of the 50000 keys have the same hash");
    assertRefused(colliding::toJava, "same hash");
    assertRefused(() -> colliding.as(Map.class), "same hash");
  }

  private static void assertRefused(ThrowingCallable conversion, String message) {
    assertThatThrownBy(conversion)
        .isInstanceOf(ValueConversionException.class)
        .hasMessageContaining(message);
  }
}
