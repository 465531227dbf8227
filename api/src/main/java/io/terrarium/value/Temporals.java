package io.terrarium.value;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/** Dates, times and durations: what they must be, and how they become Java's. */
final class Temporals {
  static final long MICROSECONDS_A_DAY = 86_400_000_000L;

  private static final long MICROSECONDS_A_SECOND = 1_000_000;

  private Temporals() {}

  static void requireYear(int year) {
    if (year < 1 || year > 9999) {
      throw new IllegalArgumentException("Python has the years 1 to 9999, not " + year);
    }
  }

  static void requireMicroseconds(LocalTime time) {
    if (time.toNanoOfDay() % 1000 != 0) {
      throw new IllegalArgumentException("Python's times have whole microseconds");
    }
  }

  static void requireFold(int fold) {
    if (fold != 0 && fold != 1) {
      throw new IllegalArgumentException("a fold is 0 or 1");
    }
  }

  static LocalDate toLocalDate(Value value, Trail trail) {
    if (Scalars.plain(value) instanceof DateValue(LocalDate date)) {
      return date;
    }
    throw trail.misfit(value, "LocalDate");
  }

  static LocalTime toLocalTime(Value value, Trail trail) {
    if (!(Scalars.plain(value) instanceof TimeValue(LocalTime time, _, var zone))) {
      throw trail.misfit(value, "LocalTime");
    }
    if (zone != null) {
      throw trail.misfit(value, "LocalTime", "it has a time zone, which would be lost");
    }
    return time;
  }

  static LocalDateTime toLocalDateTime(Value value, Trail trail) {
    if (!(Scalars.plain(value) instanceof DateTimeValue(LocalDateTime dateTime, _, var zone))) {
      throw trail.misfit(value, "LocalDateTime");
    }
    if (zone != null) {
      throw trail.misfit(
          value, "LocalDateTime", "it has a time zone, so ask for an OffsetDateTime or an Instant");
    }
    return dateTime;
  }

  static OffsetDateTime toOffsetDateTime(Value value, Trail trail) {
    DateTimeValue dateTime = aware(value, "OffsetDateTime", trail);
    long offset = offset(dateTime, value, "OffsetDateTime", trail);
    return OffsetDateTime.of(
        dateTime.dateTime(), zoneOffset(offset, value, "OffsetDateTime", trail));
  }

  static ZonedDateTime toZonedDateTime(Value value, Trail trail) {
    DateTimeValue dateTime = aware(value, "ZonedDateTime", trail);
    if (!(dateTime.zone() instanceof TimeZoneValue.Region(String key, var pythonOffset))) {
      return toOffsetDateTime(value, trail).toZonedDateTime();
    }
    ZoneId region = region(key, value, "ZonedDateTime", trail);
    ZoneOffset preferred =
        pythonOffset == null ? null : zoneOffset(pythonOffset, value, "ZonedDateTime", trail);
    ZonedDateTime zoned = ZonedDateTime.ofLocal(dateTime.dateTime(), region, preferred);
    if (preferred != null) {
      return zoned;
    }
    return dateTime.fold() == 1 ? zoned.withLaterOffsetAtOverlap() : zoned;
  }

  static Instant toInstant(Value value, Trail trail) {
    DateTimeValue dateTime = aware(value, "Instant", trail);
    long offset = offset(dateTime, value, "Instant", trail);
    return dateTime
        .dateTime()
        .toInstant(ZoneOffset.UTC)
        .minusSeconds(Math.floorDiv(offset, MICROSECONDS_A_SECOND))
        .minusNanos(Math.floorMod(offset, MICROSECONDS_A_SECOND) * 1000);
  }

  static Duration toDuration(Value value, Trail trail) {
    if (Scalars.plain(value) instanceof TimeDeltaValue delta) {
      return delta.duration();
    }
    throw trail.misfit(value, "Duration");
  }

  private static DateTimeValue aware(Value value, String javaType, Trail trail) {
    if (!(Scalars.plain(value) instanceof DateTimeValue dateTime)) {
      throw trail.misfit(value, javaType);
    }
    if (dateTime.zone() == null) {
      throw trail.misfit(value, javaType, "it has no time zone, so ask for a LocalDateTime");
    }
    return dateTime;
  }

  /**
   * How far ahead of UTC, in microseconds: Python's word, or else what Java knows of the region.
   */
  private static long offset(DateTimeValue dateTime, Value value, String javaType, Trail trail) {
    return switch (dateTime.zone()) {
      case null -> throw new IllegalArgumentException("a datetime without a time zone");
      case TimeZoneValue.Offset(long microseconds, _) -> microseconds;
      case TimeZoneValue.Region(String key, @Nullable Long microseconds) ->
          microseconds != null
              ? microseconds
              : offset(dateTime, region(key, value, javaType, trail));
    };
  }

  private static long offset(DateTimeValue dateTime, ZoneId region) {
    ZonedDateTime earlier = ZonedDateTime.of(dateTime.dateTime(), region);
    ZonedDateTime zoned = dateTime.fold() == 1 ? earlier.withLaterOffsetAtOverlap() : earlier;
    return zoned.getOffset().getTotalSeconds() * MICROSECONDS_A_SECOND;
  }

  private static ZoneId region(String key, Value value, String javaType, Trail trail) {
    try {
      return ZoneId.of(key);
    } catch (DateTimeException e) {
      throw trail.misfit(value, javaType, "Java has no time zone " + Repr.ofKey(new StrValue(key)));
    }
  }

  private static ZoneOffset zoneOffset(
      long microseconds, Value value, String javaType, Trail trail) {
    long seconds = microseconds / MICROSECONDS_A_SECOND;
    if (microseconds % MICROSECONDS_A_SECOND != 0
        || Math.abs(seconds) > ZoneOffset.MAX.getTotalSeconds()) {
      throw trail.misfit(
          value,
          javaType,
          "its offset is not a whole number of seconds within 18 hours, so ask for an Instant");
    }
    return ZoneOffset.ofTotalSeconds((int) seconds);
  }
}
