package io.terrarium.value;

import java.util.List;

/**
 * What the rows of a {@link SeriesValue} or {@link DataFrameValue} are called: a pandas {@code
 * Index}, or a {@code MultiIndex} of several levels.
 *
 * @param levels one or more, all as long as the table
 */
public record TableIndex(List<Level> levels) {

  /**
   * One level.
   *
   * @param name its name; None where it has none
   * @param values an {@link ArrayValue} of one dimension, or a {@link ListValue}
   */
  public record Level(Value name, Value values) {
    /**
     * @throws IllegalArgumentException if the values are neither
     */
    public Level {
      int _ = length(values);
    }
  }

  /**
   * @throws IllegalArgumentException if there is no level, or they are not equally long
   */
  public TableIndex {
    levels = List.copyOf(levels);
    if (levels.isEmpty()) {
      throw new IllegalArgumentException("an index has a level at least");
    }
    for (Level level : levels) {
      requireLength(level.values(), length(levels.getFirst().values()), "a level of the index");
    }
  }

  /** The rows from 0 on. */
  public static TableIndex upTo(int rows) {
    long[] numbers = new long[rows];
    for (int i = 0; i < rows; i++) {
      numbers[i] = i;
    }
    return new TableIndex(List.of(new Level(NoneValue.INSTANCE, ArrayValue.of(numbers))));
  }

  /** How many rows there are. */
  public int rows() {
    return length(levels.getFirst().values());
  }

  static int length(Value values) {
    return switch (values) {
      case ListValue(List<Value> items) -> items.size();
      case ArrayValue array when array.isFlat() -> array.size();
      default ->
          throw new IllegalArgumentException(
              "the values of a table are arrays of one dimension, or lists");
    };
  }

  static void requireLength(Value values, int rows, String what) {
    if (length(values) != rows) {
      throw new IllegalArgumentException(
          "%s has %d values, and the table %d rows".formatted(what, length(values), rows));
    }
  }
}
