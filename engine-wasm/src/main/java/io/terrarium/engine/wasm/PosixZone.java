package io.terrarium.engine.wasm;

import java.time.DayOfWeek;
import java.time.Month;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransitionRule;
import java.time.zone.ZoneRules;
import java.util.List;

/**
 * What goes on for ever in a zone, in the notation of POSIX ({@code CET-1CEST,M3.5.0,M10.5.0/3}),
 * with hours from -167 to 167 as RFC 8536 allows.
 */
final class PosixZone {
  private static final int DAY_SECONDS = 24 * 3600;
  private static final int DAYS_IN_WEEK = 7;
  private static final int LAST_WEEK = 5;
  private static final int LAST_DAY = -1;

  private PosixZone() {}

  static String of(ZoneRules rules, ZoneNames names) {
    List<ZoneOffsetTransitionRule> yearly = rules.getTransitionRules();
    if (yearly.isEmpty()) {
      ZoneOffset offset = rules.getOffset(ZoneNames.LATER);
      return named(names.of(offset, false), offset);
    }
    if (yearly.size() != 2) {
      throw new IllegalStateException("%d rules for a year: %s".formatted(yearly.size(), yearly));
    }
    boolean firstIsDaylight = isDaylight(yearly.getFirst());
    ZoneOffsetTransitionRule toDaylight = yearly.get(firstIsDaylight ? 0 : 1);
    ZoneOffsetTransitionRule toStandard = yearly.get(firstIsDaylight ? 1 : 0);
    ZoneOffset standard = toStandard.getOffsetAfter();
    ZoneOffset daylight = toDaylight.getOffsetAfter();
    return named(names.of(standard, false), standard)
        + named(names.of(daylight, true), daylight)
        + ","
        + moment(toDaylight)
        + ","
        + moment(toStandard);
  }

  private static boolean isDaylight(ZoneOffsetTransitionRule rule) {
    return rule.getOffsetAfter().getTotalSeconds() > rule.getOffsetBefore().getTotalSeconds();
  }

  /** The sign is the other way round: what has to be added to get to universal time. */
  private static String named(String name, ZoneOffset offset) {
    boolean isPlain = name.chars().allMatch(Character::isLetter);
    return (isPlain ? name : "<" + name + ">") + time(-offset.getTotalSeconds());
  }

  /** When it is, as the clocks of the zone show it until then. */
  private static String moment(ZoneOffsetTransitionRule rule) {
    int seconds =
        (rule.isMidnightEndOfDay() ? DAY_SECONDS : rule.getLocalTime().toSecondOfDay())
            + shift(rule);
    Month month = rule.getMonth();
    int day = rule.getDayOfMonthIndicator();
    if (day == month.minLength() - DAYS_IN_WEEK + 1 && month.minLength() == month.maxLength()) {
      day = LAST_DAY;
    }
    DayOfWeek dayOfWeek = rule.getDayOfWeek();
    if (dayOfWeek == null) {
      throw new IllegalStateException("a rule for a day of a month: " + rule);
    }
    // On that day of the week or after the day: a whole number of weeks into the month, and the
    // rest in hours. Or before it, counted from the month's end.
    int rest = day > 0 ? (day - 1) % DAYS_IN_WEEK : day + 1;
    int week = day > 0 ? (day - 1) / DAYS_IN_WEEK + 1 : LAST_WEEK;
    DayOfWeek counted = dayOfWeek.minus(rest);
    return "M%d.%d.%d/%s"
        .formatted(
            month.getValue(),
            week,
            counted.getValue() % DAYS_IN_WEEK,
            time(seconds + rest * DAY_SECONDS));
  }

  /** What its own kind of clock is behind the one on the wall. */
  private static int shift(ZoneOffsetTransitionRule rule) {
    int before = rule.getOffsetBefore().getTotalSeconds();
    return switch (rule.getTimeDefinition()) {
      case WALL -> 0;
      case UTC -> before;
      case STANDARD -> before - rule.getStandardOffset().getTotalSeconds();
    };
  }

  private static String time(int seconds) {
    int size = Math.abs(seconds);
    String sign = seconds < 0 ? "-" : "";
    String rest = size % 3600 == 0 ? "" : ":%02d".formatted(size / 60 % 60);
    String last = size % 60 == 0 ? "" : ":%02d".formatted(size % 60);
    return sign + size / 3600 + rest + last;
  }
}
