package io.terrarium;

import java.util.stream.Stream;

/** Outcomes of rows that come from a stream, which is closed with them. */
final class RowsOfStream implements RowOutcomes {
  private final Stream<Row> rows;
  private final RowOutcomes outcomes;

  RowsOfStream(Stream<Row> rows, RowOutcomes outcomes) {
    this.rows = rows;
    this.outcomes = outcomes;
  }

  @Override
  public boolean hasNext() {
    boolean more = false;
    try {
      more = outcomes.hasNext();
      return more;
    } finally {
      if (!more) {
        rows.close();
      }
    }
  }

  @Override
  public RowOutcome next() {
    boolean more = false;
    try {
      RowOutcome outcome = outcomes.next();
      more = true;
      return outcome;
    } finally {
      if (!more) {
        rows.close();
      }
    }
  }

  @Override
  public void close() {
    try {
      outcomes.close();
    } finally {
      rows.close();
    }
  }
}
