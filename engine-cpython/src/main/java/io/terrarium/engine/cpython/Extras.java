package io.terrarium.engine.cpython;

import static io.terrarium.IsolationExtra.NAMESPACES;

import io.terrarium.IsolationExtra.Use;
import io.terrarium.SandboxSettings;
import io.terrarium.jail.Enclosure;
import io.terrarium.jail.Layer;
import io.terrarium.jail.Namespace;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is used of the isolation that a machine may or may not grant. The kernel says what it grants
 * when it is asked, so one begins with everything, and does without what was refused.
 *
 * @param namespaces the namespaces
 * @param landlock whether Landlock is used: without it, namespaces have to stand in
 * @param refused why each namespace is not there that should be, for people
 * @param landlockRefused why Landlock is not there, for people
 */
record Extras(
    Set<Namespace> namespaces,
    boolean landlock,
    Map<Namespace, String> refused,
    Optional<String> landlockRefused) {

  /** ENOSYS and EOPNOTSUPP: the kernel was built or started without it. */
  private static final Set<Integer> NOT_THERE = Set.of(38, 95);

  static Extras wanted(SandboxSettings settings) {
    Set<Namespace> namespaces =
        settings.use(NAMESPACES) == Use.OFF
            ? EnumSet.noneOf(Namespace.class)
            : EnumSet.allOf(Namespace.class);
    return new Extras(namespaces, true, Map.of(), Optional.empty());
  }

  /** What is left when a step has failed; nothing when the floor does not hold without it. */
  Optional<Extras> without(SetUpFailure failure, SandboxSettings settings) {
    return switch (failure.layer().orElse(Layer.IDENTITY)) {
      case NAMESPACES ->
          settings.use(NAMESPACES) == Use.REQUIRED
              ? Optional.empty()
              : Namespace.ofStep(failure.step())
                  .filter(namespaces::contains)
                  .map(namespace -> without(namespace, failure.explanation()));
      case LANDLOCK ->
          landlock
                  && NOT_THERE.contains(failure.errno())
                  && enclosure(0, 0, "/").standsInForLandlock()
              ? Optional.of(
                  new Extras(namespaces, false, refused, Optional.of(failure.explanation())))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** An ordinary user makes every other kind within one of users. */
  private Extras without(Namespace namespace, String reason) {
    Set<Namespace> rest = EnumSet.noneOf(Namespace.class);
    Map<Namespace, String> reasons = new EnumMap<>(Namespace.class);
    reasons.putAll(refused);
    for (Namespace candidate : namespaces) {
      if (namespace == Namespace.USER || candidate == namespace) {
        reasons.put(candidate, reason);
      } else {
        rest.add(candidate);
      }
    }
    return new Extras(rest, landlock, reasons, landlockRefused);
  }

  Enclosure enclosure(long userId, long groupId, String socketFolder) {
    return new Enclosure(namespaces, userId, groupId, socketFolder);
  }
}
