package io.terrarium.value;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the elements of an {@link ArrayValue} are: numpy's types of fixed size. */
public enum ElementType {
  /** A truth value in a byte, 0 or 1. */
  BOOL(1),
  /** A whole number of 8 bits. */
  INT8(1),
  /** A whole number of 16 bits. */
  INT16(2),
  /** A whole number of 32 bits. */
  INT32(4),
  /** A whole number of 64 bits. */
  INT64(8),
  /** A whole number of 8 bits without a sign. */
  UINT8(1),
  /** A whole number of 16 bits without a sign. */
  UINT16(2),
  /** A whole number of 32 bits without a sign. */
  UINT32(4),
  /** A whole number of 64 bits without a sign. */
  UINT64(8),
  /** A binary floating point number of 16 bits. */
  FLOAT16(2),
  /** A binary floating point number of 32 bits: Java's float. */
  FLOAT32(4),
  /** A binary floating point number of 64 bits: Java's double. */
  FLOAT64(8),
  /** Two {@link #FLOAT32}, the real part first. */
  COMPLEX64(8),
  /** Two {@link #FLOAT64}, the real part first. */
  COMPLEX128(16),
  /** Days since 1970-01-01, as 64 bits; the least number is no date. */
  DATETIME64_D("datetime64", 86_400, 0),
  /** Seconds since the beginning of 1970, likewise. */
  DATETIME64_S("datetime64", 1, 0),
  /** Milliseconds since the beginning of 1970, likewise. */
  DATETIME64_MS("datetime64", 0, 1_000_000),
  /** Microseconds since the beginning of 1970, likewise. */
  DATETIME64_US("datetime64", 0, 1_000),
  /** Nanoseconds since the beginning of 1970, likewise. */
  DATETIME64_NS("datetime64", 0, 1),
  /** A number of days, as 64 bits; the least number is no length of time. */
  TIMEDELTA64_D("timedelta64", 86_400, 0),
  /** A number of seconds, likewise. */
  TIMEDELTA64_S("timedelta64", 1, 0),
  /** A number of milliseconds, likewise. */
  TIMEDELTA64_MS("timedelta64", 0, 1_000_000),
  /** A number of microseconds, likewise. */
  TIMEDELTA64_US("timedelta64", 0, 1_000),
  /** A number of nanoseconds, likewise. */
  TIMEDELTA64_NS("timedelta64", 0, 1);

  private static final long NANOS_A_SECOND = 1_000_000_000;
  private static final Map<String, ElementType> BY_NAME =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(ElementType::numpyName, Function.identity()));

  private final String numpyName;
  private final int bytes;

  /** The length of a unit of time: one of the two is 0. */
  private final int unitSeconds;

  private final int unitNanos;

  ElementType(int bytes) {
    this.numpyName = name().toLowerCase(Locale.ROOT);
    this.bytes = bytes;
    this.unitSeconds = 0;
    this.unitNanos = 0;
  }

  ElementType(String kind, int unitSeconds, int unitNanos) {
    String unit = name().substring(name().indexOf('_') + 1);
    this.numpyName = kind + "[" + (unit.equals("D") ? unit : unit.toLowerCase(Locale.ROOT)) + "]";
    this.bytes = Long.BYTES;
    this.unitSeconds = unitSeconds;
    this.unitNanos = unitNanos;
  }

  /** The name that numpy has for it: {@code float64}, {@code datetime64[ns]}. */
  public String numpyName() {
    return numpyName;
  }

  /** How many bytes an element takes. */
  public int bytes() {
    return bytes;
  }

  /** The type of a numpy name; empty where arrays of it have no form. */
  public static Optional<ElementType> named(String numpyName) {
    return Optional.ofNullable(BY_NAME.get(numpyName));
  }

  boolean isTime() {
    return unitSeconds + unitNanos > 0;
  }

  /** Whether elements are whole numbers that fit 64 bits with a sign. */
  boolean fitsLong() {
    return switch (this) {
      case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32 -> true;
      default -> isTime();
    };
  }

  /** An element as a whole number; times as the number of their units. */
  long longAt(ByteBuffer data, int index) {
    int at = index * bytes;
    return switch (this) {
      case BOOL, UINT8 -> data.get(at) & 0xffL;
      case INT8 -> data.get(at);
      case INT16 -> data.getShort(at);
      case UINT16 -> data.getShort(at) & 0xffffL;
      case INT32 -> data.getInt(at);
      case UINT32 -> data.getInt(at) & 0xffff_ffffL;
      default -> data.getLong(at);
    };
  }

  double doubleAt(ByteBuffer data, int index) {
    int at = index * bytes;
    return switch (this) {
      case FLOAT16 -> Float.float16ToFloat(data.getShort(at));
      case FLOAT32 -> data.getFloat(at);
      default -> data.getDouble(at);
    };
  }

  /**
   * An element as the value that its numpy scalar arrives as.
   *
   * @throws IllegalArgumentException if Python's datetime cannot hold it
   */
  Value valueAt(ByteBuffer data, int index) {
    int at = index * bytes;
    return switch (this) {
      case BOOL -> BoolValue.of(data.get(at) != 0);
      case FLOAT16, FLOAT32, FLOAT64 -> new FloatValue(doubleAt(data, index));
      case COMPLEX64 -> new ComplexValue(data.getFloat(at), data.getFloat(at + Float.BYTES));
      case COMPLEX128 -> new ComplexValue(data.getDouble(at), data.getDouble(at + Double.BYTES));
      case UINT64 -> IntValue.of(new BigInteger(Long.toUnsignedString(data.getLong(at))));
      default -> isTime() ? time(longAt(data, index)) : IntValue.of(longAt(data, index));
    };
  }

  private Value time(long units) {
    if (units == Long.MIN_VALUE) {
      return NoneValue.INSTANCE;
    }
    long perSecond = unitNanos == 0 ? 1 : NANOS_A_SECOND / unitNanos;
    try {
      long seconds =
          unitNanos == 0 ? Math.multiplyExact(units, unitSeconds) : Math.floorDiv(units, perSecond);
      int nanos = unitNanos == 0 ? 0 : (int) (Math.floorMod(units, perSecond) * unitNanos);
      return time(seconds, nanos);
    } catch (ArithmeticException | DateTimeException e) {
      throw new IllegalArgumentException(units + " is no time that Python's datetime has", e);
    }
  }

  private Value time(long seconds, int nanos) {
    if (nanos % 1000 != 0) {
      throw new IllegalArgumentException("it has nanoseconds, which Python's datetime has not");
    }
    if (numpyName.startsWith("timedelta")) {
      return TimeDeltaValue.of(Duration.ofSeconds(seconds, nanos));
    }
    Instant instant = Instant.ofEpochSecond(seconds, nanos);
    return unitSeconds > 1
        ? new DateValue(LocalDate.ofInstant(instant, ZoneOffset.UTC))
        : new DateTimeValue(LocalDateTime.ofInstant(instant, ZoneOffset.UTC), 0, null);
  }
}
