package io.terrarium.json;

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
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes a value: the right-hand column of the table in {@code docs/values.md}. */
final class ValueWriter {
  private final JsonGenerator json;

  ValueWriter(JsonGenerator json) {
    this.json = json;
  }

  void write(Value value) {
    switch (value) {
      case NoneValue _ -> json.writeNull();
      case BoolValue(boolean truth) -> json.writeBoolean(truth);
      case IntValue number -> integer(number);
      case FloatValue(double number) -> floating(number);
      case StrValue(String text) -> json.writeString(text);
      case ListValue(List<Value> items) -> array(items);
      case DictValue dict -> dict(dict);
      case ComplexValue complex -> complex(complex);
      case BytesValue bytes -> bytes("bytes", bytes);
      case ByteArrayValue(BytesValue content) -> bytes("bytearray", content);
      case TupleValue(List<Value> items) -> items("tuple", items);
      case SetValue(List<Value> items, boolean frozen) ->
          items(frozen ? "frozenset" : "set", items);
      case DateValue date -> text("date", date.date().toString());
      case TimeValue time -> time(time);
      case DateTimeValue dateTime -> dateTime(dateTime);
      case TimeDeltaValue delta -> text("timedelta", delta.duration().toString());
      case DecimalValue(String text) -> text("decimal", text);
      case FractionValue fraction -> fraction(fraction);
      case UuidValue uuid -> text("uuid", uuid.uuid().toString());
      case EnumValue member -> enumMember(member);
      case DataclassValue(String type, List<Field> fields) -> fields("dataclass", type, fields);
      case NamedTupleValue(String type, List<Field> fields) -> fields("namedtuple", type, fields);
      case SubclassValue subclass -> subclass(subclass);
      case ArrayValue array -> array(array);
      case SeriesValue series -> series(series);
      case DataFrameValue frame -> dataFrame(frame);
    }
  }

  private void array(ArrayValue array) {
    begin("array");
    json.writeStringProperty("dtype", array.elementType().numpyName());
    json.writeName("shape");
    json.writeStartArray();
    array.shape().forEach(json::writeNumber);
    json.writeEndArray();
    json.writeStringProperty("base64", Base64.getEncoder().encodeToString(array.data().asBytes()));
    json.writeEndObject();
  }

  private void series(SeriesValue series) {
    begin("series");
    json.writeName("name");
    write(series.name());
    index(series.index());
    json.writeName("values");
    write(series.values());
    json.writeEndObject();
  }

  private void dataFrame(DataFrameValue frame) {
    begin("dataframe");
    json.writeName("columns");
    json.writeStartArray();
    frame.columns().forEach(column -> array(List.of(column.label(), column.values())));
    json.writeEndArray();
    index(frame.index());
    json.writeEndObject();
  }

  private void index(TableIndex index) {
    json.writeName("index");
    json.writeStartArray();
    index.levels().forEach(level -> array(List.of(level.name(), level.values())));
    json.writeEndArray();
  }

  private void integer(IntValue number) {
    if (number.fitsLong()) {
      json.writeNumber(number.asLong());
    } else if (Numbers.isPlain(number.value())) {
      json.writeNumber(number.value());
    } else {
      begin(Tags.INT);
      json.writeStringProperty("hex", number.value().toString(16));
      json.writeEndObject();
    }
  }

  private void floating(double number) {
    if (Double.isFinite(number)) {
      json.writeNumber(Numbers.text(number));
    } else {
      text(
          Tags.FLOAT,
          Double.isNaN(number) ? Tags.NAN : number > 0 ? Tags.INFINITY : Tags.MINUS_INFINITY);
    }
  }

  private void array(List<Value> items) {
    json.writeStartArray();
    for (Value item : items) {
      write(item);
    }
    json.writeEndArray();
  }

  private void dict(DictValue dict) {
    if (!isPlain(dict)) {
      begin("dict");
      json.writeName("items");
      json.writeStartArray();
      for (DictValue.Entry entry : dict.entries()) {
        array(List.of(entry.key(), entry.value()));
      }
      json.writeEndArray();
      json.writeEndObject();
      return;
    }
    json.writeStartObject();
    for (DictValue.Entry entry : dict.entries()) {
      json.writeName(((StrValue) entry.key()).value());
      write(entry.value());
    }
    json.writeEndObject();
  }

  /** Whether a JSON object says the same: names only, none of them twice, none that is ours. */
  private static boolean isPlain(DictValue dict) {
    var seen = new HashSet<String>();
    for (DictValue.Entry entry : dict.entries()) {
      if (!(entry.key() instanceof StrValue(String name))
          || name.equals(Tags.KEY)
          || !seen.add(name)) {
        return false;
      }
    }
    return true;
  }

  private void complex(ComplexValue complex) {
    begin("complex");
    json.writeName("real");
    floating(complex.real());
    json.writeName("imag");
    floating(complex.imaginary());
    json.writeEndObject();
  }

  private void bytes(String tag, BytesValue bytes) {
    begin(tag);
    json.writeStringProperty("base64", Base64.getEncoder().encodeToString(bytes.asBytes()));
    json.writeEndObject();
  }

  private void items(String tag, List<Value> items) {
    begin(tag);
    json.writeName("items");
    array(items);
    json.writeEndObject();
  }

  private void time(TimeValue time) {
    clock("time", Clock.text(time.time()), time.fold(), time.zone());
  }

  private void dateTime(DateTimeValue dateTime) {
    String text =
        dateTime.dateTime().toLocalDate() + "T" + Clock.text(dateTime.dateTime().toLocalTime());
    clock("datetime", text, dateTime.fold(), dateTime.zone());
  }

  private void clock(String tag, String text, int fold, @Nullable TimeZoneValue zone) {
    begin(tag);
    switch (zone) {
      case null -> json.writeStringProperty("value", text);
      case TimeZoneValue.Offset(long offset, String name) -> {
        json.writeStringProperty("value", text + Clock.offsetText(offset));
        if (name != null) {
          json.writeStringProperty("offset_name", name);
        }
      }
      case TimeZoneValue.Region(String key, Long offset) -> {
        json.writeStringProperty("value", offset == null ? text : text + Clock.offsetText(offset));
        json.writeStringProperty("zone", key);
      }
    }
    if (fold != 0) {
      json.writeNumberProperty("fold", fold);
    }
    json.writeEndObject();
  }

  private void fraction(FractionValue fraction) {
    if (Numbers.isPlain(fraction.numerator()) && Numbers.isPlain(fraction.denominator())) {
      text("fraction", fraction.numerator() + "/" + fraction.denominator());
      return;
    }
    begin("fraction");
    json.writeName("numerator");
    integer(IntValue.of(fraction.numerator()));
    json.writeName("denominator");
    integer(IntValue.of(fraction.denominator()));
    json.writeEndObject();
  }

  private void enumMember(EnumValue member) {
    begin("enum");
    json.writeStringProperty("class", member.type());
    json.writeStringProperty("name", member.name());
    json.writeName("value");
    write(member.value());
    json.writeEndObject();
  }

  private void fields(String tag, String type, List<Field> fields) {
    begin(tag);
    json.writeStringProperty("class", type);
    json.writeName("fields");
    dict(
        new DictValue(
            fields.stream()
                .map(field -> new DictValue.Entry(new StrValue(field.name()), field.value()))
                .toList()));
    json.writeEndObject();
  }

  private void subclass(SubclassValue subclass) {
    begin("subclass");
    json.writeStringProperty("class", subclass.type());
    json.writeName("value");
    write(subclass.value());
    json.writeEndObject();
  }

  private void text(String tag, String text) {
    begin(tag);
    json.writeStringProperty("value", text);
    json.writeEndObject();
  }

  private void begin(String tag) {
    json.writeStartObject();
    json.writeStringProperty(Tags.KEY, tag);
  }
}
