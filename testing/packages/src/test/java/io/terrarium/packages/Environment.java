package io.terrarium.packages;

import io.terrarium.Sandbox;
import io.terrarium.testing.Sandboxes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * A virtual environment with the packages of {@code requirements.txt}, made once with the machine's
 * own pip and kept for later runs: in this module's {@code target}, or where the jail's user cannot
 * come there, in the folder for temporary files.
 */
final class Environment {
  private static final Path REQUIREMENTS =
      Path.of("src", "test", "resources", "requirements.txt").toAbsolutePath();

  private Environment() {}

  /** Its interpreter. */
  static Path python() {
    return Holder.PYTHON;
  }

  private static final class Holder {
    static final Path PYTHON = make();
  }

  private static Path make() {
    try {
      Path base = basePython();
      Path environment = folder().resolve("environment-" + identity(base));
      if (!Files.exists(environment)) {
        Path made = environment.resolveSibling("new-" + UUID.randomUUID());
        install(base, made);
        moveUnlessThere(made, environment);
      }
      return environment.resolve("bin/python");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The one that the engine takes by itself. */
  private static Path basePython() {
    try (Sandbox sandbox = Sandboxes.open()) {
      String runtime = sandbox.isolation().runtime().orElseThrow();
      return Path.of(runtime.substring(runtime.indexOf(" at ") + " at ".length()));
    }
  }

  private static String identity(Path base) throws IOException {
    String version = run(List.of(base.toString(), "-VV"));
    int hash = Arrays.hashCode(new Object[] {version, base, Files.readString(REQUIREMENTS)});
    return "%08x".formatted(hash);
  }

  private static void install(Path base, Path made) throws IOException {
    String python = made.resolve("bin/python").toString();
    List<String> install =
        List.of("install", "--quiet", "--only-binary", ":all:", "-r", REQUIREMENTS.toString());
    try {
      // Quick, and does without the package that Debian keeps ensurepip in.
      run(List.of(base.toString(), "-m", "venv", "--without-pip", made.toString()));
      run(with(List.of(base.toString(), "-m", "pip", "--python", python), install));
    } catch (IOException withBasesPip) {
      try {
        run(List.of(base.toString(), "-m", "venv", "--clear", made.toString()));
        run(with(List.of(python, "-m", "pip"), install));
      } catch (IOException e) {
        e.addSuppressed(withBasesPip);
        throw new IOException(
            "No environment with numpy and pandas could be made: these tests need a package"
                + " registry that pip reaches, and pip or venv for %s (on Debian and Ubuntu: apt-get"
                    .formatted(base)
                + " install python3-venv). "
                + e.getMessage(),
            e);
      }
    }
  }

  private static void moveUnlessThere(Path made, Path environment) throws IOException {
    try {
      Files.move(made, environment);
    } catch (FileAlreadyExistsException e) {
      // Another run was faster. What was made for nothing goes with target.
    }
  }

  private static Path folder() throws IOException {
    Path target = Path.of("target").toAbsolutePath();
    Files.createDirectories(target);
    for (Path part = target; part != null; part = part.getParent()) {
      if (!Files.getPosixFilePermissions(part).contains(PosixFilePermission.OTHERS_EXECUTE)) {
        Path temporary =
            Path.of(System.getProperty("java.io.tmpdir"))
                .resolve("terrarium-packages-" + System.getProperty("user.name"));
        Files.createDirectories(temporary);
        if (!Files.getOwner(temporary).getName().equals(System.getProperty("user.name"))) {
          throw new IOException(temporary + " is somebody else's");
        }
        return temporary;
      }
    }
    return target;
  }

  private static List<String> with(List<String> words, List<String> more) {
    var all = new ArrayList<>(words);
    all.addAll(more);
    return all;
  }

  private static String run(List<String> command) throws IOException {
    // What is made has to be readable for the jail's user, whatever the umask here is.
    var words = with(List.of("/bin/sh", "-c", "umask 022; exec \"$@\"", "sh"), command);
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      int status = process.waitFor();
      if (status != 0) {
        throw new IOException(String.join(" ", command) + " failed: " + said.strip());
      }
      return said;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
