package io.terrarium.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A whole run of the command, from its start to its end, against plain Python's. */
final class StartUp implements Measure {
  private static final int RUNS = 10;
  private static final double TARGET_MILLIS = 500;
  private static final String MEASURE = "A whole `./terrarium run` of a program without imports";
  private static final String TARGET = "< 500 ms";

  @Override
  public List<Row> take(Ground ground) throws IOException, InterruptedException {
    Path command = ground.root().resolve("terrarium");
    if (!isBuilt(ground.root())) {
      return List.of(Row.notMeasured(MEASURE, "the command is not built", TARGET));
    }
    Path file = Files.createTempFile("bench-", ".py");
    try {
      Files.writeString(file, Trivial.SOURCE);
      List<String> run = List.of(command.toString(), "run", file.toString(), Trivial.FUNCTION, "1");
      List<String> plain =
          List.of(
              ground.python().executable().toString(),
              "-I",
              "-S",
              "-c",
              Trivial.SOURCE + "print(f(1))");
      return List.of(compare(run, plain));
    } finally {
      Files.delete(file);
    }
  }

  private static Row compare(List<String> run, List<String> plain)
      throws IOException, InterruptedException {
    var floors = new ArrayList<Double>();
    var results = new ArrayList<Double>();
    var ratios = new ArrayList<Double>();
    once(run);
    once(plain);
    for (int i = 0; i < RUNS; i++) {
      floors.add(once(plain));
      results.add(once(run));
      ratios.add(results.getLast() / floors.getLast());
    }
    double result = Statistics.median(results);
    return new Row(
        MEASURE,
        "plain Python " + Format.millis(Statistics.median(floors)),
        Format.millis(result),
        Format.times(Statistics.median(ratios)),
        TARGET,
        Optional.of(result < TARGET_MILLIS));
  }

  /** Whether the command has only to be run. */
  static boolean isBuilt(Path root) {
    return Files.isExecutable(root.resolve("terrarium"))
        && Files.exists(root.resolve("cli/target/app/built"));
  }

  /** Runs a command that prints 2; how many milliseconds it took. */
  static double once(List<String> command) throws IOException, InterruptedException {
    long began = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        throw new IOException(command.getFirst() + " took longer than 20 s");
      }
      double millis = (System.nanoTime() - began) / 1e6;
      String printed =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.exitValue() != 0 || !printed.equals("2")) {
        throw new IOException(command + " exited with " + process.exitValue() + ": " + printed);
      }
      return millis;
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
