package io.terrarium.core;

import io.terrarium.HostFunction;
import io.terrarium.InvalidArgumentException;
import io.terrarium.Profile;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The host functions that a call may call, sorted by name. Immutable. */
final class Lent {
  static final Lent NOTHING = new Lent(Map.of());

  private final Map<String, HostFunction> byName;
  private final List<HostFunction> functions;

  private Lent(Map<String, HostFunction> byName) {
    this.byName = byName;
    this.functions = List.copyOf(byName.values());
  }

  /** These with more, which count where two have the same name. */
  Lent plus(List<HostFunction> more) {
    if (more.isEmpty()) {
      return this;
    }
    var all = new TreeMap<>(byName);
    more.forEach(function -> all.put(function.name(), function));
    return new Lent(all);
  }

  /**
   * Those of them that a profile lends.
   *
   * @throws InvalidArgumentException when it names one that is not here
   */
  Lent in(Profile profile) {
    if (profile.hostFunctions().isEmpty()) {
      return this;
    }
    var lent = new TreeMap<String, HostFunction>();
    for (String name : new TreeSet<>(profile.hostFunctions().get())) {
      HostFunction function = byName.get(name);
      if (function == null) {
        throw new InvalidArgumentException(
            "The profile %s names a host function '%s' in host_functions, and the sandbox has %s."
                .formatted(
                    profile.name(),
                    name,
                    byName.isEmpty() ? "none" : String.join(", ", byName.keySet())),
            null);
      }
      lent.put(name, function);
    }
    return new Lent(lent);
  }

  boolean isEmpty() {
    return functions.isEmpty();
  }

  List<HostFunction> functions() {
    return functions;
  }

  List<String> names() {
    return List.copyOf(byName.keySet());
  }

  @Nullable HostFunction find(String name) {
    return byName.get(name);
  }

  /** All signatures, one a line. */
  String signatures() {
    return functions.stream().map(HostFunction::toString).collect(Collectors.joining("\n"));
  }
}
