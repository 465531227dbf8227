package io.terrarium.engine.wasm;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransitionRule;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.regex.Pattern;

/**
 * What a zone's times are called for short. Java knows the names of today's alone, {@code CET} and
 * {@code CEST}: other offsets that the zone had, and those that have no name in English, are called
 * by their number, as the time zone database does with many.
 *
 * @param standard the offset of its standard time, and what that is called
 * @param daylight the same of its summer time
 */
record ZoneNames(Named standard, Named daylight) {
  /** What times are called that were told by the sun. */
  static final String LOCAL_MEAN_TIME = "LMT";

  /** When no zone knows but its rules for every year. */
  static final Instant LATER = Instant.parse("2100-01-01T00:00:00Z");

  private static final Pattern LETTERS = Pattern.compile("[A-Za-z]{3,6}");

  /** A name, and the offset that it is for. */
  record Named(ZoneOffset offset, String name) {}

  /** Those of a zone. */
  static ZoneNames of(ZoneId zone) {
    ZoneRules rules = zone.getRules();
    ZoneOffset standard = rules.getStandardOffset(LATER);
    ZoneOffset daylight =
        rules.getTransitionRules().stream()
            .map(ZoneOffsetTransitionRule::getOffsetAfter)
            .filter(offset -> !offset.equals(standard))
            .findFirst()
            .orElseGet(() -> ZoneOffset.ofTotalSeconds(standard.getTotalSeconds() + 3600));
    return new ZoneNames(named(zone, standard, false), named(zone, daylight, true));
  }

  private static Named named(ZoneId zone, ZoneOffset offset, boolean isDaylight) {
    String name =
        TimeZone.getTimeZone(zone).getDisplayName(isDaylight, TimeZone.SHORT, Locale.ENGLISH);
    return new Named(offset, LETTERS.matcher(name).matches() ? name : number(offset));
  }

  /** The name of times with an offset. */
  String of(ZoneOffset offset, boolean isDaylight) {
    Named named = isDaylight ? daylight : standard;
    return named.offset.equals(offset) ? named.name : number(offset);
  }

  /** {@code +03}, {@code -0330}. */
  private static String number(ZoneOffset offset) {
    int seconds = Math.abs(offset.getTotalSeconds());
    List<Integer> parts = List.of(seconds / 3600, seconds / 60 % 60, seconds % 60);
    int shown = parts.get(2) != 0 ? 3 : parts.get(1) != 0 ? 2 : 1;
    var number = new StringBuilder(offset.getTotalSeconds() < 0 ? "-" : "+");
    parts.subList(0, shown).forEach(part -> number.append("%02d".formatted(part)));
    return number.toString();
  }
}
