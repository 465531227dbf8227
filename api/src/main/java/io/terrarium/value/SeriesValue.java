package io.terrarium.value;

/**
 * A {@code pandas.Series}. As an argument it becomes one again, on a runtime that has pandas. As a
 * list or an array it has its values.
 *
 * @param name what it is called; None where it has no name
 * @param index what its rows are called
 * @param values an {@link ArrayValue} of one dimension, or a {@link ListValue} where its values are
 *     no numbers, truth values or times
 */
public record SeriesValue(Value name, TableIndex index, Value values) implements Value {
  /**
   * @throws IllegalArgumentException if the values are neither, or not as many as the index says
   */
  public SeriesValue {
    TableIndex.requireLength(values, index.rows(), "a series");
  }

  @Override
  public String typeName() {
    return "pandas.Series";
  }

  @Override
  public String toString() {
    return Repr.of(this);
  }
}
