package io.terrarium.wire;

/** Rows that were encoded one by one, with the place of each. */
public final class EncodedRows implements Rows {
  private final RowShape shape;
  private final byte[] data;
  private final int[] ends;
  private final int count;
  private final boolean tagged;
  private final long pythonBytes;

  /**
   * @param ends where each row ends in the data; longer than the count says, perhaps
   */
  EncodedRows(
      RowShape shape, byte[] data, int[] ends, int count, boolean tagged, long pythonBytes) {
    this.shape = shape;
    this.data = data;
    this.ends = ends;
    this.count = count;
    this.tagged = tagged;
    this.pythonBytes = pythonBytes;
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public RowShape shape() {
    return shape;
  }

  @Override
  public boolean tagged() {
    return tagged;
  }

  @Override
  public long bytes() {
    return start(count);
  }

  @Override
  public long pythonBytes() {
    return pythonBytes;
  }

  @Override
  public void write(ValueEncoder values, int from, int to) {
    values.head(Marshal.LIST, to - from);
    values.encoded(data, start(from), start(to));
  }

  private int start(int row) {
    return row == 0 ? 0 : ends[row - 1];
  }
}
