package io.terrarium.bench;

import java.util.List;
import java.util.Optional;

/**
 * One line of the table.
 *
 * @param measure what is measured
 * @param floor what it is measured against; empty where there is nothing
 * @param result what came out
 * @param ratio the one in terms of the other: the median over the rounds, not of the medians
 * @param target what is promised; empty where the figure is there to explain others
 * @param held whether the promise is kept; empty where there is none, or it could not be measured
 */
record Row(
    String measure,
    String floor,
    String result,
    String ratio,
    String target,
    Optional<Boolean> held) {

  /** A figure that explains others. */
  static Row information(String measure, String result) {
    return new Row(measure, "", result, "", "", Optional.empty());
  }

  /** A figure without a floor, held against a target. */
  static Row absolute(String measure, String result, String target, boolean held) {
    return new Row(measure, "", result, "", target, Optional.of(held));
  }

  /** What could not be measured here, and why. */
  static Row notMeasured(String measure, String reason, String target) {
    return new Row(measure, "", "not measured: " + reason, "", target, Optional.empty());
  }

  /** What should have been measured and went wrong. */
  static Row failed(String measure, String reason) {
    return new Row(measure, "", "failed: " + reason, "", "to be measured", Optional.of(false));
  }

  List<String> cells() {
    String verdict = held.map(yes -> yes ? "yes" : "**no**").orElse("");
    return List.of(measure, floor, result, ratio, target, verdict);
  }
}
