package io.terrarium.bench;

import java.util.Arrays;
import java.util.List;

/** What is made of many figures. */
final class Statistics {
  private Statistics() {}

  static double median(List<Double> numbers) {
    return median(numbers.stream().mapToDouble(Double::doubleValue).toArray());
  }

  static double median(double[] numbers) {
    return percentile(numbers, 50);
  }

  /** The smallest number that so many of a hundred do not exceed; of two middle ones the mean. */
  static double percentile(double[] numbers, double percent) {
    double[] sorted = numbers.clone();
    Arrays.sort(sorted);
    double place = sorted.length * percent / 100;
    int above = Math.clamp((long) Math.ceil(place), 1, sorted.length);
    boolean between = place == above && above < sorted.length;
    return between ? (sorted[above - 1] + sorted[above]) / 2 : sorted[above - 1];
  }
}
