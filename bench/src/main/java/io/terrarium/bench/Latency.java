package io.terrarium.bench;

import io.terrarium.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The echo, a session's call and a pristine call, in turns, from one platform thread.
 *
 * <p>Sessions and echo go on one call after the other. A session looks for the next call before it
 * sleeps, and its caller for the answer; the echo sleeps on both sides, as blocking sockets do.
 * Pristine calls come at low load ({@link Timed}). The echo they are held against is the fast one,
 * without pauses; the one with the same pauses stands beside it.
 */
final class Latency implements Measure {
  private static final int ROUNDS = 7;
  private static final int IN_A_ROW = 4000;
  private static final int PACED = 300;

  /** After so many the virtual machine has compiled what is measured, of the echo as of calls. */
  private static final int WARM_UP = 10 * IN_A_ROW;

  /** The same for pristine calls, of which each takes longer. */
  private static final int PRISTINE_WARM_UP = 3000;

  private static final double PRISTINE_OVER_ECHO_MICROS = 150;
  private static final double PRISTINE_P99_MICROS = 5000;
  private static final double SESSION_TO_ECHO = 1.5;

  /** What one round showed: microseconds. */
  private record Round(
      double echo,
      double ownSessionEcho,
      double session,
      double pacedEcho,
      double pristine,
      double pristineSlow) {}

  @Override
  public List<Row> take(Ground ground) throws IOException {
    Path python = ground.python().executable();
    try (Echo echo = Echo.start(python);
        Echo ownSessionEcho = Echo.startInOwnSession(python);
        Session session = ground.program().openSession()) {
      Timed.Step pristine = () -> ground.program().call(Trivial.FUNCTION, 1);
      Timed.Step inSession = () -> session.call(Trivial.FUNCTION, 1);
      Timed.micros(WARM_UP, echo::once, false);
      Timed.micros(WARM_UP, ownSessionEcho::once, false);
      Timed.micros(WARM_UP, inSession, false);
      Timed.micros(PRISTINE_WARM_UP, pristine, false);
      var rounds = new ArrayList<Round>();
      for (int i = 0; i < ROUNDS; i++) {
        rounds.add(round(echo, ownSessionEcho, inSession, pristine));
      }
      return rows(rounds);
    }
  }

  private static Round round(
      Echo echo, Echo ownSessionEcho, Timed.Step inSession, Timed.Step pristine)
      throws IOException {
    double[] echoes = Timed.micros(IN_A_ROW, echo::once, false);
    double[] ownSessionEchoes = Timed.micros(IN_A_ROW, ownSessionEcho::once, false);
    double[] sessions = Timed.micros(IN_A_ROW, inSession, false);
    double[] pacedEchoes = Timed.micros(PACED, echo::once, true);
    double[] pristines = Timed.micros(PACED, pristine, true);
    return new Round(
        Statistics.median(echoes),
        Statistics.median(ownSessionEchoes),
        Statistics.median(sessions),
        Statistics.median(pacedEchoes),
        Statistics.median(pristines),
        Statistics.percentile(pristines, 99));
  }

  private static List<Row> rows(List<Round> rounds) {
    String echo = Format.micros(median(rounds.stream().map(Round::echo).toList()));
    double session = median(rounds.stream().map(Round::session).toList());
    double pristine = median(rounds.stream().map(Round::pristine).toList());
    double slow = median(rounds.stream().map(Round::pristineSlow).toList());
    double over = median(rounds.stream().map(one -> one.pristine() - one.echo()).toList());
    double overPaced =
        median(rounds.stream().map(one -> one.pristine() - one.pacedEcho()).toList());
    double ratio = median(rounds.stream().map(one -> one.session() / one.echo()).toList());
    double pacedEcho = median(rounds.stream().map(Round::pacedEcho).toList());
    double ownSessionEcho = median(rounds.stream().map(Round::ownSessionEcho).toList());
    double ownSessionRatio =
        median(rounds.stream().map(one -> one.session() / one.ownSessionEcho()).toList());
    return List.of(
        new Row(
            "`Program.call`, pristine worker, low load, p50",
            "echo " + echo,
            Format.micros(pristine),
            "echo + " + Format.micros(over),
            "≤ echo + " + Format.micros(PRISTINE_OVER_ECHO_MICROS),
            Optional.of(over <= PRISTINE_OVER_ECHO_MICROS)),
        new Row(
            "the same against an echo with the same pauses",
            "echo " + Format.micros(pacedEcho),
            Format.micros(pristine),
            "echo + " + Format.micros(overPaced),
            "",
            Optional.empty()),
        Row.absolute(
            "`Program.call`, pristine worker, low load, p99",
            Format.micros(slow),
            "≤ 5 ms",
            slow <= PRISTINE_P99_MICROS),
        new Row(
            "`Session.call`, p50",
            "echo " + echo,
            Format.micros(session),
            Format.times(ratio),
            "≤ " + Format.times(SESSION_TO_ECHO),
            Optional.of(ratio <= SESSION_TO_ECHO)),
        new Row(
            "the same against an echo whose peer has a session of its own, as workers have",
            "echo " + Format.micros(ownSessionEcho),
            Format.micros(session),
            Format.times(ownSessionRatio),
            "",
            Optional.empty()));
  }

  private static double median(List<Double> numbers) {
    return Statistics.median(numbers);
  }
}
