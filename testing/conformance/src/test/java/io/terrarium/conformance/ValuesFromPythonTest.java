package io.terrarium.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.terrarium.value.BoolValue;
import io.terrarium.value.ByteArrayValue;
import io.terrarium.value.BytesValue;
import io.terrarium.value.ComplexValue;
import io.terrarium.value.DataclassValue;
import io.terrarium.value.DateTimeValue;
import io.terrarium.value.DateValue;
import io.terrarium.value.DecimalValue;
import io.terrarium.value.DictValue;
import io.terrarium.value.EnumValue;
import io.terrarium.value.Field;
import io.terrarium.value.FloatValue;
import io.terrarium.value.FractionValue;
import io.terrarium.value.IntValue;
import io.terrarium.value.ListValue;
import io.terrarium.value.NamedTupleValue;
import io.terrarium.value.NoneValue;
import io.terrarium.value.SetValue;
import io.terrarium.value.StrValue;
import io.terrarium.value.SubclassValue;
import io.terrarium.value.TimeDeltaValue;
import io.terrarium.value.TimeValue;
import io.terrarium.value.TimeZoneValue;
import io.terrarium.value.TupleValue;
import io.terrarium.value.TypeToken;
import io.terrarium.value.UuidValue;
import io.terrarium.value.Value;
import io.terrarium.value.ValueConversionException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Python → Java: every row of docs/values.md, as a {@code Value} and as plain Java. */
final class ValuesFromPythonTest extends SharedSandbox {
  private static final String PRELUDE =
      """
      import collections, dataclasses, datetime, decimal, enum, fractions, typing, uuid, zoneinfo
      from datetime import date, time, timedelta, timezone
      class Colour(enum.Enum):
          RED = 1
          DEEP = ('a', 2)
      class Level(enum.IntEnum):
          LOW = 3
      class Flags(enum.Flag):
          A = 1
          B = 2
      @dataclasses.dataclass
      class Point:
          x: float
          y: object = None
      @dataclasses.dataclass(frozen=True, slots=True)
      class Key:
          name: str
      Pair = collections.namedtuple('Pair', 'a b')
      class Typed(typing.NamedTuple):
          a: int
      class Words(list): pass
      class Zone(datetime.tzinfo):
          def utcoffset(self, when): return timedelta(hours=2)
          def tzname(self, when): return 'ZZ'
          def dst(self, when): return None
      """;

  record Case(String expression, Value value, @Nullable Object java) {
    @Override
    public String toString() {
      return expression;
    }
  }

  private static Case same(String expression, Value value) {
    return new Case(expression, value, value);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void a_Python_value_is_in_Java_what_the_table_says(Case given) {
    Value value = call(full(PRELUDE + "def f(): return " + given.expression));

    assertThat(value).isEqualTo(given.value);
    assertThat(value.toJava()).isEqualTo(given.java);
  }

  static Stream<Case> cases() {
    return Stream.of(scalars(), containers(), times(), classes()).flatMap(cases -> cases);
  }

  private static Stream<Case> scalars() {
    return Stream.of(
        new Case("None", NoneValue.INSTANCE, null),
        new Case("True", BoolValue.of(true), true),
        new Case("0", IntValue.of(0), 0L),
        new Case("-1", IntValue.of(-1), -1L),
        new Case("2**31", IntValue.of(1L << 31), 1L << 31),
        new Case("-2**63", IntValue.of(Long.MIN_VALUE), Long.MIN_VALUE),
        new Case("2**63", IntValue.of(BigInteger.TWO.pow(63)), BigInteger.TWO.pow(63)),
        new Case(
            "-10**100",
            IntValue.of(BigInteger.TEN.pow(100).negate()),
            BigInteger.TEN.pow(100).negate()),
        new Case("0.1", new FloatValue(0.1), 0.1),
        new Case("-0.0", new FloatValue(-0.0), -0.0),
        new Case("float('nan')", new FloatValue(Double.NaN), Double.NaN),
        new Case(
            "float('-inf')", new FloatValue(Double.NEGATIVE_INFINITY), Double.NEGATIVE_INFINITY),
        same("complex(1, float('inf'))", new ComplexValue(1, Double.POSITIVE_INFINITY)),
        new Case("''", new StrValue(""), ""),
        new Case(
            "'\\x00\\u20ac\\U0001f600'",
            new StrValue("\0\u20ac\ud83d\ude00"),
            "\0\u20ac\ud83d\ude00"),
        new Case("decimal.Decimal('1.50')", new DecimalValue("1.50"), new BigDecimal("1.50")),
        same("decimal.Decimal('NaN')", new DecimalValue("NaN")),
        same("decimal.Decimal('-Infinity')", new DecimalValue("-Infinity")),
        same("decimal.Decimal('1E+99999')", new DecimalValue("1E+99999")),
        same(
            "fractions.Fraction(2, -6)",
            new FractionValue(BigInteger.ONE.negate(), BigInteger.valueOf(3))),
        new Case("uuid.UUID(int=1)", new UuidValue(new UUID(0, 1)), new UUID(0, 1)));
  }

  private static Stream<Case> containers() {
    var one = IntValue.of(1);
    var key = new DataclassValue("Key", List.of(new Field("name", new StrValue("k"))));
    return Stream.of(
        new Case("[]", list(), List.of()),
        new Case(
            "[1, None, [1]]",
            list(one, NoneValue.INSTANCE, list(one)),
            Arrays.asList(1L, null, List.of(1L))),
        new Case("()", new TupleValue(List.of()), List.of()),
        new Case(
            "(1, (1,))",
            new TupleValue(List.of(one, new TupleValue(List.of(one)))),
            List.of(1L, List.of(1L))),
        new Case(
            "[0.5] * 100",
            list(Stream.generate(() -> new FloatValue(0.5)).limit(100).toArray(Value[]::new)),
            Stream.generate(() -> 0.5).limit(100).toList()),
        new Case("{}", dict(), Map.of()),
        new Case(
            "{'a': 1, 1: None}",
            dict(entry(new StrValue("a"), one), entry(one, NoneValue.INSTANCE)),
            mapWithNull()),
        new Case(
            "{(1,): 1, None: 1, True: 1}",
            dict(
                entry(new TupleValue(List.of(one)), one),
                entry(NoneValue.INSTANCE, one),
                entry(BoolValue.of(true), one)),
            keysMap()),
        new Case(
            "{date(2024, 1, 1): 1}",
            dict(entry(new DateValue(LocalDate.of(2024, 1, 1)), one)),
            Map.of(LocalDate.of(2024, 1, 1), 1L)),
        new Case(
            "{frozenset([1]): 1}",
            dict(entry(new SetValue(List.of(one), true), one)),
            Map.of(Set.of(1L), 1L)),
        new Case(
            "{Colour.RED: 1}",
            dict(entry(new EnumValue("Colour", "RED", one), one)),
            Map.of(1L, 1L)),
        new Case("{Key('k'): 1}", dict(entry(key, one)), Map.of(Map.of("name", "k"), 1L)),
        new Case(
            "{float('inf'): 1}",
            dict(entry(new FloatValue(Double.POSITIVE_INFINITY), one)),
            Map.of(Double.POSITIVE_INFINITY, 1L)),
        new Case(
            "{b'k': 1}",
            dict(entry(BytesValue.of(new byte[] {'k'}), one)),
            Map.of(BytesValue.of(new byte[] {'k'}), 1L)),
        new Case("set()", new SetValue(List.of(), false), Set.of()),
        new Case("{1, 'a'}", new SetValue(List.of(one, new StrValue("a")), false), Set.of(1L, "a")),
        new Case(
            "{1j, 2}",
            new SetValue(List.of(new ComplexValue(0, 1), IntValue.of(2)), false),
            Set.of(new ComplexValue(0, 1), 2L)),
        new Case(
            "{decimal.Decimal(1)}",
            new SetValue(List.of(new DecimalValue("1")), false),
            Set.of(BigDecimal.ONE)),
        new Case("frozenset([1])", new SetValue(List.of(one), true), Set.of(1L)));
  }

  private static Stream<Case> times() {
    var noon = LocalDateTime.of(2024, 7, 1, 12, 0, 0, 1_000);
    return Stream.of(
        new Case("date.min", new DateValue(LocalDate.of(1, 1, 1)), LocalDate.of(1, 1, 1)),
        new Case(
            "time(23, 59, 59, 999999)",
            new TimeValue(LocalTime.parse("23:59:59.999999"), 0, null),
            LocalTime.parse("23:59:59.999999")),
        same(
            "time(1, tzinfo=timezone.utc)",
            new TimeValue(LocalTime.of(1, 0), 0, TimeZoneValue.UTC)),
        new Case(
            "datetime.datetime(2024, 7, 1, 12, 0, 0, 1)", new DateTimeValue(noon, 0, null), noon),
        new Case(
            "datetime.datetime.max",
            new DateTimeValue(LocalDateTime.parse("9999-12-31T23:59:59.999999"), 0, null),
            LocalDateTime.parse("9999-12-31T23:59:59.999999")),
        new Case(
            "datetime.datetime(2024, 7, 1, 12, 0, 0, 1, tzinfo=timezone(timedelta(hours=-3)))",
            new DateTimeValue(noon, 0, new TimeZoneValue.Offset(-10_800_000_000L, null)),
            OffsetDateTime.parse("2024-07-01T12:00:00.000001-03:00")),
        new Case(
            "datetime.datetime(2024, 7, 1, 12, 0, 0, 1, tzinfo=zoneinfo.ZoneInfo('Europe/Zurich'))",
            new DateTimeValue(noon, 0, new TimeZoneValue.Region("Europe/Zurich", 7_200_000_000L)),
            noon.atZone(ZoneId.of("Europe/Zurich"))),
        new Case(
            "datetime.datetime(2024, 7, 1, 12, 0, 0, 1, tzinfo=Zone())",
            new DateTimeValue(noon, 0, new TimeZoneValue.Offset(7_200_000_000L, "ZZ")),
            OffsetDateTime.parse("2024-07-01T12:00:00.000001+02:00")),
        new Case(
            "timedelta(days=-1, microseconds=5)",
            new TimeDeltaValue(-1, 0, 5),
            Duration.ofDays(-1).plusNanos(5_000)),
        new Case(
            "timedelta.max",
            new TimeDeltaValue(999_999_999, 86_399, 999_999),
            Duration.ofDays(999_999_999).plusSeconds(86_399).plusNanos(999_999_000)));
  }

  private static Stream<Case> classes() {
    var one = IntValue.of(1);
    return Stream.of(
        new Case("Colour.RED", new EnumValue("Colour", "RED", one), 1L),
        new Case(
            "Colour.DEEP",
            new EnumValue(
                "Colour", "DEEP", new TupleValue(List.of(new StrValue("a"), IntValue.of(2)))),
            List.of("a", 2L)),
        new Case("Level.LOW", new EnumValue("Level", "LOW", IntValue.of(3)), 3L),
        new Case(
            "Point(1.5, [Colour.RED])",
            new DataclassValue(
                "Point",
                List.of(
                    new Field("x", new FloatValue(1.5)),
                    new Field("y", list(new EnumValue("Colour", "RED", one))))),
            Map.of("x", 1.5, "y", List.of(1L))),
        new Case(
            "Pair(1, 'b')",
            new NamedTupleValue(
                "Pair", List.of(new Field("a", one), new Field("b", new StrValue("b")))),
            Map.of("a", 1L, "b", "b")),
        new Case(
            "Typed(1)",
            new NamedTupleValue("Typed", List.of(new Field("a", one))),
            Map.of("a", 1L)),
        new Case("Words([1])", new SubclassValue("Words", list(one)), List.of(1L)),
        new Case(
            "collections.Counter('aa')",
            new SubclassValue(
                "collections.Counter", dict(entry(new StrValue("a"), IntValue.of(2)))),
            Map.of("a", 2L)),
        new Case(
            "collections.OrderedDict(a=1)",
            new SubclassValue("collections.OrderedDict", dict(entry(new StrValue("a"), one))),
            Map.of("a", 1L)),
        new Case(
            "collections.defaultdict(list, a=1)",
            new SubclassValue("collections.defaultdict", dict(entry(new StrValue("a"), one))),
            Map.of("a", 1L)));
  }

  @Test
  void bytes_and_bytearrays_come_as_bytes() {
    Value bytes = call("def f(): return b'\\x00\\xff'");
    assertThat(bytes).isEqualTo(BytesValue.of(new byte[] {0, -1}));
    assertThat(bytes.toJava()).isEqualTo(new byte[] {0, -1});

    Value array = call("def f(): return bytearray(b'\\x01')");
    assertThat(array).isEqualTo(ByteArrayValue.of(new byte[] {1}));
    assertThat(array.asBytes()).containsExactly(1);
  }

  @Test
  void a_combination_of_flags_comes_as_an_enum_with_its_value() {
    Value value = call(full(PRELUDE + "def f(): return Flags.A | Flags.B"));

    assertThat(value)
        .isInstanceOfSatisfying(
            EnumValue.class, flags -> assertThat(flags.value()).isEqualTo(IntValue.of(3)));
  }

  record Reading(String sensor, List<Double> values, java.util.Optional<LocalDate> day) {}

  @Test
  void a_dict_a_dataclass_or_a_named_tuple_becomes_a_record_by_its_names() {
    var expected = new Reading("a", List.of(1.0, 2.5), java.util.Optional.of(LocalDate.EPOCH));
    String source =
        """
        import dataclasses, datetime, typing
        @dataclasses.dataclass
        class D:
            sensor: str; values: list; day: object; more: int = 7
        class N(typing.NamedTuple):
            sensor: str; values: tuple; day: object
        day = datetime.date(1970, 1, 1)
        def f():
            return [dict(sensor='a', values=[1, 2.5], day=day), D('a', (1, 2.5), day), N('a', (1, 2.5), day)]
        """;

    assertThat(call(source).as(new TypeToken<List<Reading>>() {}))
        .containsExactly(expected, expected, expected);
  }

  @Test
  void a_conversion_that_does_not_fit_names_the_path_and_both_types() {
    Value value = call("def f(): return {'rows': [1.5, 'two']}");

    assertThatExceptionOfType(ValueConversionException.class)
        .isThrownBy(() -> value.as(new TypeToken<Map<String, List<Double>>>() {}))
        .withMessageContaining("result['rows'][1]")
        .withMessageContaining("str");
    assertThatExceptionOfType(ValueConversionException.class)
        .isThrownBy(value::asDouble)
        .withMessageContaining("result")
        .withMessageContaining("dict");
  }

  @Test
  void an_async_function_is_awaited() {
    String source =
        """
        import asyncio
        async def square(x):
            await asyncio.sleep(0.01)
            return x * x
        async def f(n): return await asyncio.gather(*(square(i) for i in range(n)))
        """;

    assertThat(call(full(source), 4).asLongs()).containsExactly(0, 1, 4, 9);
    assertThat(call("async def f(): return 'no loop needed'").asString())
        .isEqualTo("no loop needed");
  }

  @Test
  void an_async_function_that_waits_for_what_never_comes_is_an_exception() {
    var outcome = invoke(full("import asyncio\nasync def f(): await asyncio.Event().wait()"));

    assertThat(outcome.status()).isEqualTo("exception");
    assertThat(outcome).asString().contains("never happen");
  }

  private static ListValue list(Value... items) {
    return new ListValue(List.of(items));
  }

  private static DictValue dict(DictValue.Entry... entries) {
    return new DictValue(List.of(entries));
  }

  private static DictValue.Entry entry(Value key, Value value) {
    return new DictValue.Entry(key, value);
  }

  private static Map<@Nullable Object, @Nullable Object> mapWithNull() {
    Map<@Nullable Object, @Nullable Object> map = new java.util.LinkedHashMap<>();
    map.put("a", 1L);
    map.put(1L, null);
    return map;
  }

  private static Map<@Nullable Object, @Nullable Object> keysMap() {
    Map<@Nullable Object, @Nullable Object> map = new java.util.LinkedHashMap<>();
    map.put(List.of(1L), 1L);
    map.put(null, 1L);
    map.put(true, 1L);
    return map;
  }
}
