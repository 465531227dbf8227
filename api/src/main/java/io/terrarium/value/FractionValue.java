package io.terrarium.value;

import java.math.BigInteger;

/**
 * A Python {@code fractions.Fraction}. It is kept as it is given: Python gives lowest terms, and to
 * verify that of large numbers from a hostile program would cost too much.
 *
 * @param denominator at least 1
 */
public record FractionValue(BigInteger numerator, BigInteger denominator) implements Value {
  /**
   * @throws IllegalArgumentException if the denominator is not positive
   */
  public FractionValue {
    if (denominator.signum() <= 0) {
      throw new IllegalArgumentException("the denominator of a Fraction is positive");
    }
  }

  @Override
  public String typeName() {
    return "Fraction";
  }

  @Override
  public String toString() {
    return Repr.of(this);
  }
}
