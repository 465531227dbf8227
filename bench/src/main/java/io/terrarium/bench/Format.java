package io.terrarium.bench;

import java.util.Locale;

/** Figures as text, with their units. */
final class Format {
  private Format() {}

  static String micros(double micros) {
    return micros < 1000 ? number("%.0f µs", micros) : millis(micros / 1000);
  }

  static String millis(double millis) {
    return number(millis < 10 ? "%.2f ms" : "%.0f ms", millis);
  }

  static String times(double ratio) {
    return number("%.2f ×", ratio);
  }

  static String perSecond(double rate) {
    return number("%.0f/s", rate);
  }

  static String mebibytes(double bytes) {
    return number("%.1f MiB", bytes / (1 << 20));
  }

  private static String number(String format, double number) {
    return String.format(Locale.ROOT, format, number);
  }
}
