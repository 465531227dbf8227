package io.terrarium.escapes;

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

  /** Whether an attack got what it wanted. */
  public boolean isEscape() {
    return attempted.isAttack() && returned;
  }

  /** Whether everything was as it must be. */
  public boolean isGood() {
    return asStated && nextCallWorked;
  }
}
