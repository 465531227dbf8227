package io.terrarium.core;

import io.terrarium.wire.Rows;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Rows that are given to a worker at once, and what has become of them so far. Its pipeline's lock
 * guards what changes.
 */
final class RowBatch {
  private final long first;
  private final Rows rows;
  private final ArrayDeque<RowPart> parts = new ArrayDeque<>();
  private boolean ended;
  private @Nullable Throwable failure;

  /**
   * @param first the index of its first row, in all rows
   */
  RowBatch(long first, Rows rows) {
    this.first = first;
    this.rows = rows;
  }

  long first() {
    return first;
  }

  Rows rows() {
    return rows;
  }

  void add(RowPart part) {
    parts.addLast(part);
  }

  /** There is nothing more to come. */
  void end() {
    ended = true;
  }

  /** There is nothing more to come, for this reason. */
  void fail(Throwable reason) {
    ended = true;
    failure = reason;
  }

  /** The next part that nobody has taken; null where there is none yet. */
  @Nullable RowPart poll() {
    return parts.pollFirst();
  }

  boolean ended() {
    return ended;
  }

  @Nullable Throwable failure() {
    return failure;
  }
}
