package io.terrarium.value;

/**
 * An instance of a subclass of a built-in type ({@code collections.Counter}, a class of the
 * program's own): what it is underneath, and what it called itself.
 *
 * @param type the name of the class; with its module, save for the program's own
 * @param value the plain value underneath
 */
public record SubclassValue(String type, Value value) implements Value {
  /**
   * @throws IllegalArgumentException if the name of the class is empty or has an unpaired
   *     surrogate, or if the value is of a type that has no subclasses or a form of their own
   */
  public SubclassValue {
    Names.require(type, "the class");
    switch (value) {
      case NoneValue _,
          BoolValue _,
          EnumValue _,
          DataclassValue _,
          NamedTupleValue _,
          ArrayValue _,
          SeriesValue _,
          DataFrameValue _,
          SubclassValue _ ->
          throw new IllegalArgumentException(
              "there is no subclass form of a " + value.typeName() + " value");
      default -> {}
    }
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
