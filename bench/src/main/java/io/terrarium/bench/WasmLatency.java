package io.terrarium.bench;

import io.terrarium.Limits;
import io.terrarium.Program;
import io.terrarium.Sandbox;
import io.terrarium.Session;
import io.terrarium.spi.ProgramKind;
import io.terrarium.spi.Worker;
import io.terrarium.spi.WorkerFactory;
import io.terrarium.spi.WorkerLimits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Calls in instances of the engine {@code wasm}: in sessions, in turns with those of the engine
 * {@code cpython}; in pristine ones that were made ahead of need; and what making one takes.
 */
final class WasmLatency implements Measure {
  private static final int ROUNDS = 5;
  private static final int IN_A_ROW = 1000;
  private static final int PACED = 40;
  private static final int MADE = 20;

  /** Enough for an instance to be made and rehearsed meanwhile. */
  private static final long PAUSE_NANOS = 25_000_000;

  private static final double SESSION_TO_CPYTHON = 3;
  private static final double PRISTINE_MICROS = 3_000;
  private static final double FRESH_MICROS = 25_000;

  /** What one round showed: microseconds. */
  private record Round(
      double cpython,
      double session,
      double pristine,
      double pristineSlow,
      double fresh,
      double rehearsed) {}

  @Override
  public List<Row> take(Ground ground) throws IOException {
    try (Sandbox sandbox = Wasm.sandbox();
        WorkerFactory factory = Wasm.engine().open(sandbox.settings());
        Session cpython = ground.program().openSession()) {
      Program program = sandbox.compile(Trivial.SOURCE);
      try (Session session = program.openSession()) {
        var rounds = new ArrayList<Round>();
        // The first two are to get everything compiled.
        for (int i = -2; i < ROUNDS; i++) {
          Round round = round(cpython, session, program, factory);
          if (i >= 0) {
            rounds.add(round);
          }
        }
        return rows(rounds);
      }
    }
  }

  private static Round round(
      Session cpython, Session session, Program program, WorkerFactory factory) throws IOException {
    double[] floor = Timed.micros(IN_A_ROW, () -> cpython.call(Trivial.FUNCTION, 1), false);
    double[] sessions = Timed.micros(IN_A_ROW, () -> session.call(Trivial.FUNCTION, 1), false);
    double[] pristines =
        Timed.microsAfterPauses(PACED, () -> program.call(Trivial.FUNCTION, 1), PAUSE_NANOS);
    return new Round(
        Statistics.median(floor),
        Statistics.median(sessions),
        Statistics.median(pristines),
        Statistics.percentile(pristines, 99),
        Statistics.median(making(factory, false)),
        Statistics.median(making(factory, true)));
  }

  /** How long it takes to make instances, in microseconds. */
  private static double[] making(WorkerFactory factory, boolean aheadOfNeed) {
    var limits = new WorkerLimits(Limits.DEFAULT.memoryBytes(), Limits.DEFAULT.cpuTime());
    var micros = new double[MADE];
    for (int i = 0; i < MADE; i++) {
      long began = System.nanoTime();
      Worker worker = factory.spawn(ProgramKind.DEFAULT, limits, aheadOfNeed);
      micros[i] = (System.nanoTime() - began) / 1e3;
      worker.kill();
      worker.exit().join();
    }
    return micros;
  }

  private static List<Row> rows(List<Round> rounds) {
    double session = median(rounds.stream().map(Round::session).toList());
    double ratio = median(rounds.stream().map(one -> one.session() / one.cpython()).toList());
    double pristine = median(rounds.stream().map(Round::pristine).toList());
    double fresh = median(rounds.stream().map(Round::fresh).toList());
    return List.of(
        Row.absolute(
            "`Program.call`, instance made ahead, low load, p50",
            Format.micros(pristine),
            "≤ 3 ms",
            pristine <= PRISTINE_MICROS),
        Row.information(
            "the same, p99",
            Format.micros(median(rounds.stream().map(Round::pristineSlow).toList()))),
        Row.absolute(
            "A fresh instance, p50", Format.micros(fresh), "≤ 25 ms", fresh <= FRESH_MICROS),
        Row.information(
            "the same with the rehearsal of one made ahead",
            Format.micros(median(rounds.stream().map(Round::rehearsed).toList()))),
        new Row(
            "`Session.call`, p50",
            "`cpython` " + Format.micros(median(rounds.stream().map(Round::cpython).toList())),
            Format.micros(session),
            Format.times(ratio),
            "≤ " + Format.times(SESSION_TO_CPYTHON),
            Optional.of(ratio <= SESSION_TO_CPYTHON)));
  }

  private static double median(List<Double> numbers) {
    return Statistics.median(numbers);
  }
}
