package io.terrarium.value;

/**
 * A Python {@code float}. Compared as {@link Double#compare} does: NaN equals NaN, and 0.0 does not
 * equal -0.0.
 */
public record FloatValue(double value) implements Value {
  @Override
  public String typeName() {
    return "float";
  }

  @Override
  public String toString() {
    return Repr.of(this);
  }
}
