package io.terrarium.value;

/** A Python {@code complex}. Its parts are compared as those of {@link FloatValue} are. */
public record ComplexValue(double real, double imaginary) implements Value {
  @Override
  public String typeName() {
    return "complex";
  }

  @Override
  public String toString() {
    return Repr.of(this);
  }
}
