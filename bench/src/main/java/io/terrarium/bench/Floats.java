package io.terrarium.bench;

import java.util.Arrays;
import java.util.List;

/** A million floats, no two alike. */
final class Floats {
  static final int COUNT = 1_000_000;

  private Floats() {}

  static double[] array() {
    var numbers = new double[COUNT];
    Arrays.setAll(numbers, index -> index * 0.5);
    return numbers;
  }

  static List<Double> list() {
    return Arrays.stream(array()).boxed().toList();
  }

  /** Exact: every partial sum fits into a float's 53 bits. */
  static double sum() {
    return 0.5 * COUNT * (COUNT - 1) / 2;
  }
}
