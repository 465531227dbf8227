package io.terrarium.bench;

import io.terrarium.bench.PolicyReport.Subject;
import io.terrarium.json.ValueJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the policy {@code restricted} costs: programs against plain Python and RestrictedPython, a
 * file that is checked and compiled against {@code compile} alone, and what passes a guard.
 *
 * <p>policy_speed.py does the timing. Every round is a process of its own, so that no ratio comes
 * from how the addresses or the hashes of names happened to fall in one.
 */
final class PolicySpeed implements Measure {
  private static final int ROUNDS = 7;
  private static final double SPEED_TO_PLAIN = 0.95;
  private static final double TIME_TO_COMPILE = 3;
  private static final String PLAIN = "plain";
  private static final String POLICY = "policy";
  private static final String UNCHECKED = "unchecked";
  private static final String OTHER = "RestrictedPython";
  private static final String RESOURCES = "src/main/resources/io/terrarium";

  @Override
  public List<Row> take(Ground ground) throws IOException, InterruptedException {
    var rows = new ArrayList<Row>();
    String other = "";
    try {
      other = RestrictedPython.folder(ground.python(), ground.root()).toString();
    } catch (IOException e) {
      rows.add(Row.notMeasured(OTHER, String.valueOf(e.getMessage()), ""));
    }
    var rounds = new ArrayList<PolicyReport>();
    for (int i = 0; i < ROUNDS; i++) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      rounds.add(round(ground, other));
    }
    each(rounds, PolicyReport::programs).forEach(one -> rows.add(program(one)));
    rows.add(compiling(rounds.stream().map(PolicyReport::compiling).toList()));
    each(rounds, PolicyReport::doors).forEach(one -> rows.add(door(one)));
    return rows;
  }

  private static PolicyReport round(Ground ground, String other) throws IOException {
    Path root = ground.root();
    String sources = root.resolve("bench").resolve(RESOURCES).resolve("bench/policy").toString();
    String runtime = root.resolve("runtime").resolve(RESOURCES).resolve("runtime").toString();
    Path python = ground.python().executable();
    try (PythonPeer peer = PythonPeer.start(python, "policy_speed.py", sources, runtime, other)) {
      return ValueJson.read(peer.hearText()).as(PolicyReport.class);
    }
  }

  /** For each subject what the rounds say of it. */
  private static List<List<Subject>> each(
      List<PolicyReport> rounds, Function<PolicyReport, List<Subject>> part) {
    var subjects = new ArrayList<List<Subject>>();
    for (int i = 0; i < part.apply(rounds.getFirst()).size(); i++) {
      int place = i;
      subjects.add(rounds.stream().map(round -> part.apply(round).get(place)).toList());
    }
    return subjects;
  }

  private static Row program(List<Subject> rounds) {
    String title = title(rounds);
    String target = "≥ " + Format.ofSpeed(SPEED_TO_PLAIN);
    Optional<String> refusal = refusal(rounds, POLICY);
    if (refusal.isPresent()) {
      return Row.failed(title, refusal.get());
    }
    double speed = 1 / ratio(rounds, POLICY);
    return new Row(
        title,
        time(rounds, PLAIN),
        time(rounds, POLICY) + comparison(rounds),
        Format.ofSpeed(speed),
        target,
        Optional.of(speed >= SPEED_TO_PLAIN));
  }

  private static String comparison(List<Subject> rounds) {
    if (rounds.getFirst().times().containsKey(OTHER)) {
      String speed = Format.ofSpeed(1 / ratio(rounds, OTHER));
      return "; " + OTHER + " " + time(rounds, OTHER) + ", " + speed;
    }
    return refusal(rounds, OTHER).map(reason -> "; " + OTHER + " refuses: " + reason).orElse("");
  }

  private static Row compiling(List<Subject> rounds) {
    String title = "Checking and compiling a file of 200 lines";
    Optional<String> refusal = refusal(rounds, POLICY);
    if (refusal.isPresent()) {
      return Row.failed(title, refusal.get());
    }
    double ratio = ratio(rounds, POLICY);
    return new Row(
        title,
        "`compile` alone " + time(rounds, PLAIN),
        time(rounds, POLICY) + "; under `full` " + time(rounds, UNCHECKED),
        Format.times(ratio),
        "≤ " + Format.times(TIME_TO_COMPILE),
        Optional.of(ratio <= TIME_TO_COMPILE));
  }

  private static Row door(List<Subject> rounds) {
    String title = "Door: " + title(rounds);
    Optional<String> refusal = refusal(rounds, POLICY);
    if (refusal.isPresent()) {
      return Row.failed(title, refusal.get());
    }
    return new Row(
        title,
        time(rounds, PLAIN),
        time(rounds, POLICY),
        Format.times(ratio(rounds, POLICY)),
        "",
        Optional.empty());
  }

  private static String title(List<Subject> rounds) {
    return rounds.getFirst().title();
  }

  private static Optional<String> refusal(List<Subject> rounds, String way) {
    return Optional.ofNullable(rounds.getFirst().refusals().get(way));
  }

  /** The least of the rounds, since the processor's own speed varies more than what is measured. */
  private static String time(List<Subject> rounds, String way) {
    return Format.seconds(
        rounds.stream().mapToDouble(one -> one.seconds(way)).min().orElse(Double.NaN));
  }

  /** How many times as long as plain Python. */
  private static double ratio(List<Subject> rounds, String way) {
    return Statistics.median(
        rounds.stream().map(one -> one.seconds(way) / one.seconds(PLAIN)).toList());
  }
}
