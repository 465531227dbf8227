package io.terrarium.bench;

import io.terrarium.Call;
import io.terrarium.HostFunction;
import io.terrarium.Limits;
import io.terrarium.Session;
import io.terrarium.Source;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A host call and back, from a program that does nothing else, against the echo. */
final class HostCallTrips implements Measure {
  private static final int ROUNDS = 7;
  private static final int IN_A_ROW = 4000;
  private static final String SOURCE =
      """
      def many(count):
          for number in range(count):
              same(number)
      """;

  @Override
  public List<Row> take(Ground ground) throws IOException {
    var source =
        Source.of(SOURCE).withHostFunction(HostFunction.of("same", arguments -> arguments.get(0)));
    Call many = Call.of("many", IN_A_ROW).withLimits(Limits.DEFAULT.withHostCalls(IN_A_ROW));
    try (Echo echo = Echo.start(ground.python().executable());
        Session session = ground.sandbox().compile(source).openSession()) {
      Timed.Step calls = () -> session.invoke(many).orElseThrow();
      Timed.micros(IN_A_ROW, echo::once, false);
      Timed.micros(3, calls, false);
      var echoes = new ArrayList<Double>();
      var trips = new ArrayList<Double>();
      var ratios = new ArrayList<Double>();
      for (int i = 0; i < ROUNDS; i++) {
        double one = Statistics.median(Timed.micros(IN_A_ROW, echo::once, false));
        double trip = Timed.micros(1, calls, false)[0] / IN_A_ROW;
        echoes.add(one);
        trips.add(trip);
        ratios.add(trip / one);
      }
      return List.of(
          new Row(
              "A host call and back, in a session, mean",
              "echo " + Format.micros(Statistics.median(echoes)),
              Format.micros(Statistics.median(trips)),
              Format.times(Statistics.median(ratios)),
              "",
              Optional.empty()));
    }
  }
}
