package io.terrarium.engine.cpython;

import io.terrarium.EngineUnavailableException;
import io.terrarium.IsolationReport;
import io.terrarium.Policy;
import io.terrarium.SandboxSettings;
import io.terrarium.jail.Architecture;
import io.terrarium.jail.Identity;
import io.terrarium.jail.JailSpec;
import io.terrarium.spi.Engine;
import io.terrarium.spi.WorkerFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The engine that runs CPython in jailed processes, on Linux. */
public final class CpythonEngine implements Engine {
  static final String NAME = "cpython";
  private static final int OWN_USER = -1;

  /** The second of the four user ids, proc_pid_status(5). */
  private static final Pattern EFFECTIVE_ROOT = Pattern.compile("Uid:\\s+\\d+\\s+0\\s");

  /** For {@link java.util.ServiceLoader}. */
  public CpythonEngine() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int preference() {
    return 10;
  }

  @Override
  public WorkerFactory open(SandboxSettings settings) {
    try {
      return start(settings, ZygoteKind.of(Policy.DEFAULT));
    } catch (SetUpException e) {
      throw e.failure().toException();
    }
  }

  @Override
  public IsolationReport inspect(SandboxSettings settings) {
    try (WorkerFactory factory = start(settings, ZygoteKind.of(Policy.DEFAULT))) {
      return factory.isolation();
    } catch (SetUpException e) {
      return Isolation.without(e.failure());
    } catch (EngineUnavailableException e) {
      return Isolation.unusable(String.valueOf(e.getMessage()));
    }
  }

  /** Starts with the first interpreter that is of use, and a zygote of this kind. */
  static CpythonWorkerFactory start(SandboxSettings settings, ZygoteKind firstKind) {
    JailSpec spec = jailSpec(settings);
    Interpreters interpreters = Interpreters.find(settings, System.getenv("PATH"));
    for (Path python : interpreters.found()) {
      try {
        return new CpythonWorkerFactory(launch(python, spec, interpreters), firstKind);
      } catch (SetUpException e) {
        if (!e.failure().subject().equals(SetUpFailure.PYTHON)) {
          throw e;
        }
        interpreters.passedOver(python, e.failure().message());
      }
    }
    throw new EngineUnavailableException(
        "The cpython engine found no Python that it can use: 3.10 or newer, open to ordinary users."
            + " Install one (on Debian and Ubuntu: apt-get install python3) or say where one is"
            + " (--python, or SandboxSettings.python)."
            + interpreters.notes().stream()
                .map(note -> System.lineSeparator() + "  " + note)
                .reduce("", String::concat),
        null);
  }

  private static Launch launch(Path python, JailSpec spec, Interpreters interpreters) {
    int userId = spec.dropTo().map(identity -> (int) identity.userId()).orElse(OWN_USER);
    return new Launch(python, spec.plan(), userId, interpreters.notes());
  }

  private static JailSpec jailSpec(SandboxSettings settings) {
    try {
      Architecture architecture = Architecture.current();
      int id = settings.workerUserId();
      return isRoot()
          ? JailSpec.forRoot(architecture, new Identity(id, id))
          : JailSpec.forOrdinaryUser(architecture);
    } catch (UnsupportedOperationException e) {
      throw new EngineUnavailableException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Whether this process is root. */
  private static boolean isRoot() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .anyMatch(line -> EFFECTIVE_ROOT.matcher(line).lookingAt());
    } catch (IOException e) {
      throw new EngineUnavailableException(
          "The cpython engine needs to know which user it is, and cannot read /proc/self/status: "
              + e.getMessage(),
          e);
    }
  }
}
