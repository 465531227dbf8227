package io.terrarium.value;

import org.jspecify.annotations.Nullable;

/**
 * A member of a Python {@code enum.Enum}. It converts as its value does, and to a Java enum by its
 * name.
 *
 * @param type the name of the class
 * @param name the member's name; {@code A|B} or null for a combination of flags
 * @param value the member's value
 */
public record EnumValue(String type, @Nullable String name, Value value) implements Value {
  /**
   * @throws IllegalArgumentException if a name is empty or has an unpaired surrogate
   */
  public EnumValue {
    Names.require(type, "the class");
    Names.requireNullableText(name);
  }

  @Override
  public String typeName() {
    return type;
  }

  @Override
  public String toString() {
    return Repr.of(this);
  }
}
