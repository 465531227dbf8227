package io.terrarium.escapes;

import java.util.List;
import java.util.Map;

/**
 * One case of the suite. Immutable.
 *
 * @param name its function, unique in the suite
 * @param family what it belongs to, such as {@code files}
 * @param title what it does, in a few words
 * @param expected the outcome that it must have in the whole jail, such as {@code raised
 *     PermissionError}
 * @param layers the layers that stop it, each alone, in the order in which they act; none for what
 *     must work
 * @param function the function of the family's program
 * @param details what the function is given besides the targets
 */
public record EscapeCase(
    String name,
    String family,
    String title,
    String expected,
    List<String> layers,
    String function,
    Map<String, Object> details) {

  /** Copies the collections. */
  public EscapeCase {
    layers = List.copyOf(layers);
    details = Map.copyOf(details);
  }

  /** Whether it is an attack, which must not return. */
  public boolean isAttack() {
    return name.startsWith("deny_");
  }
}
