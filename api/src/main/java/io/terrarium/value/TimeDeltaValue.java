package io.terrarium.value;

import java.time.Duration;

/**
 * A Python {@code datetime.timedelta}, normalised as Python does it: only the days can be negative.
 *
 * @param days -999,999,999 to 999,999,999
 * @param seconds 0 to 86,399
 * @param microseconds 0 to 999,999
 */
public record TimeDeltaValue(long days, int seconds, int microseconds) implements Value {
  private static final long MAX_DAYS = 999_999_999;
  private static final int SECONDS_A_DAY = 86_400;

  /**
   * @throws IllegalArgumentException if a part is out of its range
   */
  public TimeDeltaValue {
    if (days < -MAX_DAYS || days > MAX_DAYS) {
      throw new IllegalArgumentException("a timedelta has at most 999999999 days either way");
    }
    if (seconds < 0 || seconds >= SECONDS_A_DAY) {
      throw new IllegalArgumentException("a timedelta's seconds are within 0 to 86399");
    }
    if (microseconds < 0 || microseconds > 999_999) {
      throw new IllegalArgumentException("a timedelta's microseconds are within 0 to 999999");
    }
  }

  /**
   * The timedelta for a duration, without what is finer than microseconds.
   *
   * @throws IllegalArgumentException if it is longer than 999,999,999 days
   */
  public static TimeDeltaValue of(Duration duration) {
    return new TimeDeltaValue(
        Math.floorDiv(duration.getSeconds(), SECONDS_A_DAY),
        Math.floorMod(duration.getSeconds(), SECONDS_A_DAY),
        duration.getNano() / 1000);
  }

  /** The same length of time. */
  public Duration duration() {
    return Duration.ofSeconds(days * SECONDS_A_DAY + seconds, microseconds * 1000L);
  }

  @Override
  public String typeName() {
    return "timedelta";
  }

  @Override
  public String toString() {
    return Repr.of(this);
  }
}
