package io.terrarium.bench;

import java.util.Locale;

/** Figures as text, with their units. */
final class Format {
  private Format() {}

  static String micros(double micros) {
    return micros < 1000
        ? number(micros < 10 ? "%.1f µs" : "%.0f µs", micros)
        : millis(micros / 1000);
  }

  static String millis(double millis) {
    return number(millis < 10 ? "%.2f ms" : "%.0f ms", millis);
  }

  static String seconds(double seconds) {
    double micros = 1e6 * seconds;
    return micros < 1 ? number("%.0f ns", 1e3 * micros) : micros(micros);
  }

  static String ofSpeed(double speed) {
    return number("%.2f of the speed", speed);
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
