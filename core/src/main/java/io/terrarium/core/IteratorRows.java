package io.terrarium.core;

import io.terrarium.ArrivingRows;
import io.terrarium.Call;
import io.terrarium.InvalidArgumentException;
import io.terrarium.InvalidRowException;
import io.terrarium.Limits;
import io.terrarium.MapCall;
import io.terrarium.Row;
import io.terrarium.contract.Contract;
import io.terrarium.value.ValueConversionException;
import io.terrarium.wire.ArgumentsTooLargeException;
import io.terrarium.wire.RowShape;
import io.terrarium.wire.Rows;
import io.terrarium.wire.RowsEncoder;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Rows from an iterator, encoded one by one until a batch is full: in number, in bytes here or in
 * Python, or because a slow source has taken its time. Rows of another shape begin a new batch.
 */
final class IteratorRows implements RowSource {
  /** Rows that come more quickly than in a few microseconds need no clock between each two. */
  private static final int ROWS_WITHOUT_CLOCK = 64;

  private static final long NANOSECONDS_WITHOUT_CLOCK = 200_000;

  private final Iterator<Row> rows;
  private final @Nullable ArrivingRows arriving;
  private final long rowBytes;
  private final long batchBytes;
  private final long batchNanos;
  private final String function;
  private final @Nullable Contract contract;
  private long index;
  private @Nullable Row ahead;
  private @Nullable Throwable failure;

  /**
   * @param contract what the rows are held to; null where that is nothing
   */
  IteratorRows(Iterator<Row> rows, MapCall call, Limits limits, @Nullable Contract contract) {
    this.rows = rows;
    this.arriving = rows instanceof ArrivingRows some ? some : null;
    this.function = call.function();
    this.contract = contract;
    this.rowBytes = limits.argumentBytes();
    this.batchBytes = call.batchBytes();
    this.batchNanos = call.batchTime().toNanos();
  }

  @Override
  public @Nullable Rows next(int most) {
    Row first = take();
    if (first == null) {
      return null;
    }
    RowShape shape = RowShape.of(first.arguments(), first.keywordArguments());
    var encoder = new RowsEncoder(shape, rowBytes);
    fill(encoder, first, most);
    return encoder.count() == 0 ? null : encoder.rows();
  }

  @Override
  public boolean isReady() {
    return arriving == null || ahead != null || failure != null || arriving.isReady();
  }

  @Override
  public void whenReady(Runnable news) {
    if (arriving != null) {
      arriving.whenReady(news);
    }
  }

  @Override
  public @Nullable Throwable failure() {
    return failure;
  }

  private void fill(RowsEncoder encoder, Row first, int most) {
    long begun = System.nanoTime();
    long seen = begun;
    int lookAt = 1;
    Row row = first;
    while (row != null) {
      if (!RowShape.of(row.arguments(), row.keywordArguments()).equals(encoder.shape())) {
        ahead = row;
        return;
      }
      if (!add(encoder, row) || isFull(encoder, most) || !isReady()) {
        return;
      }
      if (encoder.count() >= lookAt) {
        long now = System.nanoTime();
        if (now - begun > batchNanos) {
          return;
        }
        lookAt += now - seen < NANOSECONDS_WITHOUT_CLOCK ? ROWS_WITHOUT_CLOCK : 1;
        seen = now;
      }
      row = take();
    }
  }

  private boolean isFull(RowsEncoder encoder, int most) {
    return encoder.count() >= most
        || encoder.bytes() >= batchBytes
        || encoder.pythonBytes() >= RowPipeline.ROOM_BYTES / 2;
  }

  private boolean add(RowsEncoder encoder, Row row) {
    try {
      encoder.add(row.arguments(), row.keywordArguments());
      index++;
      return true;
    } catch (ValueConversionException | ArgumentsTooLargeException e) {
      failure = new InvalidRowException(index, String.valueOf(e.getMessage()), e);
      return false;
    }
  }

  /** The next row; null at the end, also at that of our patience with its source. */
  private @Nullable Row take() {
    Row row = ahead;
    ahead = null;
    if (row != null || failure != null) {
      return row;
    }
    try {
      if (!rows.hasNext()) {
        return null;
      }
      row = rows.next();
    } catch (RuntimeException | Error e) {
      failure = e;
      return null;
    }
    if (row == null) {
      failure = new InvalidRowException(index, "it is null", null);
    }
    return row == null || contract == null ? row : held(row, contract);
  }

  /** The row as its contract has it. */
  private @Nullable Row held(Row row, Contract heldTo) {
    try {
      Call call =
          heldTo.applyTo(
              Call.of(function, row.arguments().toArray())
                  .withKeywordArguments(row.keywordArguments()));
      return Row.of(call.arguments().toArray()).withKeywordArguments(call.keywordArguments());
    } catch (InvalidArgumentException e) {
      failure = new InvalidRowException(index, String.valueOf(e.getMessage()), e);
      return null;
    }
  }
}
