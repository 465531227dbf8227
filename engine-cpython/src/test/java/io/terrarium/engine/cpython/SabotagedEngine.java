package io.terrarium.engine.cpython;

import io.terrarium.IsolationReport;
import io.terrarium.Policy;
import io.terrarium.Sandbox;
import io.terrarium.SandboxSettings;
import io.terrarium.jail.Layer;
import io.terrarium.spi.Engine;
import io.terrarium.spi.WorkerFactory;
import io.terrarium.testing.Sandboxes;
import java.util.Set;

/** The engine with some of its layers only, and without its self-check, which would refuse that. */
public final class SabotagedEngine implements Engine {
  private static final String NAME = "sabotaged";
  private static final ThreadLocal<Set<Layer>> LEFT = ThreadLocal.withInitial(Set::of);

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
    return Integer.MIN_VALUE;
  }

  @Override
  public WorkerFactory open(SandboxSettings settings) {
    return new CpythonWorkerFactory(
        new SabotagedLaunch(settings, LEFT.get()), ZygoteKind.of(Policy.FULL));
  }

  @Override
  public IsolationReport inspect(SandboxSettings settings) {
    return Isolation.unusable("sabotaged");
  }
}
