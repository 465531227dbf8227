package io.terrarium.json;

import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times and offsets from UTC as ISO 8601 writes them, to the microsecond. */
final class Clock {
  private static final Pattern OFFSET =
      Pattern.compile("(?:Z|([+-])([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\\.([0-9]{1,6}))?)?)$");

  private Clock() {}

  /** A text that may end with an offset from UTC. */
  record Split(String local, OptionalLong offsetMicroseconds) {}

  /** {@code 12:30:00}, and with {@code .5} where there is a fraction. */
  static String text(LocalTime time) {
    return time.format(DateTimeFormatter.ISO_LOCAL_TIME);
  }

  /** {@code +01:00}, with seconds and a fraction where there are any. */
  static String offsetText(long microseconds) {
    LocalTime size = LocalTime.ofNanoOfDay(Math.abs(microseconds) * 1_000);
    boolean whole = size.toSecondOfDay() % 60 == 0 && size.get(ChronoField.MICRO_OF_SECOND) == 0;
    String text = text(size);
    return (microseconds < 0 ? "-" : "+") + (whole ? text.substring(0, 5) : text);
  }

  /** Takes a text apart into the time on the clock and the offset. */
  static Split split(String text) {
    Matcher offset = OFFSET.matcher(text);
    // The date has dashes too: an offset stands behind the time.
    if (!offset.find() || text.indexOf(':') > offset.start()) {
      return new Split(text, OptionalLong.empty());
    }
    long seconds =
        number(offset.group(2)) * 3600 + number(offset.group(3)) * 60 + number(offset.group(4));
    String fraction = offset.group(5) == null ? "" : offset.group(5);
    long size = seconds * 1_000_000 + number(fraction + "0".repeat(6 - fraction.length()));
    return new Split(
        text.substring(0, offset.start()),
        OptionalLong.of("-".equals(offset.group(1)) ? -size : size));
  }

  private static long number(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }
}
