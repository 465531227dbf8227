package io.terrarium.wire;

import java.util.List;

/**
 * How a worker is to go through rows. It runs several at once where they are quick, and says before
 * how many: so that, where one ends the worker, it is known to be one of those.
 *
 * @param stop whether it is to end at the first row without a value
 * @param singly how many rows, from the first on, it has to run one by one
 * @param atOnce how many it may run at first where it need not do so; at least 1
 * @param budgetBytes when it has sent so much, it ends, whatever is left
 * @param outputBytes what all rows may print together, in UTF-8
 */
public record RowPlan(boolean stop, int singly, int atOnce, long budgetBytes, long outputBytes) {

  /** As the protocol has them. */
  List<Object> items() {
    return List.of(stop, singly, atOnce, budgetBytes, outputBytes);
  }

  /** How many rows run until the worker says something. */
  public int firstAtOnce(int rows) {
    return Math.min(rows, singly > 0 ? 1 : atOnce);
  }
}
