package io.terrarium.escapes;

import java.util.Map;

/**
 * What became of a case.
 *
 * @param attempted the case
 * @param outcome in the words of {@link EscapeCase#expected}, and a detail
 * @param asStated whether it is the outcome that the case states
 * @param returned whether the function returned: of an attack, that it succeeded
 * @param nextCallWorked whether an honest call right after it gave the right value
 */
public record EscapeResult(
    EscapeCase attempted,
    String outcome,
    boolean asStated,
    boolean returned,
    boolean nextCallWorked) {
  /** What the C library of WebAssembly only pretends to do, and what that answers. */
  private static final Map<String, String> DO_NOTHING =
      Map.of(
          "deny_changing_permissions", "returned: True",
          "deny_asking_where_it_is", "returned: '/'",
          "deny_asking_for_the_system", "returned: '0.0.0'",
          "deny_catching_the_end_of_time", "returned: True");

  /** Whether an attack got what it wanted. */
  public boolean isEscape() {
    return attempted.isAttack() && returned;
  }

  /** Whether everything was as it must be in the jail. */
  public boolean isGood() {
    return asStated && nextCallWorked;
  }

  /**
   * Whether all was well in an instance of WebAssembly: how an attack fails there is another
   * matter, and a few calls answer always the same and do nothing.
   */
  public boolean isHarmlessInWasm() {
    return nextCallWorked && (!isEscape() || outcome.equals(DO_NOTHING.get(attempted.name())));
  }
}
