package io.terrarium.jail;

import io.terrarium.jail.Argument.Word;
import io.terrarium.jail.Argument.Words;
import io.terrarium.jail.Argument.WorkerValue;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What to do, as plain data: system calls in order, first in the zygote, then in each worker.
 *
 * <p>Immutable, and equal for equal specifications. The executor ({@code jail.py}) performs it and
 * decides nothing.
 *
 * @param architecture whose system-call numbers it holds
 * @param zygoteSteps for the zygote, once, when it has imported what it needs and closed every
 *     descriptor that it does not
 * @param workerSteps for each worker, as the last thing before a user's code is near; after the
 *     last of them the filter is in force
 */
public record JailPlan(Architecture architecture, List<Step> zygoteSteps, List<Step> workerSteps) {

  /** Copies the lists. */
  public JailPlan {
    zygoteSteps = List.copyOf(zygoteSteps);
    workerSteps = List.copyOf(workerSteps);
  }

  /** The names of the numbers that each worker must be given, in alphabetical order. */
  public Set<String> workerValues() {
    Set<String> names = new TreeSet<>();
    for (Step step : workerSteps) {
      for (Argument argument : step.arguments()) {
        if (argument instanceof Words(List<Word> words)) {
          words.stream()
              .filter(WorkerValue.class::isInstance)
              .forEach(word -> names.add(((WorkerValue) word).name()));
        }
      }
    }
    return names;
  }

  /**
   * The plan as nested maps, lists, strings, longs and byte arrays: {@code architecture}, {@code
   * zygote} and {@code worker}, each of the latter a list of steps with {@code layer}, {@code
   * name}, {@code number}, {@code arguments}, {@code tolerated} and {@code refused}.
   */
  public Map<String, Object> toData() {
    return Map.of(
        "architecture", architecture.id(),
        "zygote", zygoteSteps.stream().map(Step::toData).toList(),
        "worker", workerSteps.stream().map(Step::toData).toList());
  }
}
