package io.terrarium.json;

import io.terrarium.value.ArrayValue;
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
import io.terrarium.value.NamedTupleValue;
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
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.TokenStreamLocation;

/** An object with {@code "$type"}: the value that it stands for. */
final class TaggedForm {
  private static final Pattern FRACTION = Pattern.compile("(-?[0-9]{1,4300})/([0-9]{1,4300})");
  private static final Pattern HEXADECIMAL = Pattern.compile("-?[0-9a-fA-F]++");

  private final String tag;
  private final Members members;

  private TaggedForm(String tag, Members members) {
    this.tag = tag;
    this.members = members;
  }

  static Value value(Map<String, Value> object, TokenStreamLocation place) {
    if (!(object.get(Tags.KEY) instanceof StrValue(String tag))) {
      throw Problems.at(place, "\"$type\" has to be a string");
    }
    var members = new Members(tag, object, place);
    try {
      Value value = new TaggedForm(tag, members).value();
      members.end();
      return value;
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
      throw members.problem("stands for no value: " + e.getMessage());
    }
  }

  private Value value() {
    return switch (tag) {
      case "int" -> IntValue.of(hexadecimal(members.text("hex")));
      case "float" -> new FloatValue(special(members.text("value")));
      case "complex" -> new ComplexValue(members.floating("real"), members.floating("imag"));
      case "bytes" -> bytes();
      case "bytearray" -> new ByteArrayValue(bytes());
      case "tuple" -> new TupleValue(members.list("items"));
      case "set" -> new SetValue(members.list("items"), false);
      case "frozenset" -> new SetValue(members.list("items"), true);
      case "dict" -> new DictValue(entries());
      case "date" -> new DateValue(LocalDate.parse(members.text("value")));
      case "time" -> time(Clock.split(members.text("value")));
      case "datetime" -> dateTime(Clock.split(members.text("value")));
      case "timedelta" -> TimeDeltaValue.of(Duration.parse(members.text("value")));
      case "decimal" -> new DecimalValue(members.text("value"));
      case "fraction" -> fraction();
      case "uuid" -> new UuidValue(UUID.fromString(members.text("value")));
      case "enum" ->
          new EnumValue(
              members.text("class"),
              members.optionalText("name").orElse(null),
              members.value("value"));
      case "dataclass" -> new DataclassValue(members.text("class"), fields());
      case "namedtuple" -> new NamedTupleValue(members.text("class"), fields());
      case "subclass" -> new SubclassValue(members.text("class"), members.value("value"));
      case "array" -> ArrayValue.of(elementType(), shape(), bytes());
      case "series" -> new SeriesValue(members.value("name"), index(), members.value("values"));
      case "dataframe" -> new DataFrameValue(columns(), index());
      default -> throw members.problem("is no form of a value");
    };
  }

  private static BigInteger hexadecimal(String digits) {
    if (!HEXADECIMAL.matcher(digits).matches()) {
      throw new IllegalArgumentException(
          "\"hex\" has digits 0-9 and a-f, and perhaps a minus sign");
    }
    boolean negative = digits.startsWith("-");
    String magnitude = negative ? digits.substring(1) : digits;
    // BigInteger's own parser takes time by the square of the length, whatever the base.
    byte[] bytes =
        HexFormat.of().parseHex(magnitude.length() % 2 == 0 ? magnitude : "0" + magnitude);
    var number = new BigInteger(1, bytes);
    return negative ? number.negate() : number;
  }

  private static double special(String text) {
    return switch (text) {
      case Tags.NAN -> Double.NaN;
      case Tags.INFINITY -> Double.POSITIVE_INFINITY;
      case Tags.MINUS_INFINITY -> Double.NEGATIVE_INFINITY;
      default -> throw new IllegalArgumentException("\"value\" is nan, inf or -inf");
    };
  }

  private BytesValue bytes() {
    return BytesValue.of(base64(members.text("base64")));
  }

  private static byte[] base64(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "\"base64\" is not in Base64: A-Z, a-z, 0-9, + and /, padded with =", e);
    }
  }

  private List<DictValue.Entry> entries() {
    return pairs("items");
  }

  private List<DictValue.Entry> pairs(String name) {
    var entries = new ArrayList<DictValue.Entry>();
    for (Value pair : members.list(name)) {
      List<Value> both = members.list(name, pair);
      if (both.size() != 2) {
        throw members.problem("needs a list of pairs for \"" + name + "\"");
      }
      entries.add(new DictValue.Entry(both.get(0), both.get(1)));
    }
    return entries;
  }

  private ElementType elementType() {
    String name = members.text("dtype");
    return ElementType.named(name)
        .orElseThrow(() -> new IllegalArgumentException("\"dtype\" is no type of an array"));
  }

  private List<Integer> shape() {
    var shape = new ArrayList<Integer>();
    for (Value length : members.list("shape")) {
      if (!(length instanceof IntValue number) || number.value().bitLength() >= Integer.SIZE) {
        throw members.problem("needs a list of lengths for \"shape\"");
      }
      shape.add((int) number.asLong());
    }
    return shape;
  }

  private TableIndex index() {
    return new TableIndex(
        pairs("index").stream()
            .map(pair -> new TableIndex.Level(pair.key(), pair.value()))
            .toList());
  }

  private List<DataFrameValue.Column> columns() {
    return pairs("columns").stream()
        .map(pair -> new DataFrameValue.Column(pair.key(), pair.value()))
        .toList();
  }

  private List<Field> fields() {
    var fields = new ArrayList<Field>();
    for (DictValue.Entry entry : members.dict("fields").entries()) {
      if (!(entry.key() instanceof StrValue(String name))) {
        throw members.problem("has a field whose name is no string");
      }
      fields.add(new Field(name, entry.value()));
    }
    return fields;
  }

  private TimeValue time(Clock.Split text) {
    return new TimeValue(LocalTime.parse(text.local()), fold(), zone(text));
  }

  private DateTimeValue dateTime(Clock.Split text) {
    return new DateTimeValue(LocalDateTime.parse(text.local()), fold(), zone(text));
  }

  private @Nullable TimeZoneValue zone(Clock.Split text) {
    Optional<String> region = members.optionalText("zone");
    if (region.isPresent()) {
      OptionalLong offset = text.offsetMicroseconds();
      return new TimeZoneValue.Region(
          region.get(), offset.isPresent() ? Long.valueOf(offset.getAsLong()) : null);
    }
    if (text.offsetMicroseconds().isEmpty()) {
      return null;
    }
    return new TimeZoneValue.Offset(
        text.offsetMicroseconds().getAsLong(), members.optionalText("offset_name").orElse(null));
  }

  private FractionValue fraction() {
    Optional<String> text = members.optionalText("value");
    if (text.isEmpty()) {
      return new FractionValue(
          members.integer("numerator").value(), members.integer("denominator").value());
    }
    Matcher parts = FRACTION.matcher(text.get());
    if (!parts.matches()) {
      throw new IllegalArgumentException("\"value\" is two whole numbers such as 1/3");
    }
    return new FractionValue(new BigInteger(parts.group(1)), new BigInteger(parts.group(2)));
  }

  private int fold() {
    Optional<Value> fold = members.optional("fold");
    if (fold.isEmpty()) {
      return 0;
    }
    if (fold.get() instanceof IntValue number && number.fitsLong()) {
      return Math.clamp(number.asLong(), -1, 2);
    }
    throw members.problem("needs 0 or 1 for \"fold\"");
  }
}
