package io.terrarium.value;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Keeps hash tables linear and whole. A hostile program can return many keys with the same hash,
 * and a table of those takes time that grows with the square of their number; and keys that differ
 * in Python can be equal in Java, where all but one would be lost.
 */
final class Collisions {
  /** So few keys are harmless whatever their hashes. */
  private static final int HARMLESS = 1_000;

  private static final int COMPARISONS_PER_KEY = 64;

  private Collisions() {}

  /**
   * @throws ValueConversionException if a table of these keys would need too many comparisons
   */
  static void check(Collection<? extends @Nullable Object> keys, Trail trail) {
    if (keys.size() <= HARMLESS) {
      return;
    }
    var counts = HashMap.<Integer, Integer>newHashMap(keys.size());
    long comparisons = 0;
    for (Object key : keys) {
      comparisons += counts.merge(key == null ? 0 : key.hashCode(), 1, Integer::sum);
    }
    if (comparisons > (long) COMPARISONS_PER_KEY * keys.size() + HARMLESS * HARMLESS) {
      throw trail.problem(
          "too many of the " + keys.size() + " keys have the same hash to make a Java Map or Set");
    }
  }

  /**
   * @param size how many of the keys the Map or Set has that was made of them
   * @param original gives the key in Python at an index
   * @throws ValueConversionException if it has fewer than there are, naming one that it lacks
   */
  static void requireAll(
      List<? extends @Nullable Object> keys,
      int size,
      Value value,
      String javaType,
      IntFunction<Value> original,
      Trail trail) {
    if (size == keys.size()) {
      return;
    }
    var seen = new HashSet<@Nullable Object>();
    int index = 0;
    while (seen.add(keys.get(index))) {
      index++;
    }
    String key = Repr.ofKey(original.apply(index));
    throw trail.misfit(value, javaType, key + " is the same there as another one before it");
  }
}
