package io.terrarium.wire;

import java.util.List;

/** Rows of numbers that lie in columns, each a {@code double[]} or a {@code long[]}. */
public final class ColumnRows implements Rows {
  /** A tag, and eight bytes or five digits and their count. */
  private static final long NUMBER_BYTES = 15;

  private final List<Object> columns;
  private final int first;
  private final int count;

  /**
   * @param columns not copied
   * @param first the first row
   * @param count how many there are
   */
  public ColumnRows(List<Object> columns, int first, int count) {
    this.columns = columns;
    this.first = first;
    this.count = count;
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public RowShape shape() {
    return RowShape.COLUMNS;
  }

  @Override
  public boolean tagged() {
    return false;
  }

  @Override
  public long bytes() {
    return NUMBER_BYTES * count * columns.size();
  }

  @Override
  public long pythonBytes() {
    return columns.size() * (PythonMemory.list(count) + PythonMemory.integer(Long.SIZE) * count);
  }

  @Override
  public void write(ValueEncoder values, int from, int to) {
    values.head(Marshal.TUPLE, columns.size());
    for (Object column : columns) {
      switch (column) {
        case double[] floats -> values.doubles(floats, first + from, first + to);
        case long[] ints -> values.longs(ints, first + from, first + to);
        default -> throw new IllegalArgumentException("no column of numbers: " + column.getClass());
      }
    }
  }
}
