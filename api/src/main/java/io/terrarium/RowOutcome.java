package io.terrarium;

import io.terrarium.value.Value;

/**
 * What became of one row of a map.
 *
 * @param row its index in the rows that were given, from 0
 * @param outcome what became of it. What it printed is its own; its usage is that of the rows that
 *     ran at once with it, so an upper bound, and says nothing of memory where the worker lived on
 */
public record RowOutcome(long row, Outcome outcome) {

  /** The value of a row that returned; any other outcome is thrown as its exception. */
  public Value value() {
    return outcome.orElseThrow();
  }
}
