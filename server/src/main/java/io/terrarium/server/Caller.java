package io.terrarium.server;

import io.terrarium.Profile;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * On whose behalf a request is made. Programs and sessions belong to a caller, by its name.
 * Immutable.
 *
 * @param name by which logs know it; never the key itself
 * @param profiles those that it may put its programs in, by their names
 * @param standard the profile of programs that are put in none; empty: they are in none, and the
 *     caller may choose their policy
 */
public record Caller(String name, SortedMap<String, Profile> profiles, Optional<Profile> standard) {

  /** Copies the map. */
  public Caller {
    profiles = Collections.unmodifiableSortedMap(new TreeMap<>(profiles));
  }

  /** Whoever it is, where there are no keys: every profile is theirs to use, and none a must. */
  public static Caller anyone(SortedMap<String, Profile> profiles) {
    return new Caller("anyone", profiles, Optional.empty());
  }
}
