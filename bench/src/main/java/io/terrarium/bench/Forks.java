package io.terrarium.bench;

import io.terrarium.Policy;
import io.terrarium.Program;
import io.terrarium.Sandbox;
import io.terrarium.Source;
import io.terrarium.value.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Sustained pristine calls against bare forks, and what zygotes cost, for both kinds of zygote: the
 * lean one of {@code restricted} and the one with the standard library. The floor is a bare zygote
 * for each processor, all forking at the same time, warmed with the very modules that a worker of
 * the sandbox finds imported.
 */
final class Forks implements Measure {
  private static final int ROUNDS = 5;
  private static final double SECONDS = 2;
  private static final double ALONE_SECONDS = 0.4;
  private static final double CALLS_TO_FORKS = 0.3;
  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  private final List<Double> leanForks = new ArrayList<>();
  private final List<Double> libraryForks = new ArrayList<>();

  /** Makes bare zygotes of one kind. */
  @FunctionalInterface
  private interface Maker {
    BareZygote make() throws IOException;
  }

  @Override
  public List<Row> take(Ground ground) throws IOException, InterruptedException {
    Python python = ground.python();
    List<String> modules = modulesOfWorkers(ground.sandbox());
    Program full = ground.sandbox().compile(Source.of(Trivial.SOURCE).under(Policy.FULL));
    var rows = new ArrayList<Row>();
    rows.add(
        sustained(
            "Sustained pristine calls",
            ground.program(),
            () -> BareZygote.lean(python),
            leanForks,
            OptionalDouble.of(CALLS_TO_FORKS)));
    rows.add(
        sustained(
            "the same under `full`",
            full,
            () -> BareZygote.withLibrary(python, modules),
            libraryForks,
            OptionalDouble.empty()));
    rows.addAll(costs(python, modules));
    return rows;
  }

  private static Row sustained(
      String measure, Program program, Maker maker, List<Double> forksAlone, OptionalDouble target)
      throws IOException, InterruptedException {
    var floors = new ArrayList<Double>();
    var rates = new ArrayList<Double>();
    var ratios = new ArrayList<Double>();
    int threads = Throughput.bestThreads(program);
    var zygotes = new ArrayList<BareZygote>();
    try (var throughput = new Throughput(program, threads)) {
      for (int i = 0; i < PROCESSORS; i++) {
        zygotes.add(maker.make());
      }
      for (int i = 0; i < ROUNDS; i++) {
        floors.add(forksOfAll(zygotes));
        rates.add(throughput.callsPerSecond(SECONDS));
        ratios.add(rates.getLast() / floors.getLast());
        forksAlone.add(zygotes.getFirst().forks(ALONE_SECONDS));
      }
    } finally {
      for (BareZygote zygote : zygotes) {
        zygote.close();
      }
    }
    double ratio = Statistics.median(ratios);
    return new Row(
        measure + ", " + threads + " threads",
        "fork + exit + wait " + Format.perSecond(Statistics.median(floors)),
        Format.perSecond(Statistics.median(rates)),
        Format.times(ratio),
        target.isPresent() ? "≥ " + Format.times(target.getAsDouble()) : "",
        target.isPresent() ? Optional.of(ratio >= target.getAsDouble()) : Optional.empty());
  }

  /** What is imported where a program begins, as soon as the zygote is done with importing. */
  private static List<String> modulesOfWorkers(Sandbox sandbox) {
    var program =
        sandbox.compile(
            Source.of(
                    """
                    import sys
                    def modules():
                        return sorted(sys.modules)
                    """)
                .under(Policy.FULL));
    List<String> modules = List.of();
    // Those on the shelf may have been made before: they are called for first.
    for (int i = 0; i <= 2 * sandbox.settings().idleWorkers(); i++) {
      modules = program.call("modules").asList().stream().map(Value::asString).toList();
    }
    return modules;
  }

  private static double forksOfAll(List<BareZygote> zygotes) throws IOException {
    for (BareZygote zygote : zygotes) {
      zygote.begin(SECONDS);
    }
    double sum = 0;
    for (BareZygote zygote : zygotes) {
      sum += zygote.forks();
    }
    return sum;
  }

  /** Figures that explain: lean zygotes and those with the library, each alone on the machine. */
  private List<Row> costs(Python python, List<String> modules) throws IOException {
    var leanStarts = new ArrayList<Double>();
    var libraryStarts = new ArrayList<Double>();
    double leanPrivate = 0;
    double libraryPrivate = 0;
    double shared = 0;
    for (int i = 0; i < ROUNDS; i++) {
      try (BareZygote lean = BareZygote.lean(python)) {
        leanStarts.add(lean.startMillis());
        leanPrivate = lean.privateBytes();
      }
      try (BareZygote library = BareZygote.withLibrary(python, List.of())) {
        libraryStarts.add(library.startMillis());
      }
    }
    try (BareZygote library = BareZygote.withLibrary(python, modules)) {
      libraryPrivate = library.privateBytes();
      shared = library.libraryBytes();
    }
    double lean = 1e6 / Statistics.median(leanForks);
    double library = 1e6 / Statistics.median(libraryForks);
    double leanStart = Statistics.median(leanStarts);
    double libraryStart = Statistics.median(libraryStarts);
    return List.of(
        Row.information(
            "A bare fork of one zygote: lean, with the library",
            Format.micros(lean) + ", " + Format.micros(library)),
        Row.information(
            "Start of a zygote: lean, with the library",
            Format.millis(leanStart) + ", " + Format.millis(libraryStart)),
        Row.information(
            "What the library adds to a zygote",
            Format.millis(libraryStart - leanStart)
                + " of start, "
                + Format.micros(library - lean)
                + " a fork, "
                + Format.mebibytes(libraryPrivate - leanPrivate)
                + " private, "
                + Format.mebibytes(shared)
                + " shared"));
  }
}
