package io.terrarium.value;

import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/**
 * A Python {@code datetime.time}.
 *
 * @param time the time of day, in whole microseconds
 * @param fold 1 for the second of two equal times when clocks go back, else 0
 * @param zone its time zone, if it has one
 */
public record TimeValue(LocalTime time, int fold, @Nullable TimeZoneValue zone) implements Value {
  /**
   * @throws IllegalArgumentException if the time is finer than microseconds, or the fold is neither
   *     0 nor 1
   */
  public TimeValue {
    Temporals.requireMicroseconds(time);
    Temporals.requireFold(fold);
  }

  @Override
  public String typeName() {
    return "time";
  }

  @Override
  public String toString() {
    return Repr.of(this);
  }
}
