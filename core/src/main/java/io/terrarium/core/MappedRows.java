package io.terrarium.core;

import io.terrarium.MapCall;
import io.terrarium.Outcome;
import io.terrarium.OutcomeException;
import io.terrarium.RowFailedException;
import io.terrarium.RowOutcome;
import io.terrarium.RowOutcomes;
import io.terrarium.contract.Contract;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The outcomes of a map's rows, one by one. */
final class MappedRows implements RowOutcomes {
  private final RowPipeline pipeline;
  private final boolean stop;
  private final @Nullable Contract contract;
  private @Nullable RowPart part;
  private int place;
  private boolean finished;

  /**
   * @param contract what the outcomes are held to; null where that is nothing
   */
  MappedRows(RowPipeline pipeline, @Nullable Contract contract) {
    this.pipeline = pipeline;
    this.contract = contract;
    this.stop = pipeline.call().onError() == MapCall.OnError.STOP;
  }

  @Override
  public boolean hasNext() {
    return current() != null;
  }

  @Override
  public RowOutcome next() {
    RowPart found = current();
    if (found == null) {
      throw new NoSuchElementException("all rows have their outcome");
    }
    long row = found.first() + place;
    Outcome outcome = found.outcome(place++);
    if (contract != null) {
      outcome = contract.applyTo(outcome);
    }
    if (stop && !(outcome instanceof Outcome.Returned)) {
      RowFailedException failed = failed(row, outcome);
      pipeline.fail(failed);
      throw failed;
    }
    return new RowOutcome(row, outcome);
  }

  @Override
  public void close() {
    pipeline.close();
  }

  /** That a row of a map that stops has this outcome. */
  static RowFailedException failed(long row, Outcome outcome) {
    try {
      outcome.orElseThrow();
    } catch (OutcomeException e) {
      return new RowFailedException(row, e);
    }
    throw new IllegalArgumentException("a row that returned has not failed");
  }

  /** The part with the next row in it; null at the end. */
  private @Nullable RowPart current() {
    if (finished) {
      return null;
    }
    RowPart current = part;
    if (current != null && place < current.count()) {
      pipeline.requireGoingOn();
      return current;
    }
    part = pipeline.next();
    place = 0;
    finished = part == null;
    return part;
  }
}
