package io.terrarium.jail;

import io.terrarium.jail.Argument.Word;
import io.terrarium.jail.Argument.Words;
import io.terrarium.jail.Argument.WorkerValue;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What to do, as plain data: system calls in order, in the zygote, then in each worker.
 *
 * <p>Immutable, and equal for equal specifications. The executor ({@code jail.py}) performs it and
 * decides nothing.
 *
 * @param architecture whose system-call numbers it holds
 * @param entrySteps for the process that was started, before anything else: it becomes the jail's
 *     user, and makes namespaces
 * @param keeperSteps for that process, when it has forked the zygote into a namespace of process
 *     ids and does nothing more than wait for it; without any it is the zygote itself
 * @param zygoteSteps for the zygote, once, when it has imported what it needs and closed every
 *     descriptor that it does not
 * @param workerSteps for each worker, as the last thing before a user's code is near; after the
 *     last of them the filter is in force
 */
public record JailPlan(
    Architecture architecture,
    List<Step> entrySteps,
    List<Step> keeperSteps,
    List<Step> zygoteSteps,
    List<Step> workerSteps) {

  /** Copies the lists. */
  public JailPlan {
    entrySteps = List.copyOf(entrySteps);
    keeperSteps = List.copyOf(keeperSteps);
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
   * entry}, {@code keeper}, {@code zygote} and {@code worker}, each of the latter a list of steps
   * with {@code layer}, {@code name}, {@code number}, {@code arguments}, {@code tolerated} and
   * {@code refused}.
   */
  public Map<String, Object> toData() {
    return Map.of(
        "architecture", architecture.id(),
        "entry", entrySteps.stream().map(Step::toData).toList(),
        "keeper", keeperSteps.stream().map(Step::toData).toList(),
        "zygote", zygoteSteps.stream().map(Step::toData).toList(),
        "worker", workerSteps.stream().map(Step::toData).toList());
  }
}
