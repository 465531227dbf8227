package io.terrarium.value;

import java.util.List;

/**
 * An instance of a Python {@code @dataclass}.
 *
 * @param type the name of the class
 * @param fields the fields in order
 */
public record DataclassValue(String type, List<Field> fields) implements Value {
  /**
   * @throws IllegalArgumentException if the name of the class is empty or has an unpaired surrogate
   */
  public DataclassValue {
    Names.require(type, "the class");
    fields = List.copyOf(fields);
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
