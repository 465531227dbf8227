package io.terrarium.value;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Values as the plain Java objects nearest to them: {@link Value#toJava()}. */
final class PlainJava {
  private final Trail trail;

  PlainJava(Trail trail) {
    this.trail = trail;
  }

  @Nullable Object object(Value value) {
    return switch (value) {
      case NoneValue _ -> null;
      case BoolValue(boolean truth) -> truth;
      case IntValue number -> number.fitsLong() ? (Object) number.value64() : number.value();
      case FloatValue(double number) -> number;
      case StrValue(String text) -> text;
      case BytesValue _, ByteArrayValue _ -> value.asBytes();
      case ListValue(List<Value> items) -> list(items);
      case TupleValue(List<Value> items) -> list(items);
      case SetValue(List<Value> items, _) -> set(value, items);
      case DictValue(List<DictValue.Entry> entries) -> map(value, entries);
      case DataclassValue _, NamedTupleValue _ ->
          map(value, Collected.entries(value, "Map", trail));
      case DateValue(LocalDate date) -> date;
      case TimeValue time -> time.zone() == null ? time.time() : time;
      case DateTimeValue dateTime -> dateTime(dateTime);
      case TimeDeltaValue delta -> delta.duration();
      case DecimalValue decimal ->
          Scalars.isBounded(decimal) ? new BigDecimal(decimal.text()) : decimal;
      case UuidValue(UUID uuid) -> uuid;
      case ComplexValue _, FractionValue _ -> value;
      case EnumValue _, SubclassValue _ -> object(Scalars.plain(value));
      case ArrayValue array ->
          array.shape().isEmpty() ? object(array.element(0)) : list(array.items(trail));
      case SeriesValue(_, _, Value values) -> object(values);
      case DataFrameValue _ -> map(value, Collected.entries(value, "Map", trail));
    };
  }

  private List<@Nullable Object> list(List<Value> items) {
    var objects = new ArrayList<@Nullable Object>(items.size());
    trail.enter();
    for (Value item : items) {
      trail.at(objects.size());
      objects.add(object(item));
    }
    trail.leave();
    return Collections.unmodifiableList(objects);
  }

  private Set<@Nullable Object> set(Value value, List<Value> items) {
    var keys = new ArrayList<@Nullable Object>(items.size());
    trail.enter();
    for (Value item : items) {
      trail.at(keys.size());
      keys.add(key(item));
    }
    trail.leave();
    Collisions.check(keys, trail);
    var set = new LinkedHashSet<@Nullable Object>(keys);
    Collisions.requireAll(keys, set.size(), value, "Set", items::get, trail);
    return Collections.unmodifiableSet(set);
  }

  private Map<@Nullable Object, @Nullable Object> map(Value value, List<DictValue.Entry> entries) {
    var keys = new ArrayList<@Nullable Object>(entries.size());
    trail.enter();
    for (DictValue.Entry entry : entries) {
      trail.atKey(entry.key());
      keys.add(key(entry.key()));
    }
    Collisions.check(keys, trail);
    var map = LinkedHashMap.<@Nullable Object, @Nullable Object>newLinkedHashMap(keys.size());
    for (int i = 0; i < keys.size(); i++) {
      trail.atKey(entries.get(i).key());
      map.put(keys.get(i), object(entries.get(i).value()));
    }
    trail.leave();
    Collisions.requireAll(keys, map.size(), value, "Map", i -> entries.get(i).key(), trail);
    return Collections.unmodifiableMap(map);
  }

  /** As a key, bytes stays what it is: arrays are equal only to themselves. */
  private @Nullable Object key(Value value) {
    return Scalars.plain(value) instanceof BytesValue bytes ? bytes : object(value);
  }

  private static Object dateTime(DateTimeValue value) {
    try {
      return switch (value.zone()) {
        case null -> value.dateTime();
        case TimeZoneValue.Offset _ -> value.asOffsetDateTime();
        case TimeZoneValue.Region _ -> value.asZonedDateTime();
      };
    } catch (ValueConversionException e) {
      // An offset or a region that Java does not have.
      return value;
    }
  }
}
