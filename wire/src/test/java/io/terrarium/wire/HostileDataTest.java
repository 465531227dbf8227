package io.terrarium.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terrarium.value.DictValue;
import io.terrarium.value.ListValue;
import io.terrarium.value.Value;
import io.terrarium.value.ValueConversionException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Data that no honest worker sends. */
class HostileDataTest {
  private static final DecoderLimits LIMITS = new DecoderLimits(300, 10_000_000, 100_000_000);

  /** More than the promised 40: all that is allocated counts here, and not what is kept. */
  private static final int ALLOCATED_PER_BYTE = 64;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          ""                      | the data ends where 1 more bytes belong
          4e 4e                   | 1 bytes too many
          2e                      | type '.' is none that is sent
          30                      | type '0' is none that is sent
          69 00 00 00             | the data ends where 1 more bytes belong
          6c 01 00 00 00 00 00    | an int with a leading zero
          6c 01 00 00 00 00 80    | a digit of an int above 32767
          6c ff ff ff 7f          | 2147483647 digits, where 0 bytes are left
          6c 00 00 00 80          | 2147483648 digits, where 0 bytes are left
          75 01 00 00 00 ff       | text that is not UTF-8
          75 03 00 00 00 ed a0 80 | text that is not UTF-8
          75 02 00 00 00 c0 80    | text that is not UTF-8
          75 ff ff ff ff          | 4294967295 items, where 0 bytes are left
          5b 02 00 00 00 4e       | 2 items, where 1 bytes are left
          7b 5b 00 00 00 00 4e 30 | a list as the key of a dict or set without a tag
          7b 4e 30                | type '0' is none that is sent
          3c 01 00 00 00 28 00 00 00 00 | a tuple as the key of a dict or set without a tag
          28 01 00 00 00 2e       | the data ends where 1 more bytes belong
          28 02 00 00 00 2e 75 01 00 00 00 78 | an unknown tag
          28 02 00 00 00 4e 2e    | type '.' is none that is sent
          """)
  void malformed_data_is_refused_and_the_reason_said(String hex, String reason) {
    byte[] data = HexFormat.of().parseHex(hex.replace(" ", ""));
    assertThatThrownBy(() -> ValueDecoder.decode(data, LIMITS))
        .isInstanceOf(WireFormatException.class)
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          date      | 2024 2 30         | not a date
          date      | 0 1 1             | not a date
          date      | 10000 1 1         | not a date
          date      | 2024 2            | a date form of 4 items, where 5 belong
          time      | 24 0 0 0 0 N      | not a time
          time      | 0 0 0 1000000 0 N | a microsecond of 1000000
          time      | 0 0 0 0 2 N       | a fold is 0 or 1
          timedelta | 0 86400 0         | not a timedelta
          timedelta | 1000000000 0 0    | not a timedelta
          decimal   | "'1.2.3"          | not the text of a Decimal
          fraction  | 1 0               | the denominator of a Fraction is positive
          fraction  | 1 -2              | the denominator of a Fraction is positive
          enum      | "' N N"           | the name of the class is empty
          enum      | 1 N N             | type 'i', where 'u' belongs
          subclass  | "'C N"            | there is no subclass form of a NoneType value
          dataclass | "'C N"            | type 'N', where '(' belongs
          bytearray | 1                 | type 'i', where 's' belongs
          uuid      | "'x"              | type 'u', where 's' belongs
          """)
  void a_tagged_form_with_parts_out_of_range_is_refused(String tag, String fields, String reason) {
    String[] parts = fields.trim().split(" +", -1);
    var data = new ByteArrayOutputStream();
    data.writeBytes(little('(', parts.length + 2));
    data.write('.');
    data.writeBytes(text(tag));
    for (String part : parts) {
      switch (part.charAt(0)) {
        case 'N' -> data.write('N');
        case '\'' -> data.writeBytes(text(part.substring(1)));
        default -> data.writeBytes(little('i', Integer.parseInt(part)));
      }
    }
    assertThatThrownBy(() -> ValueDecoder.decode(data.toByteArray(), LIMITS))
        .isInstanceOf(WireFormatException.class)
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          float64    | 2                | 8   | has 16 bytes, and not 8
          float64    | 1                | 16  | has 8 bytes, and not 16
          float64    | 65536 65536 0    | 0   | fewer than 2^31 elements
          bool       | 2147483647 2     | 0   | fewer than 2^31 elements
          int8       | 65536 32768      | 0   | fewer than 2^31 elements
          float64    | 2147483647       | 8   | has 17179869176 bytes, and not 8
          float64    | 536870912        | 0   | has 4294967296 bytes, and not 0
          float64    | -1               | 0   | where none below 0 belongs
          object     | 1                | 8   | a type that has no form
          float128   | 1                | 16  | a type that has no form
          bool       | 1                | 1   | neither 0 nor 1
          """)
  void an_array_whose_shape_type_and_bytes_do_not_fit_is_refused(
      String type, String shape, int bytes, String reason) {
    var data = new ByteArrayOutputStream();
    data.writeBytes(little('(', 5));
    data.write('.');
    data.writeBytes(text("array"));
    data.writeBytes(text(type));
    String[] lengths = shape.trim().split(" +", -1);
    data.writeBytes(little('(', lengths.length));
    for (String length : lengths) {
      data.writeBytes(little('i', Integer.parseInt(length)));
    }
    data.writeBytes(little('s', bytes));
    byte[] content = new byte[bytes];
    Arrays.fill(content, (byte) 2);
    data.writeBytes(content);
    assertThatThrownBy(() -> ValueDecoder.decode(data.toByteArray(), LIMITS))
        .isInstanceOf(WireFormatException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void an_array_of_more_dimensions_than_numpy_has_is_refused_on_sight_of_their_number() {
    var data = new ByteArrayOutputStream();
    data.writeBytes(little('(', 5));
    data.write('.');
    data.writeBytes(text("array"));
    data.writeBytes(text("bool"));
    data.writeBytes(little('(', 65));
    data.writeBytes(new byte[200]);
    assertThatThrownBy(() -> ValueDecoder.decode(data.toByteArray(), LIMITS))
        .isInstanceOf(WireFormatException.class)
        .hasMessageContaining("an array of 65 dimensions");
  }

  @Test
  void the_offset_is_that_of_the_payload_whatever_the_buffer() {
    ByteBuffer data = ByteBuffer.wrap(new byte[] {0, 0, '[', 1, 0, 0, 0, '?', 0}, 2, 6);
    assertThatThrownBy(() -> ValueDecoder.decode(data, LIMITS))
        .isInstanceOfSatisfying(WireFormatException.class, e -> assertThat(e.offset()).isEqualTo(6))
        .hasMessage("byte 6: type '?' is none that is sent");
  }

  @Test
  void only_the_types_of_the_format_are_read() {
    int refused = 0;
    for (int type = 0; type < 256; type++) {
      byte[] data = new byte[32];
      data[0] = (byte) type;
      refused += decodesOrRefuses(data) ? 0 : 1;
    }
    assertThat(refused).isEqualTo(256);
    // As the whole data: nothing but the three that need nothing behind them.
    for (int type = 0; type < 256; type++) {
      boolean complete = type == 'N' || type == 'T' || type == 'F';
      assertThat(decodesOrRefuses(new byte[] {(byte) type})).isEqualTo(complete);
    }
  }

  @Test
  void data_that_is_cut_anywhere_is_refused() {
    for (int seed = 0; seed < 60; seed++) {
      byte[] data = ValueEncoder.encode(new RandomValues(seed).next());
      for (int length = 0; length < data.length; length++) {
        assertThat(decodesOrRefuses(Arrays.copyOf(data, length))).isFalse();
      }
    }
  }

  @Test
  void mutated_data_is_a_value_or_refused_and_never_anything_else() {
    var random = new Random(7);
    int values = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] data = ValueEncoder.encode(new RandomValues(round % 300).next());
      for (int i = random.nextInt(1, 4); i > 0; i--) {
        data[random.nextInt(data.length)] = (byte) random.nextInt(256);
      }
      values += decodesOrRefuses(data) ? 1 : 0;
    }
    assertThat(values).isBetween(1_000, 19_000);
  }

  @Test
  void a_value_that_decodes_encodes_to_the_same_again() throws WireFormatException {
    var random = new Random(8);
    for (int round = 0; round < 3_000; round++) {
      byte[] data = ValueEncoder.encode(new RandomValues(round % 300).next());
      data[random.nextInt(data.length)] = (byte) random.nextInt(256);
      if (decodesOrRefuses(data)) {
        Value value = ValueDecoder.decode(data, LIMITS);
        assertThat(ValueDecoder.decode(encodedUnchecked(value, data), LIMITS)).isEqualTo(value);
      }
    }
  }

  @Test
  void nesting_ends_at_its_limit_before_the_stack_does() throws InterruptedException {
    for (String opening :
        new String[] {
          "5b01000000", "2801000000", "7b4e", "28040000002e75080000007375626368617373"
        }) {
      byte[] data = repeated(HexFormat.of().parseHex(opening), 100_000);
      inThread(() -> assertThat(decodesOrRefuses(data)).isFalse());
    }
  }

  @Test
  void the_deepest_value_can_be_used_on_an_ordinary_stack() throws InterruptedException {
    for (String opening : new String[] {"5b01000000", "2801000000", "7b4e"}) {
      var data = new ByteArrayOutputStream();
      data.writeBytes(repeated(HexFormat.of().parseHex(opening), DecoderLimits.MAX_DEPTH));
      data.write('N');
      if (opening.startsWith("7b")) {
        data.writeBytes(repeated(new byte[] {'0'}, DecoderLimits.MAX_DEPTH));
      }
      inThread(() -> use(data.toByteArray()));
    }
  }

  private static void use(byte[] data) {
    try {
      Value value = ValueDecoder.decode(data, LIMITS);
      assertThat(value.equals(ValueDecoder.decode(data, LIMITS))).isTrue();
      assertThat(value.hashCode()).isEqualTo(ValueDecoder.decode(data, LIMITS).hashCode());
      assertThat(value.toString()).hasSizeLessThanOrEqualTo(200);
      assertThat(value.toJava()).isNotNull();
    } catch (WireFormatException e) {
      throw new AssertionError(e);
    }
  }

  /** With the stack that threads usually have, and nothing on it. */
  private static void inThread(Runnable work) throws InterruptedException {
    var failure = new AtomicReference<@Nullable Throwable>();
    var thread = new Thread(work, "with an ordinary stack");
    thread.setUncaughtExceptionHandler((_, e) -> failure.set(e));
    thread.start();
    thread.join();
    assertThat(failure.get()).isNull();
  }

  @Test
  void depth_and_nodes_are_held_to_their_limits_exactly() throws WireFormatException {
    byte[] nested = ValueEncoder.encode(new int[][] {{1}, {2}});
    assertThat(ValueDecoder.decode(nested, new DecoderLimits(2, 5, 100)))
        .isInstanceOf(ListValue.class);
    assertThatThrownBy(() -> ValueDecoder.decode(nested, new DecoderLimits(1, 5, 100)))
        .hasMessageContaining("nested deeper than 1");
    assertThatThrownBy(() -> ValueDecoder.decode(nested, new DecoderLimits(2, 4, 100)))
        .hasMessageContaining("more values than are allowed");
    assertThatThrownBy(
            () -> ValueDecoder.decode(nested, new DecoderLimits(2, 5, nested.length - 1)))
        .hasMessageContaining("is the most");
  }

  @Test
  void declared_counts_cost_no_memory_that_the_data_does_not_fill() {
    int size = 1_000_000;
    // Lists in lists, each of which claims all the bytes that are left.
    var data = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    while (data.remaining() > 5) {
      data.put((byte) '[').putInt(data.remaining() - 4);
    }
    long before = Allocation.soFar();
    assertThat(decodesOrRefuses(data.array())).isFalse();
    assertThat(Allocation.soFar() - before).isLessThan(5L * size);
  }

  @Test
  void no_data_takes_more_memory_than_promised() {
    for (String unit :
        new String[] {
          "4e",
          "7b30",
          "7b4e4e30",
          "7500000000",
          "750100000041",
          "6905000040",
          "670000000000000000",
          "5b010000004e",
          "5b0100000028010000004e",
          "2800000000",
          "3c010000004e",
          "730100000041",
          "6c03000000010001000100",
          "6c0500000001000100010001000100",
          "28060000002e750400000074696d65"
        }) {
      byte[] item = HexFormat.of().parseHex(unit);
      int count = 600_000 / item.length;
      var data = new ByteArrayOutputStream();
      data.writeBytes(little('[', count));
      data.writeBytes(repeated(item, count));
      assertAllocation(data.toByteArray());
    }
    var dict = new ByteArrayOutputStream();
    dict.write('{');
    dict.writeBytes(repeated(new byte[] {'N', 'N'}, 300_000));
    dict.write('0');
    assertAllocation(dict.toByteArray());
  }

  @Test
  void the_same_key_many_times_is_harmless() throws WireFormatException {
    byte[] data = HexFormat.of().parseHex("7b" + "4e54".repeat(1_000) + "4e4630");
    Value value = ValueDecoder.decode(data, LIMITS);
    assertThat(((DictValue) value).entries()).hasSize(1_001);
    assertThatThrownBy(value::asMap).isInstanceOf(ValueConversionException.class);
  }

  private static void assertAllocation(byte[] data) {
    long before = Allocation.soFar();
    decodesOrRefuses(data);
    assertThat(Allocation.soFar() - before)
        .as("for data that begins with %s", HexFormat.of().formatHex(data, 0, 16))
        .isLessThan((long) ALLOCATED_PER_BYTE * data.length + 100_000);
  }

  /** Anything but a value or the declared exception fails the test. */
  private static boolean decodesOrRefuses(byte[] data) {
    try {
      ValueDecoder.decode(data, LIMITS);
      return true;
    } catch (WireFormatException e) {
      assertThat(e.offset()).isBetween(0L, (long) data.length);
      return false;
    }
  }

  /** A hostile value may have keys that we would not send; then the data stands for itself. */
  private static byte[] encodedUnchecked(Value value, byte[] data) {
    try {
      return ValueEncoder.encode(value);
    } catch (ValueConversionException e) {
      return data;
    }
  }

  private static byte[] repeated(byte[] unit, int times) {
    byte[] all = new byte[unit.length * times];
    for (int i = 0; i < times; i++) {
      System.arraycopy(unit, 0, all, i * unit.length, unit.length);
    }
    return all;
  }

  private static byte[] little(char type, int number) {
    return ByteBuffer.allocate(5)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) type)
        .putInt(number)
        .array();
  }

  private static byte[] text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    var data = new ByteArrayOutputStream();
    data.writeBytes(little('u', bytes.length));
    data.writeBytes(bytes);
    return data.toByteArray();
  }
}
