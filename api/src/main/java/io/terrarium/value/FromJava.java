package io.terrarium.value;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.Collection;
import java.util.Date;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/** Java objects as values: {@link Value#of(Object)}. */
final class FromJava {
  /** How deep collections, maps and records may be nested in each other. */
  static final int MAX_DEPTH = 200;

  private final Trail trail;

  FromJava(String path) {
    this.trail = new Trail(path);
  }

  Value value(@Nullable Object object) {
    return switch (object) {
      case null -> NoneValue.INSTANCE;
      case Value value -> value;
      case Boolean truth -> BoolValue.of(truth);
      case Double number -> new FloatValue(number);
      case Float number -> new FloatValue(number);
      case Long number -> IntValue.of(number);
      case Integer number -> IntValue.of(number);
      case Short number -> IntValue.of(number);
      case Byte number -> IntValue.of(number);
      case BigInteger number -> IntValue.of(number);
      case String text -> text(text);
      case Character character -> text(character.toString());
      case byte[] bytes -> BytesValue.of(bytes);
      case double[] numbers -> ListValue.ofDoubles(numbers);
      case BigDecimal number -> DecimalValue.of(number);
      case UUID uuid -> new UuidValue(uuid);
      case Enum<?> constant -> enumValue(constant);
      case Optional<?> optional -> optional(optional);
      case OptionalInt number -> number.isPresent() ? value(number.getAsInt()) : value(null);
      case OptionalLong number -> number.isPresent() ? value(number.getAsLong()) : value(null);
      case OptionalDouble number -> number.isPresent() ? value(number.getAsDouble()) : value(null);
      default -> compound(object);
    };
  }

  /** An Optional may hold another one, and so on: not by recursion, for that might have no end. */
  private Value optional(Optional<?> optional) {
    Object content = optional.orElse(null);
    while (content instanceof Optional<?> inner) {
      content = inner.orElse(null);
    }
    return value(content);
  }

  private Value compound(Object object) {
    return switch (object) {
      case Set<?> set -> new SetValue(items(set), false);
      case Collection<?> collection -> new ListValue(items(collection));
      case Map<?, ?> map -> dict(map);
      case Record record -> dataclass(record);
      default -> object.getClass().isArray() ? array(object) : temporal(object);
    };
  }

  private Value temporal(Object object) {
    return switch (object) {
      case LocalDate date -> checked(() -> new DateValue(date));
      case LocalTime time -> new TimeValue(time.truncatedTo(ChronoUnit.MICROS), 0, null);
      case LocalDateTime dateTime -> dateTime(dateTime, 0, null);
      case OffsetDateTime dateTime ->
          dateTime(dateTime.toLocalDateTime(), 0, offset(dateTime.getOffset()));
      case ZonedDateTime dateTime -> zoned(dateTime);
      case Instant instant -> instant(instant);
      case Duration duration -> checked(() -> TimeDeltaValue.of(duration));
      default -> throw refused(object);
    };
  }

  private StrValue text(String text) {
    int index = StrValue.unpairedSurrogate(text);
    if (index >= 0) {
      throw trail.problem(
          "a Java String with an unpaired surrogate at index %d (U+%04X) cannot become a Python str"
              .formatted(index, (int) text.charAt(index)));
    }
    return new StrValue(text);
  }

  private static EnumValue enumValue(Enum<?> constant) {
    return new EnumValue(
        constant.getDeclaringClass().getSimpleName(),
        constant.name(),
        new StrValue(constant.name()));
  }

  private List<Value> items(Collection<?> collection) {
    var items = new ArrayList<Value>(collection.size());
    enter();
    for (Object item : collection) {
      trail.at(items.size());
      items.add(value(item));
    }
    trail.leave();
    return items;
  }

  private ListValue array(Object array) {
    int length = Array.getLength(array);
    var items = new ArrayList<Value>(length);
    enter();
    for (int i = 0; i < length; i++) {
      trail.at(i);
      items.add(value(Array.get(array, i)));
    }
    trail.leave();
    return new ListValue(items);
  }

  private DictValue dict(Map<?, ?> map) {
    var entries = new ArrayList<DictValue.Entry>(map.size());
    enter();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      trail.atField(" key");
      Value key = value(entry.getKey());
      trail.atKey(key);
      entries.add(new DictValue.Entry(key, value(entry.getValue())));
    }
    trail.leave();
    return new DictValue(entries);
  }

  private DataclassValue dataclass(Record record) {
    RecordShape shape = RecordShape.of(record.getClass());
    var fields = new ArrayList<Field>(shape.components().size());
    enter();
    for (RecordShape.Component component : shape.components()) {
      trail.atField(component.name());
      Object part = shape.read(component, record, trail);
      fields.add(new Field(component.name(), value(part)));
    }
    trail.leave();
    return new DataclassValue(record.getClass().getSimpleName(), fields);
  }

  private DateTimeValue dateTime(LocalDateTime dateTime, int fold, @Nullable TimeZoneValue zone) {
    LocalDateTime whole = dateTime.truncatedTo(ChronoUnit.MICROS);
    return checked(() -> new DateTimeValue(whole, fold, zone));
  }

  private DateTimeValue zoned(ZonedDateTime dateTime) {
    LocalDateTime local = dateTime.toLocalDateTime();
    ZoneId zone = dateTime.getZone();
    // A region whose offset never changes, such as UTC or GMT+1, has no better name in Python.
    if (zone.normalized() instanceof ZoneOffset fixed) {
      return dateTime(local, 0, offset(fixed));
    }
    boolean later = !dateTime.withEarlierOffsetAtOverlap().isEqual(dateTime);
    long microseconds = dateTime.getOffset().getTotalSeconds() * 1_000_000L;
    return dateTime(local, later ? 1 : 0, new TimeZoneValue.Region(zone.getId(), microseconds));
  }

  private DateTimeValue instant(Instant instant) {
    long seconds = instant.getEpochSecond();
    if (seconds < Instant.MIN.getEpochSecond() / 1000
        || seconds > Instant.MAX.getEpochSecond() / 1000) {
      throw trail.problem("Python has the years 1 to 9999, which this Java Instant is far from");
    }
    return dateTime(LocalDateTime.ofInstant(instant, ZoneOffset.UTC), 0, TimeZoneValue.UTC);
  }

  private static TimeZoneValue offset(ZoneOffset offset) {
    return offset.equals(ZoneOffset.UTC)
        ? TimeZoneValue.UTC
        : new TimeZoneValue.Offset(offset.getTotalSeconds() * 1_000_000L, null);
  }

  /** What the constructors of values refuse, with the path to it. */
  private <T> T checked(Supplier<T> construction) {
    try {
      return construction.get();
    } catch (IllegalArgumentException e) {
      throw trail.problem(String.valueOf(e.getMessage()));
    }
  }

  private void enter() {
    if (trail.depth() == MAX_DEPTH) {
      throw trail.problem(
          "nested deeper than " + MAX_DEPTH + ", or a collection that contains itself");
    }
    trail.enter();
  }

  private ValueConversionException refused(Object object) {
    String what =
        switch (object) {
          case CharSequence _ -> "call its toString()";
          case Date _ -> "call its toInstant()";
          case Calendar _ -> "call its toInstant()";
          case Iterator<?> _ -> "collect it in a List first";
          case BaseStream<?, ?> _ -> "collect it in a List first";
          case Iterable<?> _ -> "collect it in a List first";
          case Number _ -> "use its longValue(), its doubleValue() or a BigDecimal";
          default -> "pass a record, a Map or a List of what is in it";
        };
    return trail.problem(
        "a Java " + object.getClass().getName() + " has no Python counterpart: " + what);
  }
}
