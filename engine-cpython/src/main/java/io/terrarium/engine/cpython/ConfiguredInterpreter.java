package io.terrarium.engine.cpython;

import io.terrarium.InvalidRuntimeException;
import io.terrarium.PythonRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The interpreter that a runtime names: that one and no other, so that whatever is wrong with it is
 * told to the operator, with what to do about it.
 */
final class ConfiguredInterpreter {
  private static final String ENVIRONMENT = "pyvenv.cfg";

  private final PythonRuntime runtime;
  private final Path python;
  private final int workerUserId;

  private ConfiguredInterpreter(PythonRuntime runtime, Path python, int workerUserId) {
    this.runtime = runtime;
    this.python = python;
    this.workerUserId = workerUserId;
  }

  /**
   * Checks that it is there and open to the user that workers become.
   *
   * @param workerUserId that user; -1 where it is the application's own
   * @throws InvalidRuntimeException when it is not
   */
  static Path of(PythonRuntime runtime, Path python, int workerUserId) {
    return new ConfiguredInterpreter(runtime, python, workerUserId).checked();
  }

  private Path checked() {
    requireThere();
    try {
      Path real = python.toRealPath();
      // Both ways to it: the folders of the link as well as those of its target.
      firstClosed(python)
          .or(() -> firstClosed(real))
          .ifPresent(closed -> {
            throw isClosed(closed);
          });
      if (!Files.isRegularFile(real) || !Files.isExecutable(real)) {
        throw invalid(python + " is not a program");
      }
      return Interpreters.isProgram(python) ? python : Interpreters.launchedBy(python);
    } catch (IOException e) {
      throw invalid("%s cannot be looked at: %s".formatted(python, e.getMessage()));
    }
  }

  private void requireThere() {
    if (Files.isDirectory(python)) {
      Path program = python.resolve("bin/python");
      throw invalid(
          python
              + " is a folder: an interpreter is needed"
              + (Files.exists(program) ? ", which is " + program + " in it" : ""));
    }
    if (Files.exists(python)) {
      return;
    }
    if (Files.isSymbolicLink(python)) {
      throw invalid(
          "%s is a link to a Python that is not there any more: make the environment anew"
              .formatted(python));
    }
    Path there = python;
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    throw invalid(
        "there is no interpreter %s: there is %s and nothing of the rest. A virtual environment is"
                .formatted(python, there)
            + " made by python3 -m venv, and its interpreter is bin/python in it");
  }

  private Optional<Path> firstClosed(Path path) {
    for (Path part = path; part != null; part = part.getParent()) {
      if (!isOpen(part)) {
        return Optional.of(part);
      }
    }
    return Optional.empty();
  }

  private boolean isOpen(Path path) {
    return workerUserId >= 0
        ? Interpreters.isOpenToAll(path)
        : Files.isExecutable(path) && (Files.isDirectory(path) || Files.isReadable(path));
  }

  private InvalidRuntimeException isClosed(Path closed) {
    String whom =
        workerUserId >= 0
            ? "the unprivileged user that workers become (" + workerUserId + ")"
            : "this user";
    return invalid(
        "%s is not open to %s, and %s needs it. Open it (chmod o+rx), or have %s where every user may"
                .formatted(closed, whom, python, isEnvironment() ? "the environment" : "Python")
            + " read, such as under /opt");
  }

  private boolean isEnvironment() {
    Path folder = python.getParent();
    Path environment = folder == null ? null : folder.getParent();
    return environment != null && Files.exists(environment.resolve(ENVIRONMENT));
  }

  private InvalidRuntimeException invalid(String reason) {
    return new InvalidRuntimeException(
        "The runtime '%s' cannot be started: %s.".formatted(runtime.name(), reason), null);
  }
}
