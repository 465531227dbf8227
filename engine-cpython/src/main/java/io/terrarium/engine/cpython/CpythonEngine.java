package io.terrarium.engine.cpython;

import static io.terrarium.IsolationExtra.CONTROL_GROUP;

import io.terrarium.EngineUnavailableException;
import io.terrarium.InvalidRuntimeException;
import io.terrarium.IsolationReport;
import io.terrarium.Policy;
import io.terrarium.PythonRuntime;
import io.terrarium.SandboxSettings;
import io.terrarium.jail.Architecture;
import io.terrarium.jail.Identity;
import io.terrarium.jail.JailSpec;
import io.terrarium.spi.Engine;
import io.terrarium.spi.Events;
import io.terrarium.spi.WorkerFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The engine that runs CPython in jailed processes, on Linux. */
public final class CpythonEngine implements Engine {
  static final String NAME = "cpython";

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
      throw RuntimeZygotes.explained(settings.defaultRuntime(), e.failure());
    }
  }

  @Override
  public IsolationReport inspect(SandboxSettings settings) {
    try (WorkerFactory factory = start(settings, ZygoteKind.of(Policy.DEFAULT))) {
      return factory.isolation();
    } catch (SetUpException e) {
      return Isolation.without(e.failure());
    } catch (EngineUnavailableException | InvalidRuntimeException e) {
      return Isolation.unusable(String.valueOf(e.getMessage()));
    }
  }

  /** Starts with the first interpreter that is of use, and a zygote of this kind. */
  static CpythonWorkerFactory start(SandboxSettings settings, ZygoteKind firstKind) {
    JailSpec spec = jailSpec(settings);
    Interpreters interpreters = Interpreters.find(settings, System.getenv("PATH"));
    for (Path python : interpreters.found()) {
      try {
        return start(python, spec, settings, interpreters, firstKind);
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

  /** Begins with all the isolation that there may be, and does without what is refused. */
  private static CpythonWorkerFactory start(
      Path python,
      JailSpec spec,
      SandboxSettings settings,
      Interpreters interpreters,
      ZygoteKind firstKind) {
    Extras extras = Extras.wanted(settings);
    var controlGroup =
        new ControlGroupGrant.Request(settings.use(CONTROL_GROUP), ControlGroupLimits.of(settings));
    List<RuntimeOnPython> runtimes = runtimes(settings, python, spec);
    while (true) {
      var launch =
          new JailedLaunch(
              python,
              spec,
              OwnUser.current(),
              extras,
              controlGroup,
              interpreters.notes(),
              new Events(settings.listeners()));
      try {
        return CpythonWorkerFactory.checked(launch, runtimes, firstKind);
      } catch (SetUpException e) {
        extras = extras.without(e.failure(), settings).orElseThrow(() -> e);
      }
    }
  }

  /** Every runtime with its interpreter; the default one first. */
  private static List<RuntimeOnPython> runtimes(
      SandboxSettings settings, Path python, JailSpec spec) {
    int worker = spec.dropTo().map(identity -> (int) identity.userId()).orElse(-1);
    var runtimes = new ArrayList<RuntimeOnPython>();
    runtimes.add(new RuntimeOnPython(settings.defaultRuntime(), python));
    for (PythonRuntime runtime : settings.runtimes().values()) {
      if (!runtime.equals(settings.defaultRuntime())) {
        Path own =
            runtime
                .python()
                .map(named -> ConfiguredInterpreter.of(runtime, named, worker))
                .orElse(python);
        runtimes.add(new RuntimeOnPython(runtime, own));
      }
    }
    return runtimes;
  }

  private static JailSpec jailSpec(SandboxSettings settings) {
    try {
      Architecture architecture = Architecture.current();
      OwnUser owner = OwnUser.current();
      if (!owner.isRoot()) {
        return JailSpec.forOrdinaryUser(architecture);
      }
      owner.requireCapabilitiesOfRoot();
      int id = settings.workerUserId();
      return JailSpec.forRoot(architecture, new Identity(id, id));
    } catch (UnsupportedOperationException e) {
      throw new EngineUnavailableException(String.valueOf(e.getMessage()), e);
    }
  }
}
