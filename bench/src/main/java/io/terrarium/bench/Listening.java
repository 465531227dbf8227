package io.terrarium.bench;

import io.terrarium.Program;
import io.terrarium.Sandbox;
import io.terrarium.SandboxEvent;
import io.terrarium.Session;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * What it costs a call that somebody listens to its events: two sandboxes, one that nobody listens
 * to and one whose listener counts, in turns.
 */
final class Listening implements Measure {
  private static final int ROUNDS = 21;
  private static final int SESSION_CALLS = 1_000;
  private static final int PRISTINE_CALLS = 70;

  /** What one round showed: microseconds. */
  private record Round(double without, double with) {}

  @Override
  public List<Row> take(Ground ground) throws IOException {
    var heard = new LongAdder();
    try (Sandbox silent = Sandbox.create();
        Sandbox observed =
            Sandbox.builder().listener((SandboxEvent event) -> heard.increment()).create()) {
      Program without = silent.compile(Trivial.SOURCE);
      Program with = observed.compile(Trivial.SOURCE);
      List<Round> pristine =
          rounds(
              () -> without.call(Trivial.FUNCTION, 1),
              () -> with.call(Trivial.FUNCTION, 1),
              PRISTINE_CALLS,
              true);
      try (Session quiet = without.openSession();
          Session told = with.openSession()) {
        List<Round> inSession =
            rounds(
                () -> quiet.call(Trivial.FUNCTION, 1),
                () -> told.call(Trivial.FUNCTION, 1),
                SESSION_CALLS,
                false);
        return List.of(
            row("Session call that somebody listens to, p50", inSession),
            row("Pristine call that somebody listens to, low load, p50", pristine));
      }
    }
  }

  private static List<Round> rounds(
      Timed.Step without, Timed.Step with, int calls, boolean atLowLoad) throws IOException {
    micros(without, calls, atLowLoad);
    micros(with, calls, atLowLoad);
    var rounds = new ArrayList<Round>();
    for (int i = 0; i < ROUNDS; i++) {
      rounds.add(new Round(micros(without, calls, atLowLoad), micros(with, calls, atLowLoad)));
    }
    return rounds;
  }

  private static double micros(Timed.Step step, int calls, boolean atLowLoad) throws IOException {
    return Statistics.median(Timed.micros(calls, step, atLowLoad));
  }

  private static Row row(String measure, List<Round> rounds) {
    double without = Statistics.median(rounds.stream().map(Round::without).toList());
    double with = Statistics.median(rounds.stream().map(Round::with).toList());
    double ratio =
        Statistics.median(rounds.stream().map(one -> one.with() / one.without()).toList());
    return new Row(
        measure,
        "nobody listens " + Format.micros(without),
        Format.micros(with),
        Format.times(ratio),
        "",
        Optional.empty());
  }
}
