package io.terrarium.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.terrarium.value.ListValue;
import io.terrarium.value.NoneValue;
import io.terrarium.value.Value;
import java.io.IOException;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Holds what is written and read here against a real CPython. */
@Tag("python")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PythonAgreementTest {
  static final DecoderLimits LIMITS = new DecoderLimits(200, 10_000_000, 100_000_000);

  private PythonPeer python;

  @BeforeAll
  void start() throws IOException {
    python = new PythonPeer();
  }

  @AfterAll
  void stop() throws IOException {
    python.close();
  }

  @Test
  void python_reads_plain_java_objects_as_what_they_are() throws IOException {
    var map = new LinkedHashMap<Object, Object>();
    map.put("a", Arrays.asList(null, true, 1, -1L << 40, 2.5, "π", new byte[] {0}));
    map.put(2, new double[] {0.1, Double.NaN});
    map.put(null, new int[] {1, 2});
    assertThat(python.repr(ValueEncoder.encode(map)))
        .isEqualTo(
            "{'a': [None, True, 1, -1099511627776, 2.5, '\\u03c0', b'\\x00'],"
                + " 2: [0.1, nan], None: [1, 2]}");
  }

  @Test
  void python_reads_ints_of_every_size() throws IOException {
    var random = new Random(1);
    var numbers = new ArrayList<BigInteger>();
    for (int bits = 0; bits < 300; bits++) {
      BigInteger power = BigInteger.ONE.shiftLeft(bits);
      numbers.addAll(List.of(power, power.negate(), power.subtract(BigInteger.ONE)));
      numbers.add(new BigInteger(bits, random));
    }
    byte[] data = ValueEncoder.encode(numbers);
    assertThat(python.repr(data)).isEqualTo(numbers.toString());
    assertThat(ValueDecoder.decode(python.again(data), LIMITS)).isEqualTo(Value.of(numbers));
    long[] longs = {Long.MIN_VALUE, Long.MAX_VALUE, Integer.MIN_VALUE, Integer.MIN_VALUE - 1L, 0};
    assertThat(python.repr(ValueEncoder.encode(longs))).isEqualTo(Arrays.toString(longs));
  }

  @Test
  void python_reads_tagged_forms_as_tuples_that_begin_with_ellipsis() throws IOException {
    assertThat(python.repr(ValueEncoder.encode(LocalDate.of(2024, 2, 29))))
        .isEqualTo("(Ellipsis, 'date', 2024, 2, 29)");
    assertThat(
            python.repr(
                ValueEncoder.encode(
                    LocalDate.of(2024, 2, 29).atTime(1, 2, 3, 4000).atOffset(ZoneOffset.UTC))))
        .isEqualTo("(Ellipsis, 'datetime', 2024, 2, 29, 1, 2, 3, 4, 0, ('offset', 0, None))");
    assertThat(python.repr(ValueEncoder.encode(Map.of(new DecoderLimits(1, 2, 3), 1))))
        .isEqualTo(
            "(Ellipsis, 'dict', (((Ellipsis, 'dataclass', 'DecoderLimits', (('depth', 1), ('nodes',"
                + " 2), ('bytes', 3))), 1),))");
  }

  @Test
  void what_python_writes_is_read_as_what_it_is() throws IOException {
    assertThat(decode("[None, True, False, 1, -2**40, 1.5, 2j, b'x', '\\u03c0', (1,), {'a': []}]"))
        .hasToString(
            "[None, True, False, 1, -1099511627776, 1.5, complex(0.0, 2.0), b'x', 'π', (1,), {'a':"
                + " []}]");
    assertThat(decode("{1, 2, 3}")).isEqualTo(Value.of(Set.of(3, 2, 1)));
    assertThat(decode("frozenset()")).hasToString("frozenset()");
    assertThat(decode("(..., 'time', 1, 2, 3, 4, 1, ('region', 'Europe/Zurich', None))"))
        .hasToString("time(01:02:03.000004, fold=1, Europe/Zurich)");
    assertThat(decode("(..., 'uuid', bytes(range(16)))"))
        .hasToString("UUID('00010203-0405-0607-0809-0a0b0c0d0e0f')");
  }

  @Test
  void any_value_comes_back_from_python_as_it_was() throws IOException {
    for (int seed = 0; seed < 600; seed++) {
      Value value = new RandomValues(seed).next();
      byte[] data = ValueEncoder.encode(value);
      assertThat(ValueDecoder.decode(data, LIMITS)).as("seed %d", seed).isEqualTo(value);
      assertThat(ValueDecoder.decode(python.again(data), LIMITS))
          .as("seed %d", seed)
          .isEqualTo(value);
    }
  }

  @Test
  void the_estimate_of_pythons_memory_is_rather_too_large_than_too_small() throws IOException {
    var cases = new ArrayList<Object>();
    for (int size : new int[] {0, 1, 4, 5, 6, 10, 11, 100, 170, 171, 1_000, 20_000}) {
      cases.add(new double[size]);
      cases.add("x".repeat(size));
      cases.add("é".repeat(size));
      cases.add("π".repeat(size));
      cases.add("😀".repeat(size));
      cases.add(new byte[size]);
      cases.add(BigInteger.ONE.shiftLeft(size));
      cases.add(numbered(size, false));
      cases.add(numbered(size, true));
      cases.add(Value.of(new HashSet<>(numbered(size, false).keySet())));
    }
    for (Object object : cases) {
      assertEstimate(object, 4);
    }
    for (int seed = 0; seed < 200; seed++) {
      assertEstimate(new ListValue(List.of(new RandomValues(seed).next(), NoneValue.INSTANCE)), 50);
    }
  }

  private void assertEstimate(Object object, int atMostTimes) throws IOException {
    var out = new WireBuffer(64);
    var encoder = new ValueEncoder(out);
    encoder.write(object, "value");
    long size = python.size(Arrays.copyOf(out.array(), out.position()));
    assertThat(encoder.pythonBytes() + 64)
        .as("of %s", object.getClass().getSimpleName())
        .isBetween(size, atMostTimes * size + 1_000);
  }

  private static Map<Integer, Object> numbered(int size, boolean text) {
    var map = new LinkedHashMap<Integer, Object>();
    for (int i = 0; i < size; i++) {
      map.put(i * 1_000, text ? "item " + i : 0.5);
    }
    return map;
  }

  private Value decode(String expression) throws IOException {
    return ValueDecoder.decode(python.dump(expression), LIMITS);
  }
}
