package io.terrarium.engine.cpython;

import io.terrarium.EngineUnavailableException;
import io.terrarium.IsolationReport;
import io.terrarium.Policy;
import io.terrarium.PythonRuntime;
import io.terrarium.Sandbox;
import io.terrarium.SandboxSettings;
import io.terrarium.jail.Layer;
import io.terrarium.spi.Engine;
import io.terrarium.spi.WorkerFactory;
import io.terrarium.testing.Sandboxes;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The engine with some of its layers only, and without its self-check, which would refuse that. */
public final class SabotagedEngine implements Engine {
  private static final String NAME = "sabotaged";

  /** Nothing where nobody asked for this engine: then it is none. */
  private static final ThreadLocal<@Nullable Set<Layer>> LEFT = new ThreadLocal<>();

  /** For {@link java.util.ServiceLoader}. */
  public SabotagedEngine() {}

  /** A sandbox with these layers, as far as this machine has them. */
  public static Sandbox sandbox(Set<Layer> left) {
    LEFT.set(left);
    try {
      return Sandboxes.settings().engine(NAME).create();
    } finally {
      LEFT.remove();
    }
  }

  /** The layers that this machine has. */
  public static Set<Layer> granted() {
    return new SabotagedLaunch(Sandboxes.settings().build(), Set.of()).granted();
  }

  /** Whether the layer of the user can be taken away: an ordinary user cannot become root. */
  public static boolean canDoWithoutIdentity() {
    return OwnUser.current().isRoot();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int preference() {
    return Integer.MAX_VALUE;
  }

  @Override
  public WorkerFactory open(SandboxSettings settings) {
    Set<Layer> left = LEFT.get();
    if (left == null) {
      throw new EngineUnavailableException("The sabotaged engine is for tests that name it.", null);
    }
    return new CpythonWorkerFactory(
        new SabotagedLaunch(settings, left), PythonRuntime.DEFAULT, ZygoteKind.of(Policy.FULL));
  }

  @Override
  public IsolationReport inspect(SandboxSettings settings) {
    return Isolation.unusable("sabotaged");
  }
}
