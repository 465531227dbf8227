package io.terrarium.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.terrarium.value.ArrayValue;
import io.terrarium.value.BoolValue;
import io.terrarium.value.ByteArrayValue;
import io.terrarium.value.BytesValue;
import io.terrarium.value.ComplexValue;
import io.terrarium.value.DataFrameValue;
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
import io.terrarium.value.SeriesValue;
import io.terrarium.value.SetValue;
import io.terrarium.value.StrValue;
import io.terrarium.value.SubclassValue;
import io.terrarium.value.TableIndex;
import io.terrarium.value.TimeDeltaValue;
import io.terrarium.value.TimeValue;
import io.terrarium.value.TimeZoneValue;
import io.terrarium.value.TupleValue;
import io.terrarium.value.UuidValue;
import io.terrarium.value.Value;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueJsonTest {
  private static final IntValue ONE = IntValue.of(1);
  private static final StrValue A = new StrValue("a");
  private static final LocalDateTime NOON = LocalDateTime.of(2026, 1, 2, 12, 0);

  @ParameterizedTest
  @MethodSource("forms")
  void every_value_has_one_form_and_comes_back_from_it(Value value, String json) {
    assertThat(ValueJson.write(value)).isEqualTo(json);
    assertThat(ValueJson.read(json)).isEqualTo(value);
  }

  private static Stream<Arguments> forms() {
    ArrayValue array = ArrayValue.of(new double[][] {{1, 2}});
    String arrayJson =
        "{\"$type\":\"array\",\"dtype\":\"float64\",\"shape\":[1,2],"
            + "\"base64\":\"AAAAAAAA8D8AAAAAAAAAQA==\"}";
    ArrayValue flags = ArrayValue.of(new boolean[] {true});
    String flagsJson = "{\"$type\":\"array\",\"dtype\":\"bool\",\"shape\":[1],\"base64\":\"AQ==\"}";
    var index = new TableIndex(List.of(new TableIndex.Level(A, new ListValue(List.of(ONE)))));
    return Stream.of(
        arguments(array, arrayJson),
        arguments(
            new SeriesValue(NoneValue.INSTANCE, index, flags),
            "{\"$type\":\"series\",\"name\":null,\"index\":[[\"a\",[1]]],\"values\":"
                + flagsJson
                + "}"),
        arguments(
            new DataFrameValue(List.of(new DataFrameValue.Column(A, flags)), index),
            "{\"$type\":\"dataframe\",\"columns\":[[\"a\","
                + flagsJson
                + "]],\"index\":[[\"a\",[1]]]}"),
        arguments(NoneValue.INSTANCE, "null"),
        arguments(BoolValue.TRUE, "true"),
        arguments(BoolValue.FALSE, "false"),
        arguments(IntValue.of(-5), "-5"),
        arguments(IntValue.of(Long.MIN_VALUE), "-9223372036854775808"),
        arguments(IntValue.of(BigInteger.TEN.pow(30)), "1" + "0".repeat(30)),
        arguments(new FloatValue(1), "1.0"),
        arguments(new FloatValue(-0.0), "-0.0"),
        arguments(new FloatValue(Double.NaN), "{\"$type\":\"float\",\"value\":\"nan\"}"),
        arguments(
            new FloatValue(Double.NEGATIVE_INFINITY), "{\"$type\":\"float\",\"value\":\"-inf\"}"),
        arguments(
            new ComplexValue(1.5, Double.POSITIVE_INFINITY),
            "{\"$type\":\"complex\",\"real\":1.5,"
                + "\"imag\":{\"$type\":\"float\",\"value\":\"inf\"}}"),
        arguments(new StrValue("é\n\"😀"), "\"é\\n\\\"😀\""),
        arguments(
            BytesValue.of(new byte[] {0, 1, -1}), "{\"$type\":\"bytes\",\"base64\":\"AAH/\"}"),
        arguments(
            ByteArrayValue.of(new byte[] {7}), "{\"$type\":\"bytearray\",\"base64\":\"Bw==\"}"),
        arguments(new ListValue(List.of(ONE, A)), "[1,\"a\"]"),
        arguments(new TupleValue(List.of(ONE, A)), "{\"$type\":\"tuple\",\"items\":[1,\"a\"]}"),
        arguments(new SetValue(List.of(ONE), false), "{\"$type\":\"set\",\"items\":[1]}"),
        arguments(new SetValue(List.of(), true), "{\"$type\":\"frozenset\",\"items\":[]}"),
        arguments(dict(A, ONE), "{\"a\":1}"),
        arguments(dict(ONE, A), "{\"$type\":\"dict\",\"items\":[[1,\"a\"]]}"),
        arguments(
            dict(new StrValue("$type"), A), "{\"$type\":\"dict\",\"items\":[[\"$type\",\"a\"]]}"),
        arguments(
            new DictValue(List.of(new DictValue.Entry(A, ONE), new DictValue.Entry(A, A))),
            "{\"$type\":\"dict\",\"items\":[[\"a\",1],[\"a\",\"a\"]]}"),
        arguments(
            new DateValue(LocalDate.of(2026, 1, 2)),
            "{\"$type\":\"date\",\"value\":\"2026-01-02\"}"),
        arguments(
            new TimeValue(LocalTime.of(1, 2, 3, 4_000), 0, null),
            "{\"$type\":\"time\",\"value\":\"01:02:03.000004\"}"),
        arguments(
            new DateTimeValue(NOON, 0, null),
            "{\"$type\":\"datetime\",\"value\":\"2026-01-02T12:00:00\"}"),
        arguments(
            new DateTimeValue(NOON, 1, TimeZoneValue.UTC),
            "{\"$type\":\"datetime\",\"value\":\"2026-01-02T12:00:00+00:00\",\"fold\":1}"),
        arguments(
            new DateTimeValue(NOON, 0, new TimeZoneValue.Offset(-5_400_000_001L, "odd")),
            "{\"$type\":\"datetime\",\"value\":\"2026-01-02T12:00:00-01:30:00.000001\","
                + "\"offset_name\":\"odd\"}"),
        arguments(
            new DateTimeValue(NOON, 0, new TimeZoneValue.Region("Europe/Zurich", 3_600_000_000L)),
            "{\"$type\":\"datetime\",\"value\":\"2026-01-02T12:00:00+01:00\","
                + "\"zone\":\"Europe/Zurich\"}"),
        arguments(
            new TimeValue(LocalTime.NOON, 0, new TimeZoneValue.Region("Europe/Zurich", null)),
            "{\"$type\":\"time\",\"value\":\"12:00:00\",\"zone\":\"Europe/Zurich\"}"),
        arguments(
            new TimeDeltaValue(1, 12 * 3600, 0), "{\"$type\":\"timedelta\",\"value\":\"PT36H\"}"),
        arguments(
            new TimeDeltaValue(-1, 86_399, 999_999),
            "{\"$type\":\"timedelta\",\"value\":\"PT-0.000001S\"}"),
        arguments(
            new TimeDeltaValue(-999_999_999, 0, 1),
            "{\"$type\":\"timedelta\",\"value\":\"PT-23999999975H-59M-59.999999S\"}"),
        arguments(new DecimalValue("-0E+3"), "{\"$type\":\"decimal\",\"value\":\"-0E+3\"}"),
        arguments(
            new FractionValue(BigInteger.ONE, BigInteger.TWO),
            "{\"$type\":\"fraction\",\"value\":\"1/2\"}"),
        arguments(
            new UuidValue(new UUID(1, 2)),
            "{\"$type\":\"uuid\",\"value\":\"00000000-0000-0001-0000-000000000002\"}"),
        arguments(
            new EnumValue("Colour", "RED", ONE),
            "{\"$type\":\"enum\",\"class\":\"Colour\",\"name\":\"RED\",\"value\":1}"),
        arguments(
            new EnumValue("Flags", null, ONE),
            "{\"$type\":\"enum\",\"class\":\"Flags\",\"name\":null,\"value\":1}"),
        arguments(
            new DataclassValue("Point", List.of(new Field("x", ONE))),
            "{\"$type\":\"dataclass\",\"class\":\"Point\",\"fields\":{\"x\":1}}"),
        arguments(
            new NamedTupleValue("Pair", List.of(new Field("$type", A))),
            "{\"$type\":\"namedtuple\",\"class\":\"Pair\","
                + "\"fields\":{\"$type\":\"dict\",\"items\":[[\"$type\",\"a\"]]}}"),
        arguments(
            new SubclassValue("collections.Counter", dict(A, ONE)),
            "{\"$type\":\"subclass\",\"class\":\"collections.Counter\",\"value\":{\"a\":1}}"));
  }

  @ParameterizedTest
  @CsvSource({
    "4.666666666666667, 4.666666666666667",
    "1e7, 10000000.0",
    "123456789012345.0, 123456789012345.0",
    "1e15, 1000000000000000.0",
    "1e16, 1e+16",
    "-1.5e16, -1.5e+16",
    "1e-4, 0.0001",
    "1e-5, 1e-05",
    "1e22, 1e+22",
    "1.7976931348623157e308, 1.7976931348623157e+308",
    "2.5e-323, 2.5e-323",
    "0.1, 0.1"
  })
  void a_float_is_written_as_python_writes_it(double number, String text) {
    assertThat(ValueJson.write(new FloatValue(number))).isEqualTo(text);
    assertThat(ValueJson.read(text)).isEqualTo(new FloatValue(number));
  }

  @Test
  void an_int_has_digits_up_to_the_number_that_python_reads_and_hexadecimal_ones_beyond() {
    BigInteger plain = BigInteger.TEN.pow(4_300).subtract(BigInteger.ONE).negate();
    BigInteger longer = plain.subtract(BigInteger.ONE);

    assertThat(ValueJson.write(IntValue.of(plain))).isEqualTo("-" + "9".repeat(4_300));
    assertThat(ValueJson.read("-" + "9".repeat(4_300))).isEqualTo(IntValue.of(plain));
    assertThat(ValueJson.write(IntValue.of(longer)))
        .isEqualTo("{\"$type\":\"int\",\"hex\":\"" + longer.toString(16) + "\"}");
    assertThat(ValueJson.read(ValueJson.write(IntValue.of(longer)))).isEqualTo(IntValue.of(longer));
  }

  @ParameterizedTest
  @CsvSource({"f", "-f", "0", "-0", "00", "abc", "-abc", "ABCDEF0123456789", "-80000000000000000"})
  void hexadecimal_digits_are_the_int_that_they_are_in_any_other_place(String digits) {
    assertThat(ValueJson.read("{\"$type\":\"int\",\"hex\":\"" + digits + "\"}"))
        .isEqualTo(IntValue.of(new BigInteger(digits, 16)));
  }

  @Test
  @Timeout(30)
  void an_int_of_millions_of_digits_is_read_in_a_moment() {
    String digits = "f".repeat(8_000_000);

    assertThat(ValueJson.read("{\"$type\":\"int\",\"hex\":\"" + digits + "\"}"))
        .isEqualTo(IntValue.of(BigInteger.ONE.shiftLeft(32_000_000).subtract(BigInteger.ONE)));
  }

  @Test
  void a_fraction_of_long_numbers_is_written_with_hexadecimal_digits_as_well() {
    var fraction = new FractionValue(BigInteger.ONE, BigInteger.TEN.pow(5_000));

    assertThat(ValueJson.write(fraction))
        .contains("\"numerator\":1,\"denominator\":{\"$type\":\"int\"");
    assertThat(ValueJson.read(ValueJson.write(fraction))).isEqualTo(fraction);
  }

  @Test
  void a_value_as_deep_as_values_may_be_survives() {
    Value value = ONE;
    for (int depth = 0; depth < 400; depth++) {
      value = new TupleValue(List.of(value));
    }
    assertThat(ValueJson.read(ValueJson.write(value))).isEqualTo(value);
  }

  @Test
  void keys_of_an_object_keep_their_order() {
    assertThat(ValueJson.write(ValueJson.read("{\"b\": 1, \"a\": 2}")))
        .isEqualTo("{\"b\":1,\"a\":2}");
  }

  @ParameterizedTest
  @MethodSource("broken")
  void what_is_no_json_is_refused_with_its_place(
      String text, int line, int column, String problem) {
    assertThatExceptionOfType(InvalidJsonException.class)
        .isThrownBy(() -> ValueJson.read(text))
        .satisfies(e -> {
          assertThat(e.problem()).contains(problem);
          assertThat(e.line()).isEqualTo(line);
          assertThat(e.column()).isEqualTo(column);
          assertThat(e.problem()).doesNotContain("code ").doesNotContain("Source:");
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"0x1F", "+5", "[.5]", "['a']", "{a: 1}", "[1] // one", "[1.]", "[NaN]"})
  void no_message_speaks_to_programmers_of_the_parser(String text) {
    assertThatExceptionOfType(InvalidJsonException.class)
        .isThrownBy(() -> ValueJson.read(text))
        .satisfies(e -> assertThat(e.problem()).doesNotContain("Feature", "enable", "enabling"));
  }

  @Test
  void a_number_with_a_plus_sign_is_not_taken_for_nan() {
    assertThatExceptionOfType(InvalidJsonException.class)
        .isThrownBy(() -> ValueJson.read("+5"))
        .satisfies(e -> assertThat(e.problem()).contains("plus sign").doesNotContain("nan"));
  }

  private static Stream<Arguments> broken() {
    return Stream.of(
        arguments("", 1, 1, "empty"),
        arguments("[1, 2", 1, 6, "a ] is missing"),
        arguments("{\"a\": 1", 1, 8, "a } is missing"),
        arguments("\"abc", 1, 5, "in the middle of a value"),
        arguments("[1,,2]", 1, 4, "a value has to stand here"),
        arguments("[1 2]", 1, 4, "comma"),
        arguments("[1,\n 2,\n x]", 3, 2, "unrecognized token 'x'"),
        arguments("{\"a\":1,}", 1, 8, "double-quote"),
        arguments("[1, 2]]", 1, 7, "']'"),
        arguments("1 2", 1, 3, "the text goes on"),
        arguments("1,5", 1, 2, "the text goes on"),
        arguments("01", 1, 2, "zero"),
        arguments("[NaN]", 1, 5, "no such number"),
        arguments("0x1F", 1, 2, "JSON has no hexadecimal numbers"),
        arguments("[1e400]", 1, 2, "too large for a float"),
        arguments("1" + "0".repeat(4_400), 1, 1, "\"hex\""),
        arguments("\"\\ud800\"", 1, 1, "surrogate"),
        arguments("{\"a\": 1, \"a\": 2}", 1, 10, "\"a\" stands twice"),
        arguments("[".repeat(2_000), 1, 1_502, "nests deeper than 1500"),
        arguments("[{\"$type\": \"dat\"}]", 1, 2, "is no form of a value"),
        arguments("{\"$type\": 5}", 1, 1, "has to be a string"),
        arguments("{\"$type\": \"date\"}", 1, 1, "lacks \"value\""),
        arguments("{\"$type\": \"date\", \"value\": 5}", 1, 1, "needs a string"),
        arguments("{\"$type\": \"date\", \"value\": \"1-2\"}", 1, 1, "stands for no value"),
        arguments("{\"$type\": \"tuple\", \"items\": [], \"x\": 1}", 1, 1, "no member \"x\""),
        arguments("{\"$type\": \"bytes\", \"base64\": \"?\"}", 1, 1, "\"base64\" is not in"),
        arguments("{\"$type\": \"dict\", \"items\": [[1]]}", 1, 1, "pairs"),
        arguments("{\"$type\": \"int\", \"hex\": \"0x1\"}", 1, 1, "digits 0-9 and a-f"),
        arguments("{\"$type\":\"fraction\",\"value\":\"1/0\"}", 1, 1, "denominator"));
  }

  private static DictValue dict(Value key, Value value) {
    return new DictValue(List.of(new DictValue.Entry(key, value)));
  }
}
