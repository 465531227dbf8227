package io.terrarium.engine.cpython;

import static io.terrarium.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.terrarium.Sandbox;
import io.terrarium.testing.NothingLeft;
import io.terrarium.testing.Sandboxes;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Tag("python")
@ExtendWith(NothingLeft.class)
final class KilledApplicationTest {

  @Test
  void an_application_that_is_killed_leaves_no_process_and_its_folder_goes_with_the_next_start(
      @TempDir Path logs) throws IOException, InterruptedException {
    List<Path> before = folders();
    Process application = start(logs.resolve("log").toFile());
    try {
      eventually(
          "zygote and busy workers are there",
          () -> application.descendants().filter(p -> isPython(p)).count() >= 4);
      List<ProcessHandle> processes = application.descendants().toList();

      application.destroyForcibly();

      assertThat(application.waitFor(10, TimeUnit.SECONDS)).isTrue();
      eventually(
          "no process of it is left", () -> processes.stream().noneMatch(ProcessHandle::isAlive));
    } finally {
      application.destroyForcibly();
    }

    try (Sandbox next = Sandboxes.settings().engine(CpythonEngine.NAME).create()) {
      assertThat(next.compile("def f(): return 1").call("f").asInt()).isEqualTo(1);
    }
    assertThat(Files.exists(logs.resolve("log"))).isTrue();
    eventually("its folder is gone", () -> before.containsAll(deserted(folders())));
  }

  private static Process start(File log) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            KilledApplication.class.getName())
        .redirectInput(new File("/dev/null"))
        .redirectOutput(log)
        .redirectErrorStream(true)
        .start();
  }

  private static boolean isPython(ProcessHandle process) {
    return process.info().command().filter(command -> command.contains("python")).isPresent();
  }

  private static List<Path> folders() {
    try (Stream<Path> entries = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return entries
          .filter(path -> path.getFileName().toString().startsWith("terrarium-"))
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** Other applications on the machine may have opened theirs meanwhile. */
  private static List<Path> deserted(List<Path> folders) {
    try {
      String listened = Files.readString(Path.of("/proc/net/unix"));
      return folders.stream().filter(folder -> !listened.contains(folder + "/")).toList();
    } catch (IOException e) {
      return folders;
    }
  }
}
