package io.terrarium.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One Python value: immutable, without nulls, equal to another with the same type and content.
 *
 * <pre>{@code
 * double mean = program.call("mean", List.of(1.0, 2.0)).asDouble();
 * List<Point> points = program.call("points").as(new TypeToken<List<Point>>() {});
 * }</pre>
 *
 * <p>A conversion that does not fit throws {@link ValueConversionException}, which names the path
 * to the offending part, counted from {@code result}, and both types. Nothing is rounded or
 * guessed, save where a method says so. An instance of a subclass and a member of an enum convert
 * as the plain value within them does. {@link Object#toString()} of every value is a short text
 * like Python's {@code repr}, cut to {@value Repr#MAX_LENGTH} characters.
 */
public sealed interface Value
    permits NoneValue,
        BoolValue,
        IntValue,
        FloatValue,
        ComplexValue,
        StrValue,
        BytesValue,
        ByteArrayValue,
        ListValue,
        TupleValue,
        DictValue,
        SetValue,
        DateValue,
        TimeValue,
        DateTimeValue,
        TimeDeltaValue,
        DecimalValue,
        FractionValue,
        UuidValue,
        EnumValue,
        DataclassValue,
        NamedTupleValue,
        SubclassValue,
        ArrayValue,
        SeriesValue,
        DataFrameValue {

  /**
   * The Python value for a Java object, as the table in {@code docs/values.md} has it; a {@code
   * Value} is itself.
   *
   * @throws ValueConversionException if the object or a part of it has no Python counterpart, holds
   *     an unpaired surrogate or a year outside 1 to 9999, or is cyclic or nested deeper than
   *     {@value FromJava#MAX_DEPTH}
   */
  static Value of(@Nullable Object object) {
    return of(object, "value");
  }

  /**
   * As {@link #of(Object)}, for an object that a message should call {@code path}.
   *
   * @param path what to call the object: {@code args[0]}
   */
  static Value of(@Nullable Object object, String path) {
    return new FromJava(path).value(object);
  }

  /** The name of the Python type: {@code float}, {@code NoneType}, {@code Point}. */
  String typeName();

  /** Whether this is Python's {@code None}. */
  default boolean isNone() {
    return this instanceof NoneValue;
  }

  /** A Python bool. */
  default boolean asBoolean() {
    return Scalars.toBoolean(this, Trail.result());
  }

  /** A Python int that fits 32 bits. */
  default int asInt() {
    return Scalars.toInt(this, Trail.result());
  }

  /** A Python int that fits 64 bits. */
  default long asLong() {
    return Scalars.toLong(this, Trail.result());
  }

  /**
   * A Python float; or an int, rounded to the nearest double as Python's {@code float()} does, if
   * it is not beyond the largest one.
   */
  default double asDouble() {
    return Scalars.toDouble(this, Trail.result());
  }

  /** A Python str. */
  default String asString() {
    return Scalars.toText(this, Trail.result());
  }

  /** A Python bytes or bytearray: a copy. */
  default byte[] asBytes() {
    return Scalars.toBytes(this, Trail.result());
  }

  /**
   * A Python int of any size, or a Decimal that is a whole number of no more than {@value
   * Scalars#MAX_DECIMAL_DIGITS} digits.
   */
  default BigInteger asBigInteger() {
    return Scalars.toBigInteger(this, Trail.result());
  }

  /**
   * A Python int, a finite float (by its shortest text: 0.1 becomes {@code 0.1}), or a finite
   * Decimal with no more than {@value Scalars#MAX_DECIMAL_DIGITS} digits on either side of the
   * point.
   */
  default BigDecimal asBigDecimal() {
    return Scalars.toBigDecimal(this, Trail.result());
  }

  /** The items of a Python list, tuple, set, frozenset or named tuple: unmodifiable. */
  default List<Value> asList() {
    return Collected.items(this, "List", Trail.result());
  }

  /**
   * The entries of a Python dict, or the fields of a dataclass or named tuple by their names, in
   * order: unmodifiable.
   */
  default Map<Value, Value> asMap() {
    return Collected.map(this, Trail.result());
  }

  /** The numbers of a Python list or tuple, each as {@link #asDouble()} has it. */
  default double[] asDoubles() {
    return Collected.doubles(this, Trail.result());
  }

  /** The ints of a Python list or tuple, each as {@link #asLong()} has it. */
  default long[] asLongs() {
    return Collected.longs(this, Trail.result());
  }

  /** A Python date (not a datetime). */
  default LocalDate asLocalDate() {
    return Temporals.toLocalDate(this, Trail.result());
  }

  /** A Python time without a time zone. */
  default LocalTime asLocalTime() {
    return Temporals.toLocalTime(this, Trail.result());
  }

  /** A Python datetime without a time zone. */
  default LocalDateTime asLocalDateTime() {
    return Temporals.toLocalDateTime(this, Trail.result());
  }

  /**
   * A Python datetime with a time zone whose offset is a whole number of seconds within 18 hours.
   */
  default OffsetDateTime asOffsetDateTime() {
    return Temporals.toOffsetDateTime(this, Trail.result());
  }

  /**
   * A Python datetime with a time zone that Java has too. A local time that a clock change skips
   * moves as {@link ZonedDateTime#ofLocal} has it.
   */
  default ZonedDateTime asZonedDateTime() {
    return Temporals.toZonedDateTime(this, Trail.result());
  }

  /** A Python datetime with a time zone: the moment that it means. */
  default Instant asInstant() {
    return Temporals.toInstant(this, Trail.result());
  }

  /** A Python timedelta. */
  default Duration asDuration() {
    return Temporals.toDuration(this, Trail.result());
  }

  /** A Python UUID. */
  default UUID asUuid() {
    return Scalars.toUuid(this, Trail.result());
  }

  /**
   * This value as a Java type: a primitive or its box, String, the types that the other methods
   * return, an array, an enum (by the member's name or a str that is one), a record (from a dict, a
   * dataclass or a named tuple, by the names of its components; further names are ignored), a kind
   * of {@code Value}, or {@code Object} for what {@link #toJava()} gives.
   *
   * <p>A record's components are converted by their generic types: {@code List<Double>}, {@code
   * Map<String, Long>}, {@code Optional<T>}, other records. {@code None} becomes an empty Optional,
   * or null in a component whose type is annotated {@code @Nullable}; a name that is missing
   * likewise; it becomes nothing else. The package of a record or enum in a named module must be
   * open to {@code io.terrarium.api}, or exported with the type public.
   */
  default <T> T as(Class<T> type) {
    return TypeConversion.convert(this, type);
  }

  /** As {@link #as(Class)}, for a generic type: {@code new TypeToken<List<Double>>() {}}. */
  default <T> T as(TypeToken<T> type) {
    return TypeConversion.convert(this, type);
  }

  /**
   * The plain Java object nearest to this value: null, Boolean, Long or (beyond 64 bits)
   * BigInteger, Double, String, byte[], List, Map, Set, LocalDate and so on. Lists, sets and maps
   * are unmodifiable, and lists and maps may hold nulls. What has no plain counterpart (complex,
   * Fraction, a Decimal that is NaN or too large, a time with a time zone) stays the {@code Value}
   * that it is, and so does bytes as a key or in a set, where an array would never be found again.
   *
   * @throws ValueConversionException if keys of a dict or items of a set that differ in Python
   *     would be the same in Java, as members of two enums with one value, or NaN and NaN; or if
   *     too many of them have the same hash
   */
  default @Nullable Object toJava() {
    return new PlainJava(Trail.result()).object(this);
  }
}
