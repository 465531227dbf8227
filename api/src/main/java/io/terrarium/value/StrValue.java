package io.terrarium.value;

/** A Python {@code str}: any text without unpaired surrogates. */
public record StrValue(String value) implements Value {
  /**
   * @throws IllegalArgumentException if the text holds an unpaired surrogate
   */
  public StrValue {
    int index = unpairedSurrogate(value);
    if (index >= 0) {
      throw new IllegalArgumentException("unpaired surrogate at index " + index);
    }
  }

  @Override
  public String typeName() {
    return "str";
  }

  @Override
  public String toString() {
    return Repr.of(this);
  }

  /** The index of the first surrogate without its other half, or -1. */
  static int unpairedSurrogate(String text) {
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean paired =
            Character.isHighSurrogate(c)
                && i + 1 < length
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!paired) {
          return i;
        }
        i++;
      }
    }
    return -1;
  }
}
