package io.terrarium.wire;

import io.terrarium.value.ArrayValue;
import io.terrarium.value.ByteArrayValue;
import io.terrarium.value.BytesValue;
import io.terrarium.value.DataFrameValue;
import io.terrarium.value.DataclassValue;
import io.terrarium.value.DateTimeValue;
import io.terrarium.value.DateValue;
import io.terrarium.value.DecimalValue;
import io.terrarium.value.DictValue;
import io.terrarium.value.ElementType;
import io.terrarium.value.EnumValue;
import io.terrarium.value.Field;
import io.terrarium.value.FractionValue;
import io.terrarium.value.NamedTupleValue;
import io.terrarium.value.SeriesValue;
import io.terrarium.value.SetValue;
import io.terrarium.value.SubclassValue;
import io.terrarium.value.TableIndex;
import io.terrarium.value.TimeDeltaValue;
import io.terrarium.value.TimeValue;
import io.terrarium.value.TimeZoneValue;
import io.terrarium.value.UuidValue;
import io.terrarium.value.Value;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the tagged forms; the constructors of the values say what their parts may be. */
final class TaggedForms {
  private static final int UUID_BYTES = 16;

  /** As many as numpy has. */
  private static final int DIMENSIONS_AT_MOST = 64;

  private final MarshalReader in;
  private final ValueDecoder values;

  TaggedForms(MarshalReader in, ValueDecoder values) {
    this.in = in;
    this.values = values;
  }

  /**
   * The form in a tuple of so many items, the first of which is the Ellipsis to be read next.
   *
   * @param depth that of the values within the form
   */
  Value form(int count, int depth) throws WireFormatException {
    in.type(Marshal.ELLIPSIS);
    String name = in.text();
    Tag tag = Tag.named(name);
    if (tag == null) {
      throw in.problem("an unknown tag");
    }
    if (count != tag.fields() + 2) {
      throw in.problem(
          "a " + name + " form of " + count + " items, where " + (tag.fields() + 2) + " belong");
    }
    try {
      return form(tag, depth);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw in.problem("not a " + name + ": " + e.getMessage());
    }
  }

  private Value form(Tag tag, int depth) throws WireFormatException {
    return switch (tag) {
      case BYTEARRAY -> new ByteArrayValue(in.bytes());
      case DATE -> new DateValue(date());
      case TIME -> new TimeValue(time(), in.integer(), zone());
      case DATETIME -> new DateTimeValue(LocalDateTime.of(date(), time()), in.integer(), zone());
      case TIMEDELTA -> new TimeDeltaValue(in.integer(), in.integer(), in.integer());
      case DECIMAL -> new DecimalValue(in.text());
      case FRACTION -> new FractionValue(in.bigInteger(), in.bigInteger());
      case UUID -> new UuidValue(uuid());
      case ENUM -> new EnumValue(in.text(), nullableText(), values.value(depth));
      case DATACLASS -> new DataclassValue(in.text(), fields(depth));
      case NAMEDTUPLE -> new NamedTupleValue(in.text(), fields(depth));
      case SUBCLASS -> new SubclassValue(in.text(), values.value(depth));
      case DICT -> dict(depth);
      case SET -> new SetValue(values.items(in.tuple(), depth), false);
      case FROZENSET -> new SetValue(values.items(in.tuple(), depth), true);
      case ARRAY -> ArrayValue.of(elementType(), shape(), in.bytes());
      case SERIES -> new SeriesValue(values.value(depth), index(depth), values.value(depth));
      case DATAFRAME -> new DataFrameValue(columns(depth), index(depth));
    };
  }

  private LocalDate date() throws WireFormatException {
    return LocalDate.of(in.integer(), in.integer(), in.integer());
  }

  private LocalTime time() throws WireFormatException {
    int hour = in.integer();
    int minute = in.integer();
    int second = in.integer();
    int microsecond = in.integer();
    if (microsecond < 0 || microsecond > 999_999) {
      throw in.problem("a microsecond of " + microsecond);
    }
    return LocalTime.of(hour, minute, second, microsecond * 1000);
  }

  private @Nullable TimeZoneValue zone() throws WireFormatException {
    if (in.skipNone()) {
      return null;
    }
    in.tuple(3);
    String kind = in.text();
    return switch (kind) {
      case "offset" -> new TimeZoneValue.Offset(in.longInteger(), nullableText());
      case "region" ->
          new TimeZoneValue.Region(in.text(), in.skipNone() ? null : (Long) in.longInteger());
      default -> throw in.problem("a time zone that is neither an offset nor a region");
    };
  }

  private UUID uuid() throws WireFormatException {
    BytesValue bytes = in.bytes();
    if (bytes.size() != UUID_BYTES) {
      throw in.problem("a UUID of " + bytes.size() + " bytes");
    }
    ByteBuffer buffer = bytes.buffer();
    return new UUID(buffer.getLong(), buffer.getLong());
  }

  private @Nullable String nullableText() throws WireFormatException {
    return in.skipNone() ? null : in.text();
  }

  private List<Field> fields(int depth) throws WireFormatException {
    int count = in.tuple();
    // Its length is not taken on trust: the list grows as the fields come.
    var fields = new ArrayList<Field>(4);
    for (int i = 0; i < count; i++) {
      in.tuple(2);
      fields.add(new Field(in.text(), values.value(depth)));
    }
    return fields;
  }

  private ElementType elementType() throws WireFormatException {
    return ElementType.named(in.text())
        .orElseThrow(() -> in.problem("an array of a type that has no form"));
  }

  private List<Integer> shape() throws WireFormatException {
    int count = in.tuple();
    if (count > DIMENSIONS_AT_MOST) {
      throw in.problem("an array of " + count + " dimensions");
    }
    var shape = new ArrayList<Integer>(count);
    for (int i = 0; i < count; i++) {
      shape.add(in.natural());
    }
    return shape;
  }

  private TableIndex index(int depth) throws WireFormatException {
    int count = in.tuple();
    var levels = new ArrayList<TableIndex.Level>(4);
    for (int i = 0; i < count; i++) {
      in.tuple(2);
      levels.add(new TableIndex.Level(values.value(depth), values.value(depth)));
    }
    return new TableIndex(levels);
  }

  private List<DataFrameValue.Column> columns(int depth) throws WireFormatException {
    int count = in.tuple();
    var columns = new ArrayList<DataFrameValue.Column>(4);
    for (int i = 0; i < count; i++) {
      in.tuple(2);
      columns.add(new DataFrameValue.Column(values.value(depth), values.value(depth)));
    }
    return columns;
  }

  private DictValue dict(int depth) throws WireFormatException {
    int count = in.tuple();
    var entries = new ArrayList<DictValue.Entry>(4);
    for (int i = 0; i < count; i++) {
      in.tuple(2);
      entries.add(new DictValue.Entry(values.value(depth), values.value(depth)));
    }
    return new DictValue(entries);
  }
}
