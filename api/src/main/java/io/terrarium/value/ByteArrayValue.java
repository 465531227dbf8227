package io.terrarium.value;

/** A Python {@code bytearray}, as it was when it crossed. */
public record ByteArrayValue(BytesValue content) implements Value {
  /** A copy of all the bytes. */
  public static ByteArrayValue of(byte[] bytes) {
    return new ByteArrayValue(BytesValue.of(bytes));
  }

  @Override
  public String typeName() {
    return "bytearray";
  }

  @Override
  public String toString() {
    return Repr.of(this);
  }
}
