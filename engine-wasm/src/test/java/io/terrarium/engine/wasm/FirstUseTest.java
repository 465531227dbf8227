package io.terrarium.engine.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No program is the first to use a class: were it at the end of its stack then, nobody else could
 * ever use it.
 */
final class FirstUseTest {
  private static final long SECONDS = 300;

  @TempDir Path folder;

  @Test
  void no_program_is_the_first_to_use_a_class_however_deep_it_is_and_whatever_it_asks_for()
      throws Exception {
    Path log = folder.resolve("initialised.txt");
    List<String> printed = run(log);

    assertThat(printed)
        .contains(
            NewMachine.READY,
            "os.urandom(100_000): Returned",
            "os._exit(3): Crashed",
            "os.read(0, 1): LimitExceeded",
            "bytearray(2 * 10 ** 9): LimitExceeded",
            "too deep, time.time(): Crashed",
            "too deep, os.urandom(10): Crashed",
            "after all: Returned");
    assertThat(firstUsedByPrograms(log)).isEmpty();
  }

  private List<String> run(Path log) throws IOException, InterruptedException {
    Path output = folder.resolve("output.txt");
    Process machine =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+init=info:file=" + log,
                // What reflection makes of its own for a method is nothing that a program uses.
                "-Djdk.reflect.useNativeAccessorOnly=true",
                "-Xmx1g",
                CompilerOptions.WANTED,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                NewMachine.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(machine.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
      List<String> printed = Files.readAllLines(output);
      assertThat(machine.exitValue()).as("%s", printed).isZero();
      return printed;
    } finally {
      machine.destroyForcibly();
    }
  }

  /** What was initialised on a thread of an instance after the engine was ready. */
  private static List<String> firstUsedByPrograms(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    List<String> after =
        lines.stream().dropWhile(line -> !line.contains("NewMachine$Ready")).toList();
    assertThat(after).isNotEmpty();
    assertThat(lines).anyMatch(FirstUseTest::isOfInstance);
    return after.stream().filter(FirstUseTest::isOfInstance).toList();
  }

  private static boolean isOfInstance(String line) {
    return line.contains("Initializing ") && line.endsWith("by thread \"terrarium-instance\"");
  }
}
