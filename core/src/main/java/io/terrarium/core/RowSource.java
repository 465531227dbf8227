package io.terrarium.core;

import io.terrarium.wire.Rows;
import org.jspecify.annotations.Nullable;

/** Where the rows of a map come from. For one thread. */
interface RowSource {
  /**
   * The next rows, encoded.
   *
   * @param most how many at most, at least 1
   * @return null at the end, be it that of the rows or a failure
   */
  @Nullable Rows next(int most);

  /** Whether {@link #next} would not wait for rows that are still to arrive. */
  default boolean isReady() {
    return true;
  }

  /** Has something run when that may have become so. */
  default void whenReady(Runnable news) {}

  /** What ended the rows before their end: a row without a form, or what their source threw. */
  @Nullable Throwable failure();
}
