package io.terrarium;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Rows of numbers as columns: row {@code i} has the {@code i}th number of each column as its
 * positional arguments, in order. The arrays are not copied, and must not change while they are
 * mapped.
 */
public final class Columns {
  private final List<Object> arrays;
  private final int rows;

  private Columns(List<Object> arrays, int rows) {
    this.arrays = Collections.unmodifiableList(arrays);
    this.rows = rows;
  }

  /** A first column, of floats. */
  public static Columns of(double[] floats) {
    return new Columns(List.of(floats), floats.length);
  }

  /** A first column, of ints. */
  public static Columns of(long[] ints) {
    return new Columns(List.of(ints), ints.length);
  }

  /**
   * The same with one more column, of floats.
   *
   * @throws InvalidArgumentException when it is longer or shorter than the others
   */
  public Columns with(double[] floats) {
    return with(floats, floats.length);
  }

  /**
   * The same with one more column, of ints.
   *
   * @throws InvalidArgumentException when it is longer or shorter than the others
   */
  public Columns with(long[] ints) {
    return with(ints, ints.length);
  }

  /** How many rows there are: the length of every column. */
  public int rows() {
    return rows;
  }

  /** The columns, each a {@code double[]} or a {@code long[]}. */
  public List<Object> arrays() {
    return arrays;
  }

  private Columns with(Object array, int length) {
    if (length != rows) {
      throw new InvalidArgumentException(
          "column %d has %d rows, and those before it have %d"
              .formatted(arrays.size(), length, rows),
          null);
    }
    var more = new ArrayList<>(arrays);
    more.add(array);
    return new Columns(more, rows);
  }
}
