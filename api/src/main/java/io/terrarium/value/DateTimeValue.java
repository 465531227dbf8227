package io.terrarium.value;

import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A Python {@code datetime.datetime}.
 *
 * @param dateTime the date and time on the clock's face: years 1 to 9999, whole microseconds
 * @param fold 1 for the second of two equal times when clocks go back, else 0
 * @param zone its time zone; null for a naive datetime
 */
public record DateTimeValue(LocalDateTime dateTime, int fold, @Nullable TimeZoneValue zone)
    implements Value {
  /**
   * @throws IllegalArgumentException if the year is outside 1 to 9999, the time is finer than
   *     microseconds, or the fold is neither 0 nor 1
   */
  public DateTimeValue {
    Temporals.requireYear(dateTime.getYear());
    Temporals.requireMicroseconds(dateTime.toLocalTime());
    Temporals.requireFold(fold);
  }

  @Override
  public String typeName() {
    return "datetime";
  }

  @Override
  public String toString() {
    return Repr.of(this);
  }
}
