package io.terrarium.bench;

import io.terrarium.IsolationExtra;
import io.terrarium.IsolationReport;
import io.terrarium.Program;
import io.terrarium.Sandbox;
import io.terrarium.SandboxSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the isolation beyond the floor costs a pristine call: two sandboxes, one without it and one
 * with all that this machine grants, in turns; and how long their jails take to set up.
 */
final class Extras implements Measure {
  /** Short and many: what they differ by is less than a machine's moods. */
  private static final int ROUNDS = 21;

  private static final int CALLS = 70;
  private static final int STARTS = 7;
  private static final double TARGET = 1.1;
  private static final double SET_UP_TARGET_MILLIS = 20;

  /** What one round showed: microseconds. */
  private record Round(double without, double with) {}

  @Override
  public List<Row> take(Ground ground) throws IOException {
    try (Sandbox floor = sandbox(IsolationExtra.Use.OFF);
        Sandbox whole = sandbox(IsolationExtra.Use.WHERE_GRANTED)) {
      Program without = floor.compile(Trivial.SOURCE);
      Program with = whole.compile(Trivial.SOURCE);
      List<Round> atLowLoad = rounds(without, with, true);
      List<Round> inARow = rounds(without, with, false);
      return List.of(
          row("Pristine call with " + granted(whole) + ", low load, p50", atLowLoad, true),
          row("the same, one call after the other", inARow, false),
          setUp());
    }
  }

  private static Sandbox sandbox(IsolationExtra.Use use) {
    SandboxSettings.Builder settings = SandboxSettings.builder();
    for (IsolationExtra extra : IsolationExtra.values()) {
      settings.extra(extra, use);
    }
    return settings.create();
  }

  private static String granted(Sandbox sandbox) {
    List<String> extras =
        sandbox.isolation().layers().stream()
            .filter(layer -> !layer.required() && layer.present())
            .map(IsolationReport.Layer::name)
            .toList();
    return extras.isEmpty() ? "no extras, since none is granted" : String.join(" and ", extras);
  }

  private static List<Round> rounds(Program without, Program with, boolean atLowLoad)
      throws IOException {
    micros(without, atLowLoad);
    micros(with, atLowLoad);
    var rounds = new ArrayList<Round>();
    for (int i = 0; i < ROUNDS; i++) {
      rounds.add(new Round(micros(without, atLowLoad), micros(with, atLowLoad)));
    }
    return rounds;
  }

  private static double micros(Program program, boolean atLowLoad) throws IOException {
    return Statistics.median(
        Timed.micros(CALLS, () -> program.call(Trivial.FUNCTION, 1), atLowLoad));
  }

  private static Row row(String measure, List<Round> rounds, boolean promised) {
    double without = Statistics.median(rounds.stream().map(Round::without).toList());
    double with = Statistics.median(rounds.stream().map(Round::with).toList());
    double ratio =
        Statistics.median(rounds.stream().map(one -> one.with() / one.without()).toList());
    return new Row(
        measure,
        "without " + Format.micros(without),
        Format.micros(with),
        Format.times(ratio),
        promised ? "≤ " + Format.times(TARGET) : "",
        promised ? Optional.of(ratio <= TARGET) : Optional.empty());
  }

  /** Of zygotes that are started one after the other. */
  private static Row setUp() {
    var floors = new ArrayList<Double>();
    var wholes = new ArrayList<Double>();
    for (int i = 0; i < STARTS; i++) {
      floors.add(setUpMillis(IsolationExtra.Use.OFF));
      wholes.add(setUpMillis(IsolationExtra.Use.WHERE_GRANTED));
    }
    double whole = Statistics.median(wholes);
    return new Row(
        "Setting up the jail of a zygote",
        "without extras " + Format.millis(Statistics.median(floors)),
        Format.millis(whole),
        "",
        "< " + Format.millis(SET_UP_TARGET_MILLIS),
        Optional.of(whole < SET_UP_TARGET_MILLIS));
  }

  private static double setUpMillis(IsolationExtra.Use use) {
    try (Sandbox sandbox = sandbox(use)) {
      return sandbox.isolation().setUp().orElse(Duration.ZERO).toNanos() / 1e6;
    }
  }
}
