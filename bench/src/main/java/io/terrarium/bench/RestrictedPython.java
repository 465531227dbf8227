package io.terrarium.bench;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** RestrictedPython, to compare with. It is installed where the build keeps what it makes. */
final class RestrictedPython {
  /** A requirement as pip reads it; its version stands in the root pom.xml. */
  private static final String RESOURCE = "restrictedpython.txt";

  private static final int SECONDS = 60;
  private static final List<String> OPTIONS =
      List.of(
          "-m",
          "pip",
          "install",
          "--quiet",
          "--no-input",
          "--disable-pip-version-check",
          "--no-deps",
          "--only-binary=:all:");

  private RestrictedPython() {}

  /**
   * Installs it with pip where it is not there yet.
   *
   * @return the folder to import it from
   * @throws IOException when it is not to be had here, with the reason
   */
  static Path folder(Python python, Path root) throws IOException, InterruptedException {
    String requirement = requirement();
    Path target = root.resolve("bench/target");
    Path folder = target.resolve(requirement.replace("==", "-"));
    if (!Files.exists(folder.resolve("RestrictedPython/__init__.py"))) {
      Files.createDirectories(target);
      install(python, requirement, folder, target.resolve("pip.log").toFile());
    }
    return folder;
  }

  private static void install(Python python, String requirement, Path folder, File log)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>(OPTIONS);
    command.addFirst(python.executable().toString());
    command.addAll(List.of("--target", folder.toString(), requirement));
    var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log);
    builder.environment().put("PIP_ROOT_USER_ACTION", "ignore");
    Process process = builder.redirectInput(new File("/dev/null")).start();
    try {
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("pip took longer than " + SECONDS + " s");
      }
    } finally {
      process.destroyForcibly();
    }
    if (process.exitValue() != 0) {
      throw new IOException("pip did not install " + requirement + ": " + lastLine(log.toPath()));
    }
  }

  private static String lastLine(Path log) throws IOException {
    return Files.readString(log).lines().reduce((_, line) -> line).orElse("it does not say why");
  }

  private static String requirement() throws IOException {
    try (InputStream stream = RestrictedPython.class.getResourceAsStream(RESOURCE)) {
      if (stream == null) {
        throw new IllegalStateException("the resource " + RESOURCE + " is missing");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }
}
