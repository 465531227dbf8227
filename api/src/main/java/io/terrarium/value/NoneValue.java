package io.terrarium.value;

/** Python's {@code None}. */
public record NoneValue() implements Value {
  /** The one that there need be. */
  public static final NoneValue INSTANCE = new NoneValue();

  @Override
  public String typeName() {
    return "NoneType";
  }

  @Override
  public String toString() {
    return Repr.of(this);
  }
}
