package io.terrarium.bench;

import io.terrarium.Limits;
import io.terrarium.Sandbox;
import io.terrarium.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The programs of the policy's bench in sessions of the engine {@code wasm}, against the same on
 * plain CPython.
 *
 * <p>It has to be the first measure in its virtual machine: the first run of each program shows
 * what one costs before anything is compiled. Then all of them run in turns until the compiler has
 * had its chance.
 */
final class WasmCompute implements Measure {
  private static final Duration WARM_UP = Duration.ofSeconds(50);
  private static final int ROUNDS = 3;
  private static final int TRIALS = 2;
  private static final double TIME_TO_PLAIN = 20;
  private static final String FOLDER =
      "bench/src/main/resources/io/terrarium/bench/policy/programs";

  /** So that both results can be compared whatever their types. */
  private static final String AS_JSON =
      """


      def as_json():
          import json
          return json.dumps(run())
      """;

  private static final Pattern FLOAT = Pattern.compile("-?\\d+\\.\\d+(e-?\\d+)?");
  private static final Limits LIMITS =
      Limits.DEFAULT.withWallTime(Duration.ofMinutes(1)).withCpuTime(Duration.ofMinutes(1));

  /** A program, ready in its session. */
  private static final class Contender implements AutoCloseable {
    private final String name;
    private final String title;
    private final Session session;
    private final List<Double> plain = new ArrayList<>();
    private final List<Double> wasm = new ArrayList<>();
    private final List<Double> ratios = new ArrayList<>();
    private double cold;

    private Contender(Sandbox sandbox, Path file) throws IOException {
      String source = Files.readString(file);
      this.name = String.valueOf(file.getFileName());
      this.title = source.split("\"\"\"", 3)[1];
      this.session = sandbox.compile(source + AS_JSON).openSession();
    }

    double seconds() {
      long began = System.nanoTime();
      session.call("run");
      return (System.nanoTime() - began) / 1e9;
    }

    void firstRun(PythonPeer peer) throws IOException {
      cold = seconds();
      peer.say("result " + name);
      String expected = rounded(peer.hearText());
      if (!rounded(session.call("as_json").asString()).equals(expected)) {
        throw new IOException(title + " gives another result than plain Python");
      }
    }

    /** Newer versions of Python add floats up more exactly, which shows in a last digit. */
    private static String rounded(String json) {
      return FLOAT
          .matcher(json)
          .replaceAll(
              found -> String.format(Locale.ROOT, "%.9e", Double.parseDouble(found.group())));
    }

    void round(PythonPeer peer) throws IOException {
      double bestPlain = Double.MAX_VALUE;
      double bestWasm = Double.MAX_VALUE;
      for (int i = 0; i < TRIALS; i++) {
        bestPlain = Math.min(bestPlain, peer.ask("time " + name)[0]);
        bestWasm = Math.min(bestWasm, seconds());
      }
      plain.add(bestPlain);
      wasm.add(bestWasm);
      ratios.add(bestWasm / bestPlain);
    }

    double ratio() {
      return Statistics.median(ratios);
    }

    double coldRatio() {
      return cold / Statistics.median(plain);
    }

    Row row() {
      return new Row(
          title,
          Format.seconds(Statistics.median(plain)),
          Format.seconds(Statistics.median(wasm)) + "; its first run " + Format.seconds(cold),
          Format.times(ratio()),
          "≤ " + Format.times(TIME_TO_PLAIN),
          Optional.of(ratio() <= TIME_TO_PLAIN));
    }

    @Override
    public void close() {
      session.close();
    }
  }

  @Override
  public List<Row> take(Ground ground) throws IOException, InterruptedException {
    Path folder = ground.root().resolve(FOLDER);
    var contenders = new ArrayList<Contender>();
    long warm = System.nanoTime() + WARM_UP.toNanos();
    try (Sandbox sandbox = Wasm.settings().defaultLimits(LIMITS).create();
        PythonPeer peer =
            PythonPeer.start(ground.python().executable(), "compute.py", folder.toString())) {
      for (Path file : programs(folder)) {
        var contender = new Contender(sandbox, file);
        contenders.add(contender);
        contender.firstRun(peer);
      }
      runUntil(warm, contenders);
      for (int i = 0; i < ROUNDS; i++) {
        for (Contender contender : contenders) {
          stopIfInterrupted();
          contender.round(peer);
        }
      }
      return rows(contenders);
    } finally {
      contenders.forEach(Contender::close);
    }
  }

  private static List<Path> programs(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".py")).sorted().toList();
    }
  }

  private static void runUntil(long end, List<Contender> contenders) throws InterruptedException {
    while (System.nanoTime() - end < 0) {
      for (Contender contender : contenders) {
        stopIfInterrupted();
        contender.seconds();
      }
    }
  }

  private static void stopIfInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  private static List<Row> rows(List<Contender> contenders) {
    var rows = new ArrayList<Row>(contenders.stream().map(Contender::row).toList());
    List<Double> warm = contenders.stream().map(Contender::ratio).toList();
    List<Double> cold = contenders.stream().map(Contender::coldRatio).toList();
    rows.add(Row.information("The programs together", spread(warm)));
    rows.add(Row.information("Their first runs in a new virtual machine", spread(cold)));
    return rows;
  }

  private static String spread(List<Double> ratios) {
    double worst = ratios.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    return "the median %s, the worst %s"
        .formatted(Format.times(Statistics.median(ratios)), Format.times(worst));
  }
}
