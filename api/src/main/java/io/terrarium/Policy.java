package io.terrarium;

import java.util.Set;

/**
 * The language rules that a program is held to. A policy is a second line of defence and a source
 * of good diagnostics; what contains a program is the engine's isolation, under every policy.
 *
 * @param name the name by which worker and people know the rules
 */
public record Policy(String name) {

  /** All of Python: the isolation alone contains the program. */
  public static final Policy FULL = new Policy("full");

  /** What a {@link Source} is held to unless it says otherwise. */
  public static final Policy DEFAULT = FULL;

  /** Refuses names that stand for no rules. */
  public Policy {
    if (!names().contains(name)) {
      throw new IllegalArgumentException(
          "there is no policy named '" + name + "'; known: " + String.join(", ", names()));
    }
  }

  /** The names of the policies that come with Terrarium. */
  public static Set<String> names() {
    return Set.of("full");
  }
}
