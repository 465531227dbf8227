package io.terrarium.jail;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * One system call of a {@link JailPlan}.
 *
 * @param layer the layer that it is a part of
 * @param name its name, unique in the plan
 * @param systemCall the number of the call on the plan's architecture
 * @param arguments at most six
 * @param toleratedErrors the errnos that do not fail the step: what it wants is the case already
 * @param refusedAnswers the answers without an error that fail the step all the same, with errno 0
 */
public record Step(
    Layer layer,
    String name,
    int systemCall,
    List<Argument> arguments,
    Set<Integer> toleratedErrors,
    Set<Long> refusedAnswers) {

  private static final int MAXIMUM_ARGUMENTS = 6;

  /** Copies the collections and refuses a seventh argument. */
  public Step {
    arguments = List.copyOf(arguments);
    toleratedErrors = Set.copyOf(toleratedErrors);
    refusedAnswers = Set.copyOf(refusedAnswers);
    if (arguments.size() > MAXIMUM_ARGUMENTS) {
      throw new IllegalArgumentException("a system call has at most six arguments: " + name);
    }
  }

  Step(Layer layer, String name, int systemCall, Argument... arguments) {
    this(layer, name, systemCall, List.of(arguments), Set.of(), Set.of());
  }

  Step tolerating(int errno) {
    return new Step(layer, name, systemCall, arguments, Set.of(errno), refusedAnswers);
  }

  Step refusing(long answer) {
    return new Step(layer, name, systemCall, arguments, toleratedErrors, Set.of(answer));
  }

  /** The step as plain data. */
  Map<String, Object> toData() {
    return Map.of(
        "layer", layer.id(),
        "name", name,
        "number", (long) systemCall,
        "arguments", arguments.stream().map(Argument::toData).toList(),
        "tolerated", new TreeSet<>(toleratedErrors).stream().map(Integer::longValue).toList(),
        "refused", new TreeSet<>(refusedAnswers).stream().toList());
  }
}
