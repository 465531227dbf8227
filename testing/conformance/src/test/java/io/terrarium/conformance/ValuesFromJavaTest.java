package io.terrarium.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.terrarium.Program;
import io.terrarium.value.ByteArrayValue;
import io.terrarium.value.BytesValue;
import io.terrarium.value.ComplexValue;
import io.terrarium.value.DataclassValue;
import io.terrarium.value.DateTimeValue;
import io.terrarium.value.DecimalValue;
import io.terrarium.value.EnumValue;
import io.terrarium.value.Field;
import io.terrarium.value.FloatValue;
import io.terrarium.value.FractionValue;
import io.terrarium.value.IntValue;
import io.terrarium.value.NamedTupleValue;
import io.terrarium.value.SetValue;
import io.terrarium.value.StrValue;
import io.terrarium.value.TimeValue;
import io.terrarium.value.TimeZoneValue;
import io.terrarium.value.TupleValue;
import io.terrarium.value.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Java → Python → Java: every row of docs/values.md, by what Python sees and what comes back. */
final class ValuesFromJavaTest extends SharedSandbox {
  private static final String IDENTITY =
      "def same(x): return x\ndef seen(x): return type(x).__name__, repr(x)";

  enum Colour {
    RED
  }

  record Point(double x, @Nullable Integer y) {}

  record Line(Point from, Point to) {}

  /**
   * @param type what Python calls its type
   * @param repr what Python prints
   */
  record Case(String name, @Nullable Object java, String type, String repr) {
    @Override
    public String toString() {
      return name;
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void a_Java_object_is_in_Python_what_the_table_says_and_comes_back_as_it_was(Case given) {
    Program program = sandbox.compile(IDENTITY);

    assertThat(program.call("seen", given.java).asList())
        .containsExactly(new StrValue(given.type), new StrValue(given.repr));
    assertThat(program.call("same", given.java)).isEqualTo(Value.of(given.java));
  }

  static Stream<Case> cases() {
    return Stream.of(scalars(), containers(), times(), values()).flatMap(cases -> cases);
  }

  private static Stream<Case> scalars() {
    return Stream.of(
        new Case("null", null, "NoneType", "None"),
        new Case("an empty Optional", Optional.empty(), "NoneType", "None"),
        new Case("an Optional", Optional.of(5), "int", "5"),
        new Case("an OptionalInt", OptionalInt.of(5), "int", "5"),
        new Case("an OptionalDouble", OptionalDouble.empty(), "NoneType", "None"),
        new Case("true", true, "bool", "True"),
        new Case("false", false, "bool", "False"),
        new Case("a byte", (byte) -128, "int", "-128"),
        new Case("a short", (short) 32_767, "int", "32767"),
        new Case("an int", Integer.MIN_VALUE, "int", "-2147483648"),
        new Case("a long", Long.MIN_VALUE, "int", "-9223372036854775808"),
        new Case("the largest long", Long.MAX_VALUE, "int", "9223372036854775807"),
        new Case("2^64", BigInteger.TWO.pow(64), "int", "18446744073709551616"),
        new Case(
            "-2^100", BigInteger.TWO.pow(100).negate(), "int", "-1267650600228229401496703205376"),
        new Case("a double", 0.1, "float", "0.1"),
        new Case("minus zero", -0.0, "float", "-0.0"),
        new Case("the smallest double", Double.MIN_VALUE, "float", "5e-324"),
        new Case("not a number", Double.NaN, "float", "nan"),
        new Case("infinity", Double.POSITIVE_INFINITY, "float", "inf"),
        new Case("minus infinity", Double.NEGATIVE_INFINITY, "float", "-inf"),
        new Case("a float", 0.1f, "float", "0.10000000149011612"),
        new Case("text", "a\u00e9\u20ac\ud83d\ude00\0", "str", "'a\u00e9\u20ac\ud83d\ude00\\x00'"),
        new Case("no text", "", "str", "''"),
        new Case("a char", 'x', "str", "'x'"),
        new Case("bytes", new byte[] {0, -1}, "bytes", "b'\\x00\\xff'"),
        new Case("a BigDecimal", new BigDecimal("1.50"), "Decimal", "Decimal('1.50')"),
        new Case("a large BigDecimal", new BigDecimal("1E+400"), "Decimal", "Decimal('1E+400')"),
        new Case(
            "a UUID",
            UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"),
            "UUID",
            "UUID('00112233-4455-6677-8899-aabbccddeeff')"));
  }

  private static Stream<Case> containers() {
    Map<Object, Object> mixed = new LinkedHashMap<>();
    mixed.put("b", 1);
    mixed.put(2, null);
    mixed.put(2.5, List.of());
    mixed.put(LocalDate.of(2024, 2, 29), "leap");
    return Stream.of(
        new Case("a list", Arrays.asList(1, "a", null, List.of()), "list", "[1, 'a', None, []]"),
        new Case("a deque", new ArrayDeque<>(List.of(1, 2)), "list", "[1, 2]"),
        new Case("an array", new String[] {"a"}, "list", "['a']"),
        new Case("ints", new int[] {1, -2}, "list", "[1, -2]"),
        new Case("longs", new long[] {1L << 40}, "list", "[1099511627776]"),
        new Case("shorts", new short[] {1}, "list", "[1]"),
        new Case("doubles", new double[] {1.5, Double.NaN}, "list", "[1.5, nan]"),
        new Case("floats", new float[] {0.5f}, "list", "[0.5]"),
        new Case("booleans", new boolean[] {true, false}, "list", "[True, False]"),
        new Case("chars", new char[] {'a', 'b'}, "list", "['a', 'b']"),
        new Case("nested arrays", new double[][] {{1.0}, {}}, "list", "[[1.0], []]"),
        new Case(
            "a map",
            mixed,
            "dict",
            "{'b': 1, 2: None, 2.5: [], datetime.date(2024, 2, 29): 'leap'}"),
        new Case("an empty map", Map.of(), "dict", "{}"),
        new Case("a set", Set.of(7), "set", "{7}"),
        new Case("an empty set", Set.of(), "set", "set()"),
        new Case("a set of dates", Set.of(LocalDate.EPOCH), "set", "{datetime.date(1970, 1, 1)}"));
  }

  private static Stream<Case> times() {
    var noon = LocalDateTime.of(2024, 2, 29, 12, 30, 15, 123_456_000);
    return Stream.of(
        new Case("a LocalDate", LocalDate.of(9999, 12, 31), "date", "datetime.date(9999, 12, 31)"),
        new Case("a LocalTime", LocalTime.of(1, 2, 3), "time", "datetime.time(1, 2, 3)"),
        new Case(
            "a LocalDateTime",
            noon,
            "datetime",
            "datetime.datetime(2024, 2, 29, 12, 30, 15, 123456)"),
        new Case(
            "an Instant",
            Instant.EPOCH,
            "datetime",
            "datetime.datetime(1970, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)"),
        new Case(
            "an OffsetDateTime",
            OffsetDateTime.parse("2024-01-01T00:00:00+05:30"),
            "datetime",
            "datetime.datetime(2024, 1, 1, 0, 0, "
                + "tzinfo=datetime.timezone(datetime.timedelta(seconds=19800)))"),
        new Case(
            "a ZonedDateTime",
            noon.atZone(ZoneId.of("Europe/Zurich")),
            "datetime",
            "datetime.datetime(2024, 2, 29, 12, 30, 15, 123456, "
                + "tzinfo=zoneinfo.ZoneInfo(key='Europe/Zurich'))"),
        new Case(
            "the second of two equal times",
            ZonedDateTime.of(LocalDateTime.of(2024, 10, 27, 2, 30), ZoneId.of("Europe/Zurich"))
                .withLaterOffsetAtOverlap(),
            "datetime",
            "datetime.datetime(2024, 10, 27, 2, 30, fold=1, "
                + "tzinfo=zoneinfo.ZoneInfo(key='Europe/Zurich'))"),
        new Case(
            "a Duration",
            Duration.ofSeconds(-1).plusMillis(250),
            "timedelta",
            "datetime.timedelta(days=-1, seconds=86399, microseconds=250000)"));
  }

  private static Stream<Case> values() {
    return Stream.of(
        new Case("a complex", new ComplexValue(1, -0.0), "complex", "(1-0j)"),
        new Case("a bytearray", bytearray(), "bytearray", "bytearray(b'\\x01')"),
        new Case(
            "a tuple", new TupleValue(List.of(IntValue.of(1), Value.of("a"))), "tuple", "(1, 'a')"),
        new Case("an empty tuple", new TupleValue(List.of()), "tuple", "()"),
        new Case(
            "a frozenset",
            new SetValue(List.of(IntValue.of(1)), true),
            "frozenset",
            "frozenset({1})"),
        new Case(
            "a fraction",
            new FractionValue(BigInteger.ONE, BigInteger.valueOf(3)),
            "Fraction",
            "Fraction(1, 3)"),
        new Case("a signalling NaN", new DecimalValue("sNaN"), "Decimal", "Decimal('sNaN')"),
        new Case(
            "a Decimal's minus zero", new DecimalValue("-0E+3"), "Decimal", "Decimal('-0E+3')"),
        new Case(
            "a time with a zone",
            new TimeValue(LocalTime.NOON, 1, new TimeZoneValue.Offset(3_600_000_000L, "CET")),
            "time",
            "datetime.time(12, 0, "
                + "tzinfo=datetime.timezone(datetime.timedelta(seconds=3600), 'CET'), fold=1)"),
        new Case(
            "an offset in microseconds",
            new DateTimeValue(
                LocalDateTime.of(2000, 1, 1, 0, 0), 0, new TimeZoneValue.Offset(-1, null)),
            "datetime",
            "datetime.datetime(2000, 1, 1, 0, 0, tzinfo=datetime.timezone("
                + "datetime.timedelta(days=-1, seconds=86399, microseconds=999999)))"));
  }

  private static Value bytearray() {
    return new ByteArrayValue(BytesValue.of(new byte[] {1}));
  }

  @Test
  void a_tuple_a_date_or_a_frozenset_can_be_a_key_or_in_a_set() {
    Program program = sandbox.compile(IDENTITY);
    Map<Object, Object> keys = new LinkedHashMap<>();
    keys.put(new TupleValue(List.of(IntValue.of(1))), 1);
    keys.put(new SetValue(List.of(IntValue.of(2)), true), 2);
    keys.put(BytesValue.of(new byte[] {3}), 3);
    keys.put(new BigDecimal("4.0"), 4);
    keys.put(UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"), 5);
    keys.put(null, 6);
    keys.put(true, 7);
    keys.put(Double.NaN, 8);

    assertThat(program.call("same", keys)).isEqualTo(Value.of(keys));
    assertThat(program.call("same", keys.keySet())).isEqualTo(Value.of(keys.keySet()));
  }

  @Test
  void an_enum_constant_is_the_programs_member_where_it_has_one_and_else_its_name() {
    Program with =
        sandbox.compile("from enum import Enum\nclass Colour(Enum):\n    RED = 1\n" + IDENTITY);
    assertThat(with.call("seen", Colour.RED).asList().getLast().asString())
        .isEqualTo("<Colour.RED: 1>");
    assertThat(with.call("same", Colour.RED))
        .isEqualTo(new EnumValue("Colour", "RED", IntValue.of(1)));
    assertThat(with.call("same", Colour.RED).as(Colour.class)).isEqualTo(Colour.RED);

    Program without = sandbox.compile(IDENTITY);
    assertThat(without.call("same", Colour.RED)).isEqualTo(new StrValue("RED"));
    assertThat(without.call("same", Colour.RED).as(Colour.class)).isEqualTo(Colour.RED);
  }

  @Test
  void a_record_is_the_programs_dataclass_where_it_has_one_and_else_a_named_tuple() {
    Point point = new Point(1.5, null);
    List<Field> fields =
        List.of(new Field("x", new FloatValue(1.5)), new Field("y", Value.of(null)));
    Program with =
        sandbox.compile(
            """
            from dataclasses import dataclass
            @dataclass(frozen=True)
            class Point:
                x: float
                y: int | None
                def norm(self): return self.x * 2
            def norm(p): return p.norm()
            """
                + IDENTITY);
    assertThat(with.call("norm", point).asDouble()).isEqualTo(3.0);
    assertThat(with.call("same", point)).isEqualTo(new DataclassValue("Point", fields));
    assertThat(with.call("same", point).as(Point.class)).isEqualTo(point);

    Program without = sandbox.compile("def x(p): return [p.x, p[0]]\n" + IDENTITY);
    assertThat(without.call("x", point).toJava()).isEqualTo(List.of(1.5, 1.5));
    assertThat(without.call("same", point)).isEqualTo(new NamedTupleValue("Point", fields));
    assertThat(without.call("same", point).as(Point.class)).isEqualTo(point);
  }

  @Test
  void records_in_records_come_back_whole() {
    Line line = new Line(new Point(0, 1), new Point(2, 3));

    assertThat(sandbox.compile(IDENTITY).call("same", line).as(Line.class)).isEqualTo(line);
  }

  @Test
  void a_record_that_does_not_fit_the_programs_class_is_a_TypeError_of_the_call() {
    var outcome =
        sandbox
            .compile(
                """
                from dataclasses import dataclass
                @dataclass
                class Point:
                    x: float
                    y: int
                    def __post_init__(self):
                        if self.y is None: raise TypeError('y is missing')
                def f(p): return p
                """)
            .invoke(io.terrarium.Call.of("f", new Point(1, null)));

    assertThat(outcome.status()).isEqualTo("exception");
    assertThat(outcome).asString().contains("y is missing");
  }

  @Test
  void a_million_doubles_cross_both_ways() {
    double[] numbers = new double[1_000_000];
    Arrays.setAll(numbers, i -> Math.sqrt(i) - 500);

    assertThat(sandbox.compile(IDENTITY).call("same", (Object) numbers).asDoubles())
        .isEqualTo(numbers);
  }

  @Test
  void a_program_cannot_tell_a_tag_from_data_that_looks_like_one() {
    Value forged = new TupleValue(List.of(new StrValue("decimal"), new StrValue("1")));

    assertThat(sandbox.compile(IDENTITY).call("same", forged)).isEqualTo(forged);
  }
}
