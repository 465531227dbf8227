package io.terrarium.engine.cpython;

import io.terrarium.SandboxSettings;
import io.terrarium.jail.JailPlan;
import io.terrarium.jail.Layer;
import io.terrarium.jail.Step;
import java.nio.file.Path;
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
      this.whole = factory.launch();
    }
    this.left = Set.copyOf(left);
  }

  @Override
  public JailPlan plan(Path socketFolder) {
    JailPlan plan = whole.plan(socketFolder);
    return new JailPlan(
        plan.architecture(),
        rest(plan.entrySteps()),
        left.contains(Layer.NAMESPACES) ? rest(plan.keeperSteps()) : List.of(),
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
  public Path python() {
    return whole.python();
  }

  @Override
  public int workerUserId() {
    return left.contains(Layer.IDENTITY) ? whole.workerUserId() : -1;
  }

  @Override
  public Extras extras() {
    return whole.extras();
  }

  @Override
  public List<String> notes() {
    return whole.notes();
  }
}
