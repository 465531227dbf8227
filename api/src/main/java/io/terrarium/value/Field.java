package io.terrarium.value;

/** One field of a {@link DataclassValue} or a {@link NamedTupleValue}. */
public record Field(String name, Value value) {
  /**
   * @throws IllegalArgumentException if the name is empty or has an unpaired surrogate
   */
  public Field {
    Names.require(name, "a field");
  }
}
