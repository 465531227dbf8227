package io.terrarium.config;

import java.time.Duration;

/** What holds of a number, said in the words that {@link Section} knows. */
final class Ranges {
  private Ranges() {}

  static void check(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " is " + value + ": it has to be from " + least + " to " + most);
    }
  }

  static void check(String name, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          name + " is " + value + ": it has to be from " + words(least) + " to " + words(most));
    }
  }

  private static String words(Duration duration) {
    long milliseconds = duration.toMillis();
    if (milliseconds != 0 && milliseconds % 86_400_000 == 0) {
      return duration.toDays() + " d";
    }
    if (milliseconds != 0 && milliseconds % 3_600_000 == 0) {
      return duration.toHours() + " h";
    }
    return milliseconds % 1000 == 0 ? duration.toSeconds() + " s" : milliseconds + " ms";
  }
}
