package io.terrarium.core;

import io.terrarium.Columns;
import io.terrarium.MapCall;
import io.terrarium.wire.ColumnRows;
import io.terrarium.wire.Rows;
import org.jspecify.annotations.Nullable;

/** Rows from columns, which are encoded when they are sent. */
final class ColumnSource implements RowSource {
  /** What a number takes, encoded: a tag and eight bytes. */
  private static final long NUMBER_BYTES = 9;

  private final Columns columns;
  private final int mostAtOnce;
  private int next;

  ColumnSource(Columns columns, MapCall call) {
    this.columns = columns;
    long rowBytes = NUMBER_BYTES * columns.arrays().size();
    this.mostAtOnce = (int) Math.max(1, call.batchBytes() / rowBytes);
  }

  @Override
  public @Nullable Rows next(int most) {
    int count = Math.min(Math.min(most, mostAtOnce), columns.rows() - next);
    if (count == 0) {
      return null;
    }
    var rows = new ColumnRows(columns.arrays(), next, count);
    next += count;
    return rows;
  }

  @Override
  public @Nullable Throwable failure() {
    return null;
  }
}
