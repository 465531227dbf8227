package io.terrarium.engine.cpython;

import io.terrarium.SandboxSettings;
import io.terrarium.jail.Architecture;
import io.terrarium.jail.JailPlan;
import io.terrarium.jail.JailSpec;
import io.terrarium.jail.Layer;
import io.terrarium.jail.Step;
import io.terrarium.spi.Events;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A launch whose jail lacks layers, so that tests can see what each of the others stops. What only
 * makes processes end with each other stays, or tests would leave some behind.
 */
final class SabotagedLaunch implements Launch {
  private static final Set<String> BELONGINGS =
      Set.of("die_with_supervisor", "die_with_keeper", "die_with_zygote");

  private final Launch whole;
  private final Set<Layer> left;

  /** With these layers left of those that this machine has. */
  SabotagedLaunch(SandboxSettings settings, Set<Layer> left) {
    try (var factory = CpythonEngine.start(settings, ZygoteKind.LEAN)) {
      this.whole = left.contains(Layer.IDENTITY) ? factory.launch() : asOwnUser(factory.launch());
    }
    this.left = Set.copyOf(left);
  }

  /** Root stays root, also in a namespace of users. */
  private static Launch asOwnUser(Launch launch) {
    return new JailedLaunch(
        launch.python(),
        JailSpec.forOrdinaryUser(Architecture.current()),
        OwnUser.current(),
        launch.extras(),
        launch.controlGroup(),
        launch.notes(),
        launch.events());
  }

  /** The layers that this machine has. */
  Set<Layer> granted() {
    Set<Layer> granted =
        EnumSet.of(Layer.IDENTITY, Layer.RESOURCE_LIMITS, Layer.SECCOMP, Layer.LANDLOCK);
    if (!whole.extras().landlock()) {
      granted.remove(Layer.LANDLOCK);
    }
    if (whole.extras().refused().isEmpty()) {
      granted.add(Layer.NAMESPACES);
    }
    return granted;
  }

  @Override
  public JailPlan plan(Path socketFolder) {
    JailPlan plan = whole.plan(socketFolder);
    return new JailPlan(
        plan.architecture(),
        rest(plan.entrySteps()),
        left.contains(Layer.NAMESPACES) ? plan.keeperSteps() : List.of(),
        rest(plan.zygoteSteps()),
        rest(plan.workerSteps()));
  }

  private List<Step> rest(List<Step> steps) {
    return steps.stream()
        .filter(step -> left.contains(step.layer()) || BELONGINGS.contains(step.name()))
        .toList();
  }

  @Override
  public String address(Path socket) {
    return left.contains(Layer.NAMESPACES) ? whole.address(socket) : socket.toString();
  }

  @Override
  public Events events() {
    return whole.events();
  }

  @Override
  public Path python() {
    return whole.python();
  }

  @Override
  public int workerUserId() {
    return whole.workerUserId();
  }

  @Override
  public Extras extras() {
    return whole.extras();
  }

  @Override
  public ControlGroupGrant.Request controlGroup() {
    return whole.controlGroup();
  }

  @Override
  public List<String> notes() {
    return whole.notes();
  }
}
