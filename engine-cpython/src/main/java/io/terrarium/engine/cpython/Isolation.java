package io.terrarium.engine.cpython;

import io.terrarium.IsolationReport;
import io.terrarium.jail.Layer;
import io.terrarium.jail.Namespace;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Puts what a zygote reports into words for people. */
final class Isolation {
  private static final String UNUSED = "not used; the layers of the floor hold without it";

  private Isolation() {}

  /** The layers of a jail that is closed: those of the floor are all there, or it would not be. */
  static IsolationReport report(
      Launch launch,
      ControlGroupGrant controlGroup,
      ZygoteReport report,
      List<IsolationReport.Attempt> selfCheck,
      List<RuntimeZygotes> runtimes) {
    String runtime = "CPython " + report.version() + " at " + launch.python();
    List<IsolationReport.Layer> layers =
        Arrays.stream(Layer.values())
            .map(layer -> layer(layer, launch, controlGroup, report))
            .toList();
    return new IsolationReport(
        CpythonEngine.NAME,
        true,
        Optional.of(runtime),
        layers,
        Optional.of(report.jailSetUp()),
        selfCheck,
        Stream.concat(
                launch.notes().stream(),
                runtimes.stream()
                    .filter(RuntimeZygotes::isWorthMentioning)
                    .map(RuntimeZygotes::description))
            .toList());
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
        CpythonEngine.NAME,
        false,
        Optional.empty(),
        layers,
        Optional.empty(),
        List.of(),
        List.of(failure.explanation()));
  }

  /** The engine did not come as far as its layers. */
  static IsolationReport unusable(String reason) {
    return new IsolationReport(
        CpythonEngine.NAME,
        false,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        List.of(),
        List.of(reason));
  }

  private static IsolationReport.Layer layer(
      Layer layer, Launch launch, ControlGroupGrant controlGroup, ZygoteReport report) {
    Optional<String> remedy = missing(layer, launch.extras(), controlGroup);
    boolean present =
        switch (layer) {
          case LANDLOCK -> launch.extras().landlock();
          case NAMESPACES -> launch.extras().namespaces().size() == Namespace.values().length;
          case CONTROL_GROUP -> controlGroup.group().isPresent();
          case IDENTITY, RESOURCE_LIMITS, SECCOMP -> true;
        };
    return new IsolationReport.Layer(
        layer.id(),
        isRequired(layer) && present,
        present,
        detail(layer, launch, controlGroup, report),
        remedy);
  }

  /** What would bring back what was refused. */
  private static Optional<String> missing(
      Layer layer, Extras extras, ControlGroupGrant controlGroup) {
    return switch (layer) {
      case LANDLOCK -> extras.landlockRefused();
      case NAMESPACES -> extras.refused().values().stream().findFirst();
      case CONTROL_GROUP -> controlGroup.refused();
      default -> Optional.empty();
    };
  }

  private static boolean isRequired(Layer layer) {
    return layer.kind() == Layer.Kind.FLOOR;
  }

  private static String detail(
      Layer layer, Launch launch, ControlGroupGrant controlGroup, ZygoteReport report) {
    return switch (layer) {
      case IDENTITY ->
          (launch.workerUserId() < 0
                  ? "the application's own ordinary user"
                  : "user and group " + launch.workerUserId())
              + ", no capabilities, no new privileges, empty environment";
      case LANDLOCK ->
          launch.extras().landlock()
              ? "kernel ABI " + report.landlockAbi() + ", a domain for each worker, nothing allowed"
              : "not there; the namespaces stand in for it";
      case RESOURCE_LIMITS -> "memory, CPU time, descriptors, processes, file size, core dumps";
      case SECCOMP ->
          "an allowlist on the zygote and a narrower one on every worker, native system calls only";
      case NAMESPACES -> namespaces(launch.extras());
      case CONTROL_GROUP -> controlGroup.group().isPresent() ? controlGroup(launch) : UNUSED;
    };
  }

  private static String controlGroup(Launch launch) {
    ControlGroupLimits limits = launch.controlGroup().limits();
    return "%,d MiB of memory and no swap, %,d processes, %d processors, for all workers together"
        .formatted(limits.memoryBytes() >> 20, limits.processes(), limits.processors());
  }

  private static String namespaces(Extras extras) {
    if (extras.namespaces().isEmpty()) {
      return UNUSED;
    }
    String used = names(extras.namespaces());
    String root = extras.namespaces().contains(Namespace.MOUNT) ? ", an empty read-only root" : "";
    return extras.refused().isEmpty()
        ? used + root
        : used + root + "; without " + names(extras.refused().keySet());
  }

  private static String names(Set<Namespace> namespaces) {
    return namespaces.stream().map(Namespace::id).collect(Collectors.joining(", "));
  }
}
