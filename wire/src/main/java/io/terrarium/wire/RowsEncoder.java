package io.terrarium.wire;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Encodes rows of one shape, one by one, until they are to be sent. For one thread. */
public final class RowsEncoder {
  private static final int INITIAL_BYTES = 4 * 1024;
  private static final int INITIAL_ROWS = 64;

  private final RowShape shape;
  private final long rowBytes;
  private final WireBuffer out = new WireBuffer(INITIAL_BYTES);
  private final ValueEncoder values = new ValueEncoder(out);
  private int[] ends = new int[INITIAL_ROWS];
  private int count;
  private boolean tagged;
  private long pythonBytes;

  /**
   * @param shape that of every row
   * @param rowBytes how long a row may be once encoded
   */
  public RowsEncoder(RowShape shape, long rowBytes) {
    this.shape = shape;
    this.rowBytes = rowBytes;
  }

  /** The shape of every row. */
  public RowShape shape() {
    return shape;
  }

  /**
   * Adds a row. Paths in messages begin at {@code args[0]} or {@code kwargs['name']}. After an
   * exception the encoder is of no further use but for the rows before.
   *
   * @throws io.terrarium.value.ValueConversionException if an argument or a part of one has no
   *     Python counterpart
   * @throws ArgumentsTooLargeException if the row is longer than it may be
   */
  public void add(
      List<? extends @Nullable Object> arguments,
      Map<String, ? extends @Nullable Object> keywordArguments) {
    values.beginArguments(rowBytes);
    switch (shape) {
      case POSITIONAL -> values.arguments(arguments);
      case NAMED -> values.keywordArguments(keywordArguments);
      case MIXED -> {
        values.pairHead();
        values.arguments(arguments);
        values.keywordArguments(keywordArguments);
      }
      case COLUMNS -> throw new IllegalStateException("columns are not encoded row by row");
    }
    values.endArguments();
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, 2 * count);
    }
    ends[count++] = out.position();
    tagged |= values.tagged();
    pythonBytes += PythonMemory.list(arguments.size()) + values.pythonBytes();
  }

  /** How many rows there are. */
  public int count() {
    return count;
  }

  /** How long they are together. */
  public int bytes() {
    return count == 0 ? 0 : ends[count - 1];
  }

  /** About how much memory CPython takes for them. */
  public long pythonBytes() {
    return pythonBytes;
  }

  /** The rows; nothing may be added after that. */
  public EncodedRows rows() {
    return new EncodedRows(shape, out.array(), ends, count, tagged, pythonBytes);
  }
}
