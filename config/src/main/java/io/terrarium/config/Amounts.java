package io.terrarium.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations and sizes as people type them: a number and its unit, {@code 5s} or {@code 256MiB}. */
public final class Amounts {
  private static final Pattern NUMBER_AND_UNIT =
      Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{1,9})?) *([a-zA-Zµ]*)");

  private static final Map<String, Long> NANOSECONDS =
      Map.of(
          "us", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "min", 60_000_000_000L,
          "h", 3_600_000_000_000L);

  private static final Map<String, Long> BYTES =
      Map.of(
          "b", 1L,
          "kib", 1L << 10,
          "mib", 1L << 20,
          "gib", 1L << 30,
          "tib", 1L << 40,
          "kb", 1_000L,
          "mb", 1_000_000L,
          "gb", 1_000_000_000L,
          "tb", 1_000_000_000_000L);

  private Amounts() {}

  /**
   * A duration: {@code 500ms}, {@code 5s}, {@code 2m}, {@code 1h}.
   *
   * @throws IllegalArgumentException with a message for whoever typed it
   */
  public static Duration duration(String text) {
    return Duration.ofNanos(
        amount(
            text,
            NANOSECONDS,
            "is no duration: write a number and its unit, such as 500ms, 5s or 2m"));
  }

  /**
   * A size in bytes: {@code 64KiB}, {@code 256MiB}, {@code 1GB}.
   *
   * @throws IllegalArgumentException with a message for whoever typed it
   */
  public static long bytes(String text) {
    return amount(
        text, BYTES, "is no size: write a number and its unit, such as 64KiB, 256MiB or 1GiB");
  }

  private static long amount(String text, Map<String, Long> units, String problem) {
    Matcher matcher = NUMBER_AND_UNIT.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + text + "' " + problem);
    }
    Long unit = units.get(matcher.group(2).toLowerCase(Locale.ROOT));
    if (unit == null) {
      throw new IllegalArgumentException("'" + text + "' " + problem);
    }
    BigDecimal amount = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit));
    if (amount.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw new IllegalArgumentException("'" + text + "' is more than any limit may be");
    }
    return amount.setScale(0, RoundingMode.HALF_UP).longValue();
  }
}
