package io.terrarium.wire;

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
import io.terrarium.value.ElementType;
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
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Values of every kind, the same ones for the same seed. */
final class RandomValues {
  private static final String[] TEXTS = {"", "a", "naïve", "π≈3", "😀", "line\n", "\0", "x\uFFFDy"};

  private final Random random;

  RandomValues(long seed) {
    this.random = new Random(seed);
  }

  Value next() {
    return value(4);
  }

  private Value value(int depth) {
    return switch (random.nextInt(depth == 0 ? 14 : 27)) {
      case 0 -> NoneValue.INSTANCE;
      case 1 -> BoolValue.of(random.nextBoolean());
      case 2 -> IntValue.of(random.nextInt());
      case 3 -> IntValue.of(integer());
      case 4 -> new FloatValue(Double.longBitsToDouble(random.nextLong()));
      case 5 -> new ComplexValue(random.nextGaussian(), random.nextGaussian());
      case 6 -> new StrValue(text());
      case 7 -> BytesValue.of(bytes());
      case 8 -> ByteArrayValue.of(bytes());
      case 9 -> new DateValue(date());
      case 10 -> new TimeValue(time(), random.nextInt(2), zone());
      case 11 -> new DateTimeValue(date().atTime(time()), random.nextInt(2), zone());
      case 12 ->
          new TimeDeltaValue(
              random.nextInt(-999_999_999, 1_000_000_000),
              random.nextInt(86_400),
              random.nextInt(1_000_000));
      case 13 -> smallLeaf();
      case 14, 15, 16 -> new ListValue(items(depth - 1));
      case 17, 18 -> new TupleValue(items(depth - 1));
      case 19 -> simpleDict(depth - 1);
      case 20 -> new DictValue(List.of(new DictValue.Entry(tuple(), value(depth - 1))));
      case 21 -> set();
      case 22 -> new DataclassValue("Pöint", fields(depth - 1));
      case 23 -> new NamedTupleValue("Outer.Row", fields(depth - 1));
      case 24 -> table(depth - 1);
      default -> wrapped(depth - 1);
    };
  }

  private Value smallLeaf() {
    return switch (random.nextInt(4)) {
      case 0 -> new DecimalValue(random.nextBoolean() ? "-0E+3" : "sNaN7");
      case 1 -> new FractionValue(integer(), integer().abs().add(BigInteger.ONE));
      case 2 -> array(random.nextInt(3), random.nextInt(3));
      default -> new UuidValue(new UUID(random.nextLong(), random.nextLong()));
    };
  }

  private Value wrapped(int depth) {
    return random.nextBoolean()
        ? new EnumValue("Color", random.nextBoolean() ? "RED|BLUE" : null, value(depth))
        : new SubclassValue("collections.Counter", simpleDict(depth));
  }

  private ArrayValue array(int... shape) {
    List<ElementType> types = List.of(ElementType.values());
    ElementType type = types.get(random.nextInt(types.size()));
    byte[] data = new byte[type.bytes() * Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) random.nextInt(type == ElementType.BOOL ? 2 : 256);
    }
    return ArrayValue.of(type, Arrays.stream(shape).boxed().toList(), BytesValue.of(data));
  }

  private Value table(int depth) {
    int rows = random.nextInt(4);
    var index =
        new TableIndex(
            List.of(
                new TableIndex.Level(NoneValue.INSTANCE, array(rows)),
                new TableIndex.Level(new StrValue(text()), column(rows, depth))));
    return random.nextBoolean()
        ? new SeriesValue(new StrValue(text()), index, column(rows, depth))
        : new DataFrameValue(
            List.of(new DataFrameValue.Column(IntValue.of(1), column(rows, depth))),
            TableIndex.upTo(rows));
  }

  private Value column(int rows, int depth) {
    if (random.nextBoolean()) {
      return array(rows);
    }
    var items = new ArrayList<Value>();
    for (int i = 0; i < rows; i++) {
      items.add(value(depth));
    }
    return new ListValue(items);
  }

  private DictValue simpleDict(int depth) {
    var entries = new ArrayList<DictValue.Entry>();
    for (int i = random.nextInt(8); i > 0; i--) {
      // Python takes 1, 1.0 and True for one key, so no two of these may be equal there.
      Value key = random.nextBoolean() ? new StrValue(i + text()) : IntValue.of(1_000 + i);
      entries.add(new DictValue.Entry(key, value(depth)));
    }
    return new DictValue(entries);
  }

  private SetValue set() {
    var items = new ArrayList<Value>();
    for (int i = random.nextInt(12); i > 0; i--) {
      items.add(new StrValue(i + text()));
    }
    if (random.nextInt(4) == 0) {
      items.add(tuple());
    }
    return new SetValue(items, random.nextBoolean());
  }

  private TupleValue tuple() {
    return new TupleValue(List.of(IntValue.of(random.nextInt()), new StrValue(text())));
  }

  private List<Value> items(int depth) {
    var items = new ArrayList<Value>();
    for (int i = random.nextInt(6); i > 0; i--) {
      items.add(value(depth));
    }
    return items;
  }

  private List<Field> fields(int depth) {
    var fields = new ArrayList<Field>();
    for (int i = random.nextInt(4); i > 0; i--) {
      fields.add(new Field("f" + i, value(depth)));
    }
    return fields;
  }

  private BigInteger integer() {
    BigInteger magnitude = new BigInteger(random.nextInt(200), random);
    return random.nextBoolean() ? magnitude : magnitude.negate();
  }

  private String text() {
    String text = TEXTS[random.nextInt(TEXTS.length)];
    return random.nextInt(10) == 0 ? text.repeat(random.nextInt(100)) : text;
  }

  private byte[] bytes() {
    byte[] bytes = new byte[random.nextInt(40)];
    random.nextBytes(bytes);
    return bytes;
  }

  private LocalDate date() {
    return LocalDate.of(random.nextInt(1, 10_000), 1, 1).withDayOfYear(random.nextInt(1, 366));
  }

  private LocalTime time() {
    return LocalTime.ofNanoOfDay(random.nextLong(86_400_000_000L) * 1_000);
  }

  private @Nullable TimeZoneValue zone() {
    long offset = random.nextLong(-86_399_999_999L, 86_400_000_000L);
    return switch (random.nextInt(4)) {
      case 0 -> null;
      case 1 -> TimeZoneValue.UTC;
      case 2 -> new TimeZoneValue.Offset(offset, "X");
      default ->
          new TimeZoneValue.Region("Europe/Zurich", random.nextBoolean() ? null : (Long) offset);
    };
  }
}
