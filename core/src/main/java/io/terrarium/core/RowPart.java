package io.terrarium.core;

import io.terrarium.CallReport;
import io.terrarium.Outcome;
import io.terrarium.value.ListValue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of rows that follow each other.
 *
 * @param first the index of the first of them, in all rows
 * @param values the values of those that returned
 * @param printed the reports of those that printed something, by their place among the values
 * @param report that of the others
 * @param failure what became of the row behind the values, where it has none; or null
 */
record RowPart(
    long first,
    ListValue values,
    Map<Integer, CallReport> printed,
    CallReport report,
    @Nullable Outcome failure) {

  private static final ListValue NO_VALUES = new ListValue(java.util.List.of());

  /** A row without a value, alone. */
  static RowPart failed(long row, Outcome outcome) {
    return new RowPart(row, NO_VALUES, Map.of(), outcome.report(), outcome);
  }

  /** The outcome of the row at a place, from 0. */
  Outcome outcome(int place) {
    if (place == values.items().size() && failure != null) {
      return failure;
    }
    CallReport own = printed.isEmpty() ? report : printed.getOrDefault(place, report);
    return new Outcome.Returned(values.items().get(place), own);
  }

  /** How many rows it is about. */
  int count() {
    return values.items().size() + (failure == null ? 0 : 1);
  }
}
