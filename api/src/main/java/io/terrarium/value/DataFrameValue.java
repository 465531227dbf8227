package io.terrarium.value;

import java.util.List;

/**
 * A {@code pandas.DataFrame}. As an argument it becomes one again, on a runtime that has pandas. As
 * a map it has the values of its columns by their labels.
 *
 * @param columns in order; labels need not differ
 * @param index what its rows are called
 */
public record DataFrameValue(List<Column> columns, TableIndex index) implements Value {

  /**
   * One column.
   *
   * @param label what it is called, a str as a rule
   * @param values an {@link ArrayValue} of one dimension, or a {@link ListValue} where its values
   *     are no numbers, truth values or times
   */
  public record Column(Value label, Value values) {
    /**
     * @throws IllegalArgumentException if the values are neither
     */
    public Column {
      int _ = TableIndex.length(values);
    }
  }

  /**
   * @throws IllegalArgumentException if a column has not as many values as the index says
   */
  public DataFrameValue {
    columns = List.copyOf(columns);
    for (Column column : columns) {
      TableIndex.requireLength(column.values(), index.rows(), "a column");
    }
  }

  @Override
  public String typeName() {
    return "pandas.DataFrame";
  }

  @Override
  public String toString() {
    return Repr.of(this);
  }
}
