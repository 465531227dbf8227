package io.terrarium.engine.cpython;

import io.terrarium.SandboxSettings;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where a Python may be found: the configured one and no other, or else every {@code python3} on
 * the path and in the usual places, in that order.
 *
 * <p>An interpreter that ordinary users cannot read is passed over with a note: what only root can
 * read is not for code of strangers, and a version manager's launcher in root's home is not the
 * interpreter itself.
 */
final class Interpreters {
  private static final List<String> USUAL_FOLDERS = List.of("/usr/local/bin", "/usr/bin", "/bin");
  private static final int ELF_MAGIC = 0x7f454c46;

  private final List<Path> found = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private Interpreters() {}

  /** Looks for them; starts none but launcher scripts, which are asked what they launch. */
  static Interpreters find(SandboxSettings settings, @Nullable String searchPath) {
    var interpreters = new Interpreters();
    settings
        .python()
        .ifPresentOrElse(
            interpreters::consider, () -> candidates(searchPath).forEach(interpreters::consider));
    return interpreters;
  }

  /** The interpreters that may be tried, the best first. */
  List<Path> found() {
    return List.copyOf(found);
  }

  /** What was passed over and why, a sentence each. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  /** Says that one was tried and is of no use. */
  void passedOver(Path interpreter, String reason) {
    notes.add("passed over " + interpreter + ": " + reason);
  }

  private static Set<Path> candidates(@Nullable String searchPath) {
    var candidates = new LinkedHashSet<Path>();
    if (searchPath != null) {
      for (String folder : searchPath.split(":", -1)) {
        if (folder.startsWith("/")) {
          addIfThere(candidates, Path.of(folder));
        }
      }
    }
    USUAL_FOLDERS.forEach(folder -> addIfThere(candidates, Path.of(folder)));
    return candidates;
  }

  private static void addIfThere(Set<Path> candidates, Path folder) {
    Path candidate = folder.resolve("python3");
    if (Files.exists(candidate)) {
      candidates.add(candidate);
    }
  }

  private void consider(Path candidate) {
    Optional<String> problem = problemWith(candidate);
    if (problem.isPresent()) {
      passedOver(candidate, problem.get());
      return;
    }
    try {
      Path real = isProgram(candidate) ? candidate : launchedBy(candidate);
      Optional<String> hidden =
          problemWith(real)
              .or(() -> isProgram(real) ? Optional.empty() : Optional.of("that is a script too"));
      if (hidden.isPresent()) {
        passedOver(candidate, "it launches " + real + ", and " + hidden.get());
      } else if (found.stream().noneMatch(other -> isSame(other, real))) {
        found.add(real);
      }
    } catch (IOException e) {
      passedOver(candidate, "asking it what it is failed: " + e.getMessage());
    }
  }

  /** Why ordinary users cannot run it, if so. */
  private static Optional<String> problemWith(Path candidate) {
    try {
      Path real = candidate.toRealPath();
      if (!Files.isRegularFile(real) || !Files.isExecutable(real)) {
        return Optional.of("it is not a program");
      }
      // Both ways to it: the folders of the link as well as those of its target.
      return firstClosed(candidate.toAbsolutePath())
          .or(() -> firstClosed(real))
          .map(path -> path + " is not open to ordinary users");
    } catch (IOException e) {
      return Optional.of("there is no such file");
    }
  }

  private static Optional<Path> firstClosed(Path path) {
    for (Path part = path; part != null; part = part.getParent()) {
      if (!isOpenToAll(part)) {
        return Optional.of(part);
      }
    }
    return Optional.empty();
  }

  static boolean isOpenToAll(Path path) {
    try {
      var permissions = Files.getPosixFilePermissions(path);
      return permissions.contains(PosixFilePermission.OTHERS_EXECUTE)
          && (Files.isDirectory(path) || permissions.contains(PosixFilePermission.OTHERS_READ));
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether it is machine code, and no script. */
  static boolean isProgram(Path candidate) {
    try (var channel = Files.newByteChannel(candidate)) {
      var start = ByteBuffer.allocate(Integer.BYTES);
      channel.read(start);
      return start.position() == Integer.BYTES && start.getInt(0) == ELF_MAGIC;
    } catch (IOException e) {
      return false;
    }
  }

  /** Asks a launcher script which interpreter it launches. */
  static Path launchedBy(Path script) throws IOException {
    Process process =
        new ProcessBuilder(script.toString(), "-I", "-S", "-c", "import sys;print(sys.executable)")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .start();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        throw new IOException("it did not answer within 10 s");
      }
      // Its end is not the end of the pipe, which what it started may still hold.
      InputStream output = process.getInputStream();
      byte[] said = output.readNBytes(Math.min(output.available(), 4096));
      String answer = new String(said, StandardCharsets.UTF_8).strip();
      if (process.exitValue() != 0 || !answer.startsWith("/")) {
        throw new IOException("it exited with " + process.exitValue());
      }
      return Path.of(answer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for it", e);
    } finally {
      // A script's commands would outlive it.
      List<ProcessHandle> commands = process.descendants().toList();
      process.destroyForcibly();
      commands.forEach(ProcessHandle::destroyForcibly);
    }
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return Files.isSameFile(one, other);
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether a folder can be reached by every user. */
  static boolean isReachable(Path folder) {
    return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) && firstClosed(folder).isEmpty();
  }
}
