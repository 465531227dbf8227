package io.terrarium.core;

import io.terrarium.Columns;
import io.terrarium.Outcome;
import io.terrarium.Row;
import io.terrarium.RowOutcome;
import io.terrarium.RowOutcomes;
import io.terrarium.value.ListValue;
import io.terrarium.value.Value;
import io.terrarium.value.ValueConversionException;
import java.lang.reflect.Array;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The results of a map as numbers. */
final class MappedColumns {
  private MappedColumns() {}

  /**
   * Reads all of them.
   *
   * @throws io.terrarium.RowFailedException when a row has another outcome than a value
   * @throws ValueConversionException when a value is no number
   */
  static double[] doubles(RowPipeline pipeline, int rows) {
    var results = new double[rows];
    try (pipeline) {
      for (@Nullable RowPart part = pipeline.next(); part != null; part = pipeline.next()) {
        copy(part.values(), results, (int) part.first());
        @Nullable Outcome failure = part.failure();
        if (failure != null) {
          throw MappedRows.failed(part.first() + part.values().items().size(), failure);
        }
      }
    }
    return results;
  }

  /** The same where each result is held to a contract. */
  static double[] doubles(RowOutcomes outcomes, int rows) {
    var results = new double[rows];
    try (outcomes) {
      while (outcomes.hasNext()) {
        RowOutcome next = outcomes.next();
        int row = (int) next.row();
        results[row] = number(next.value(), row);
      }
    }
    return results;
  }

  /** Columns as rows. */
  static Iterator<Row> rows(Columns columns) {
    return IntStream.range(0, columns.rows())
        .mapToObj(
            row -> Row.of(columns.arrays().stream().map(array -> Array.get(array, row)).toArray()))
        .iterator();
  }

  private static void copy(ListValue values, double[] results, int first) {
    List<Value> items = values.items();
    try {
      double[] numbers = values.asDoubles();
      System.arraycopy(numbers, 0, results, first, numbers.length);
    } catch (ValueConversionException e) {
      // Again, for the message to name the row.
      for (int i = 0; i < items.size(); i++) {
        var _ = number(items.get(i), first + i);
      }
      throw e;
    }
  }

  private static double number(Value value, int row) {
    try {
      return value.asDouble();
    } catch (ValueConversionException e) {
      throw new ValueConversionException(
          "row " + row, String.valueOf(e.getMessage()).substring(e.path().length() + 2));
    }
  }
}
