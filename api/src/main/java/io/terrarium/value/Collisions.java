package io.terrarium.value;

import java.util.Collection;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps hash tables linear. A hostile program can return many keys with the same hash, and a table
 * of those takes time that grows with the square of their number.
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
}
