package io.terrarium.bench;

import io.terrarium.Program;
import io.terrarium.Session;
import io.terrarium.value.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A million floats in and their sum out, against marshal, a socket pair and sum in Python alone.
 */
final class ManyFloats implements Measure {
  private static final int ROUNDS = 5;
  private static final int EACH = 5;
  private static final double TO_PYTHON = 3;
  private static final String SOURCE =
      """
      def total(numbers):
          return sum(numbers)
      """;

  private final List<Double> numbers = Floats.list();

  @Override
  public List<Row> take(Ground ground) throws IOException {
    Program program = ground.sandbox().compile(SOURCE);
    var floors = new ArrayList<Double>();
    var pristine = new ArrayList<Double>();
    var inSession = new ArrayList<Double>();
    try (PythonPeer python =
            PythonPeer.start(ground.python().executable(), "floats.py", "" + Floats.COUNT);
        Session session = program.openSession()) {
      python.hear();
      Supplier<Value> call = () -> program.call("total", numbers);
      Supplier<Value> sessionCall = () -> session.call("total", numbers);
      round(call);
      round(sessionCall);
      for (int i = 0; i < ROUNDS; i++) {
        floors.add(1e3 * Statistics.median(python.ask("" + EACH)));
        pristine.add(round(call));
        inSession.add(round(sessionCall));
      }
    }
    return List.of(
        row("1,000,000 floats in as a list, sum out, pristine", floors, pristine, true),
        row("the same in a session", floors, inSession, false));
  }

  /** The median of a few, in milliseconds. */
  private static double round(Supplier<Value> call) {
    var millis = new double[EACH];
    for (int i = 0; i < EACH; i++) {
      long began = System.nanoTime();
      double sum = call.get().asDouble();
      millis[i] = (System.nanoTime() - began) / 1e6;
      if (sum != Floats.sum()) {
        throw new IllegalStateException("the sum of a million floats came back as " + sum);
      }
    }
    return Statistics.median(millis);
  }

  private static Row row(
      String measure, List<Double> floors, List<Double> results, boolean promised) {
    var ratios = new ArrayList<Double>();
    for (int i = 0; i < ROUNDS; i++) {
      ratios.add(results.get(i) / floors.get(i));
    }
    double ratio = Statistics.median(ratios);
    return new Row(
        measure,
        "Python alone " + Format.millis(Statistics.median(floors)),
        Format.millis(Statistics.median(results)),
        Format.times(ratio),
        promised ? "≤ " + Format.times(TO_PYTHON) : "",
        promised ? Optional.of(ratio <= TO_PYTHON) : Optional.empty());
  }
}
