package io.terrarium.value;

import org.jspecify.annotations.Nullable;

/** The time zone of a Python datetime or time. */
public sealed interface TimeZoneValue {
  /** {@code datetime.timezone.utc}. */
  TimeZoneValue UTC = new Offset(0, null);

  /**
   * A fixed offset: Python's {@code datetime.timezone}, or what any other {@code tzinfo} said.
   *
   * @param microseconds ahead of UTC; strictly within a day either way
   * @param name what Python calls it, if it has a name of its own
   */
  record Offset(long microseconds, @Nullable String name) implements TimeZoneValue {
    /**
     * @throws IllegalArgumentException if the offset is a day or more, or the name has an unpaired
     *     surrogate
     */
    public Offset {
      requireOffset(microseconds);
      Names.requireNullableText(name);
    }
  }

  /**
   * A region of the time zone database: Python's {@code zoneinfo.ZoneInfo}.
   *
   * @param key its name: {@code Europe/Zurich}
   * @param offsetMicroseconds how far Python said that it is ahead of UTC at that time, if it did
   */
  record Region(String key, @Nullable Long offsetMicroseconds) implements TimeZoneValue {
    /**
     * @throws IllegalArgumentException if the offset is a day or more, or the key is empty or has
     *     an unpaired surrogate
     */
    public Region {
      Names.require(key, "the time zone");
      if (offsetMicroseconds != null) {
        requireOffset(offsetMicroseconds);
      }
    }
  }

  private static void requireOffset(long microseconds) {
    if (microseconds <= -Temporals.MICROSECONDS_A_DAY
        || microseconds >= Temporals.MICROSECONDS_A_DAY) {
      throw new IllegalArgumentException("the offset of a time zone is less than a day");
    }
  }
}
