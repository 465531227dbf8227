package io.terrarium.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How long whoever starts anew waits in the engine {@code wasm}: an application for its first
 * answer, with the options that this virtual machine has, and the command to its end.
 */
final class WasmStart implements Measure {
  private static final int FIRST_CALLS = 5;
  private static final int COMMANDS = 3;
  private static final double TARGET_MILLIS = 2_000;
  private static final long SECONDS_AT_MOST = 20;

  @Override
  public List<Row> take(Ground ground) throws IOException, InterruptedException {
    var firsts = new ArrayList<Double>();
    for (int i = 0; i < FIRST_CALLS; i++) {
      firsts.add(firstCall());
    }
    double first = Statistics.median(firsts);
    return List.of(
        Row.absolute(
            "A new virtual machine, from its start to the first answer",
            Format.millis(first),
            "≤ 2 s",
            first <= TARGET_MILLIS),
        command(ground));
  }

  /** Milliseconds. */
  private static double firstCall() throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("-XX:"))
        .forEach(command::add);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(FirstCall.class.getName(), Wasm.NAME));
    long began = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var answers = process.inputReader()) {
      String answer = answers.readLine();
      double millis = (System.nanoTime() - began) / 1e6;
      if (!process.waitFor(SECONDS_AT_MOST, TimeUnit.SECONDS) || !"2".equals(answer)) {
        throw new IOException("a new virtual machine answered " + answer);
      }
      return millis;
    } finally {
      process.destroyForcibly();
    }
  }

  private static Row command(Ground ground) throws IOException, InterruptedException {
    String measure = "A whole `./terrarium run --engine wasm`";
    Path command = ground.root().resolve("terrarium");
    if (!StartUp.isBuilt(ground.root())) {
      return Row.notMeasured(measure, "the command is not built", "");
    }
    Path file = Files.createTempFile("bench-", ".py");
    try {
      Files.writeString(file, Trivial.SOURCE);
      List<String> run =
          List.of(
              command.toString(),
              "run",
              file.toString(),
              Trivial.FUNCTION,
              "1",
              "--engine",
              Wasm.NAME);
      var millis = new ArrayList<Double>();
      for (int i = 0; i < COMMANDS; i++) {
        millis.add(StartUp.once(run));
      }
      return Row.information(measure, Format.millis(Statistics.median(millis)));
    } finally {
      Files.delete(file);
    }
  }
}
