package io.terrarium.bench;

import io.terrarium.MapCall;
import io.terrarium.Program;
import io.terrarium.RowOutcomes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * A million rows of one float through a function, against the same loop and its encoding in Python
 * alone; and what the heap is in the middle of many rows.
 */
final class ManyRows implements Measure {
  private static final int ROUNDS = 5;
  private static final int EACH = 3;
  private static final double TO_PYTHON = 1.5;
  private static final int FEW = 100_000;
  private static final long HEAP_TOLERANCE_BYTES = 2 << 20;
  private static final String SOURCE =
      """
      def f(x):
          return x * 2 + 1
      """;

  private final double[] numbers = Floats.array();

  @Override
  public List<Row> take(Ground ground) throws IOException, InterruptedException {
    Program program = ground.sandbox().compile(SOURCE);
    var floors = new ArrayList<double[]>();
    var columns = new ArrayList<Double>();
    var rows = new ArrayList<Double>();
    try (PythonPeer python =
        PythonPeer.start(ground.python().executable(), "rows.py", "" + Floats.COUNT)) {
      python.hear();
      best(() -> mapColumn(program));
      best(() -> mapRows(program));
      for (int i = 0; i < ROUNDS; i++) {
        floors.add(python.ask("" + EACH));
        columns.add(best(() -> mapColumn(program)));
        rows.add(best(() -> mapRows(program)));
      }
    }
    return List.of(
        row("1,000,000 rows of one float through `x * 2 + 1`, a column", floors, 0, columns),
        row("the same as rows, each with its outcome", floors, 1, rows),
        heap(program));
  }

  private double mapColumn(Program program) {
    return program.mapDoubles("f", numbers)[numbers.length - 1];
  }

  private double mapRows(Program program) {
    double last = 0;
    try (RowOutcomes outcomes =
        program.map(
            MapCall.of("f"), Arrays.stream(numbers).mapToObj(it -> io.terrarium.Row.of(it)))) {
      while (outcomes.hasNext()) {
        last = outcomes.next().value().asDouble();
      }
    }
    return last;
  }

  /** The best of a few, in milliseconds: what disturbs makes slower, never quicker. */
  private double best(DoubleSupplier map) {
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < EACH; i++) {
      long began = System.nanoTime();
      double last = map.getAsDouble();
      best = Math.min(best, (System.nanoTime() - began) / 1e6);
      if (last != numbers[numbers.length - 1] * 2 + 1) {
        throw new IllegalStateException("the last row came back as " + last);
      }
    }
    return best;
  }

  private static Row row(String measure, List<double[]> floors, int floor, List<Double> results) {
    var ratios = new ArrayList<Double>();
    for (int i = 0; i < ROUNDS; i++) {
      ratios.add(results.get(i) / (1e3 * floors.get(i)[floor]));
    }
    double ratio = Statistics.median(ratios);
    List<Double> millis = floors.stream().map(times -> 1e3 * times[floor]).toList();
    return new Row(
        measure,
        "Python alone " + Format.millis(Statistics.median(millis)),
        Format.millis(Statistics.median(results)),
        Format.times(ratio),
        "≤ " + Format.times(TO_PYTHON),
        Optional.of(ratio <= TO_PYTHON));
  }

  /** The heap while rows go through, after a hundred thousand of them and after a million. */
  private Row heap(Program program) throws InterruptedException {
    try (RowOutcomes outcomes =
        program.map(
            MapCall.of("f"), Arrays.stream(numbers).mapToObj(it -> io.terrarium.Row.of(it)))) {
      long few = heapAfter(outcomes, FEW);
      // A few batches are still to come, so that there is something in line.
      long many = heapAfter(outcomes, numbers.length - FEW - FEW);
      return new Row(
          "Java heap in the middle of a map",
          "after 100,000 rows " + Format.mebibytes((double) few),
          "after 900,000 rows " + Format.mebibytes((double) many),
          "",
          "no growth",
          Optional.of(many <= few + HEAP_TOLERANCE_BYTES));
    }
  }

  private static long heapAfter(RowOutcomes outcomes, int rows) throws InterruptedException {
    for (int i = 0; i < rows; i++) {
      outcomes.next();
    }
    return Leftovers.heap();
  }
}
