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
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How each kind of {@link Value} is written, plain or as a tagged form. */
final class ValueForms {
  private final ValueEncoder out;

  ValueForms(ValueEncoder out) {
    this.out = out;
  }

  void write(Value value) {
    switch (value) {
      case FloatValue(double number) -> out.floating(number);
      case IntValue number when number.fitsLong() -> out.integer(number.asLong());
      case IntValue number -> out.integer(number.value());
      case StrValue(String text) -> out.text(text);
      case NoneValue _ -> out.none();
      case BoolValue(boolean truth) -> out.bool(truth);
      case BytesValue bytes -> out.bytes(bytes);
      case ComplexValue(double real, double imaginary) -> out.complex(real, imaginary);
      case ListValue(List<Value> items) -> items(Marshal.LIST, items);
      case TupleValue(List<Value> items) -> items(Marshal.TUPLE, items);
      case DictValue(List<DictValue.Entry> entries) -> dict(entries);
      case SetValue set -> set(set);
      case ByteArrayValue _,
          DateValue _,
          TimeValue _,
          DateTimeValue _,
          TimeDeltaValue _,
          DecimalValue _,
          FractionValue _,
          UuidValue _,
          ArrayValue _ ->
          leaf(value);
      case EnumValue(String type, @Nullable String name, Value member) -> {
        out.tag(Tag.ENUM);
        out.text(type);
        nullableText(name);
        nested(member);
      }
      case DataclassValue(String type, List<Field> fields) -> fields(Tag.DATACLASS, type, fields);
      case NamedTupleValue(String type, List<Field> fields) -> fields(Tag.NAMEDTUPLE, type, fields);
      case SubclassValue(String type, Value base) -> {
        out.tag(Tag.SUBCLASS);
        out.text(type);
        nested(base);
      }
      case SeriesValue(Value name, TableIndex index, Value values) -> {
        out.tag(Tag.SERIES);
        nested(name);
        index(index);
        nested(values);
      }
      case DataFrameValue(List<DataFrameValue.Column> columns, TableIndex index) -> {
        out.tag(Tag.DATAFRAME);
        out.head(Marshal.TUPLE, columns.size());
        out.countMemory(PythonMemory.list(columns.size()) + PythonMemory.dict(columns.size()));
        columns.forEach(column -> pair(column.label(), column.values()));
        index(index);
      }
    }
  }

  /** A key of a dict or an item of a set: only what Python can hash. */
  void writeKey(Value key) {
    requireHashable(key);
    write(key);
  }

  /** Whether an object, as a key, needs no tagged dict; {@link #isSimple} says it of values. */
  static boolean isSimpleKey(@Nullable Object key) {
    return switch (key) {
      case null -> true;
      case String _, Integer _, Long _, Double _, Boolean _ -> true;
      case Value value -> isSimple(value);
      default -> false;
    };
  }

  /** Whether a key or an item of a set is of a type that makes no tagged form necessary. */
  static boolean isSimple(Value value) {
    return switch (value) {
      case NoneValue _,
          BoolValue _,
          IntValue _,
          FloatValue _,
          ComplexValue _,
          StrValue _,
          BytesValue _ ->
          true;
      default -> false;
    };
  }

  static String describe(Object key) {
    try {
      return Value.of(key).toString();
    } catch (RuntimeException e) {
      return "a " + key.getClass().getSimpleName();
    }
  }

  private void requireHashable(Value key) {
    switch (key) {
      case ListValue _,
          DictValue _,
          ByteArrayValue _,
          ArrayValue _,
          SeriesValue _,
          DataFrameValue _ ->
          throw unhashable(key);
      case SetValue set when !set.frozen() -> throw unhashable(key);
      case SubclassValue(_, Value base) -> requireHashable(base);
      case TupleValue(List<Value> items) -> items.forEach(this::requireHashable);
      case NamedTupleValue(_, List<Field> fields) ->
          fields.forEach(field -> requireHashable(field.value()));
      default -> {}
    }
  }

  private RuntimeException unhashable(Value key) {
    return out.problem(
        "",
        "a Python "
            + key.typeName()
            + " cannot be a key of a dict or an item of a set; use a TupleValue or a frozen"
            + " SetValue");
  }

  private void items(byte type, List<Value> items) {
    out.head(type, items.size());
    out.countMemory(PythonMemory.list(items.size()));
    contents(items);
  }

  private void contents(List<Value> items) {
    out.enter();
    int index = 0;
    for (Value item : items) {
      out.at(index++);
      write(item);
    }
    out.leave();
  }

  private void dict(List<DictValue.Entry> entries) {
    boolean simple = entries.stream().allMatch(entry -> isSimple(entry.key()));
    out.countMemory(PythonMemory.dict(entries.size()));
    if (simple) {
      out.type(Marshal.DICT);
    } else {
      out.tag(Tag.DICT);
      out.head(Marshal.TUPLE, entries.size());
      out.countMemory(PythonMemory.list(entries.size()));
    }
    out.enter();
    for (DictValue.Entry entry : entries) {
      out.at(entry.key());
      if (!simple) {
        out.pairHead();
      }
      writeKey(entry.key());
      write(entry.value());
    }
    out.leave();
    if (simple) {
      out.type(Marshal.DICT_END);
    }
  }

  private void set(SetValue set) {
    out.countMemory(PythonMemory.set(set.items().size()));
    if (set.items().stream().allMatch(ValueForms::isSimple)) {
      out.head(set.frozen() ? Marshal.FROZENSET : Marshal.SET, set.items().size());
    } else {
      set.items().forEach(this::requireHashable);
      out.tag(set.frozen() ? Tag.FROZENSET : Tag.SET);
      out.head(Marshal.TUPLE, set.items().size());
      out.countMemory(PythonMemory.list(set.items().size()));
    }
    contents(set.items());
  }

  private void fields(Tag tag, String type, List<Field> fields) {
    out.tag(tag);
    out.text(type);
    out.head(Marshal.TUPLE, fields.size());
    out.countMemory(PythonMemory.list(fields.size()) + PythonMemory.dict(fields.size()));
    out.enter();
    for (Field field : fields) {
      out.at(new ValueEncoder.FieldStep(field.name()));
      out.pairHead();
      out.text(field.name());
      write(field.value());
    }
    out.leave();
  }

  private void nested(Value value) {
    out.enter();
    out.at(new ValueEncoder.FieldStep("value"));
    write(value);
    out.leave();
  }

  private void index(TableIndex index) {
    out.head(Marshal.TUPLE, index.levels().size());
    index.levels().forEach(level -> pair(level.name(), level.values()));
  }

  private void pair(Value name, Value values) {
    out.pairHead();
    nested(name);
    nested(values);
  }

  private void leaf(Value value) {
    switch (value) {
      case ArrayValue array -> {
        out.tag(Tag.ARRAY);
        out.text(array.elementType().numpyName());
        out.head(Marshal.TUPLE, array.shape().size());
        array.shape().forEach(out::integer);
        out.bytes(array.data());
      }
      case ByteArrayValue(BytesValue content) -> {
        out.tag(Tag.BYTEARRAY);
        out.bytes(content);
        out.countMemory(content.size());
      }
      case DateValue(LocalDate date) -> {
        out.tag(Tag.DATE);
        date(date);
      }
      case TimeValue(LocalTime time, int fold, @Nullable TimeZoneValue zone) -> {
        out.tag(Tag.TIME);
        time(time, fold, zone);
      }
      case DateTimeValue(var dateTime, int fold, @Nullable TimeZoneValue zone) -> {
        out.tag(Tag.DATETIME);
        date(dateTime.toLocalDate());
        time(dateTime.toLocalTime(), fold, zone);
      }
      case TimeDeltaValue(long days, int seconds, int microseconds) -> {
        out.tag(Tag.TIMEDELTA);
        out.integer(days);
        out.integer(seconds);
        out.integer(microseconds);
      }
      case DecimalValue(String text) -> {
        out.tag(Tag.DECIMAL);
        out.text(text);
        out.countMemory(text.length());
      }
      case FractionValue(BigInteger numerator, BigInteger denominator) -> {
        out.tag(Tag.FRACTION);
        out.integer(numerator);
        out.integer(denominator);
      }
      case UuidValue(UUID uuid) -> {
        out.tag(Tag.UUID);
        ByteBuffer bytes = ByteBuffer.allocate(16);
        bytes.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
        out.bytes(BytesValue.of(bytes.array()));
      }
      default -> throw new IllegalArgumentException(value.typeName() + " is not a leaf");
    }
  }

  private void date(LocalDate date) {
    out.integer(date.getYear());
    out.integer(date.getMonthValue());
    out.integer(date.getDayOfMonth());
  }

  private void time(LocalTime time, int fold, @Nullable TimeZoneValue zone) {
    out.integer(time.getHour());
    out.integer(time.getMinute());
    out.integer(time.getSecond());
    out.integer(time.get(ChronoField.MICRO_OF_SECOND));
    out.integer(fold);
    switch (zone) {
      case null -> out.none();
      case TimeZoneValue.Offset(long microseconds, @Nullable String name) -> {
        out.head(Marshal.TUPLE, 3);
        out.text("offset");
        out.integer(microseconds);
        nullableText(name);
      }
      case TimeZoneValue.Region(String key, @Nullable Long microseconds) -> {
        out.head(Marshal.TUPLE, 3);
        out.text("region");
        out.text(key);
        if (microseconds == null) {
          out.none();
        } else {
          out.integer(microseconds);
        }
      }
    }
  }

  private void nullableText(@Nullable String text) {
    if (text == null) {
      out.none();
    } else {
      out.text(text);
    }
  }
}
