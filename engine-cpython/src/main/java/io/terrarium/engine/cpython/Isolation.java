package io.terrarium.engine.cpython;

import io.terrarium.IsolationReport;
import io.terrarium.jail.Layer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Puts what a zygote reports into words for people. */
final class Isolation {
  private Isolation() {}

  /** The layers of a jail that is closed: those of the floor are all there, or it would not be. */
  static IsolationReport report(Launch launch, ZygoteReport report) {
    String runtime = "CPython " + report.version() + " at " + launch.python();
    List<IsolationReport.Layer> layers =
        Arrays.stream(Layer.values()).map(layer -> layer(layer, launch, report)).toList();
    return new IsolationReport(
        CpythonEngine.NAME, true, Optional.of(runtime), layers, launch.notes());
  }

  /** The layers up to the one that could not be put up. */
  static IsolationReport without(SetUpFailure failure) {
    List<IsolationReport.Layer> layers =
        failure.layer().stream()
            .map(layer ->
                new IsolationReport.Layer(
                    layer.id(),
                    isRequired(layer),
                    false,
                    failure.message(),
                    Optional.of(failure.explanation())))
            .toList();
    return new IsolationReport(
        CpythonEngine.NAME, false, Optional.empty(), layers, List.of(failure.explanation()));
  }

  /** The engine did not come as far as its layers. */
  static IsolationReport unusable(String reason) {
    return new IsolationReport(
        CpythonEngine.NAME, false, Optional.empty(), List.of(), List.of(reason));
  }

  private static IsolationReport.Layer layer(Layer layer, Launch launch, ZygoteReport report) {
    boolean present = isRequired(layer);
    return new IsolationReport.Layer(
        layer.id(), isRequired(layer), present, detail(layer, launch, report), Optional.empty());
  }

  private static boolean isRequired(Layer layer) {
    return layer.kind() == Layer.Kind.FLOOR;
  }

  private static String detail(Layer layer, Launch launch, ZygoteReport report) {
    return switch (layer) {
      case IDENTITY ->
          (launch.workerUserId() < 0
                  ? "the application's own ordinary user"
                  : "user and group " + launch.workerUserId())
              + ", no capabilities, no new privileges, empty environment";
      case LANDLOCK ->
          "kernel ABI " + report.landlockAbi() + ", a domain for each worker, nothing allowed";
      case RESOURCE_LIMITS -> "memory, CPU time, descriptors, processes, file size, core dumps";
      case SECCOMP -> "an allowlist on every worker, native system calls only";
      case NAMESPACES, CONTROL_GROUP -> "not used; the layers of the floor hold without it";
    };
  }
}
