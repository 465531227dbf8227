package io.terrarium;

import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What becomes of the rows of a map, in their order, while it goes on: for each row exactly one
 * outcome. Rows are read from their source by the thread that asks for outcomes, and only as far
 * ahead as keeps the workers busy. Whoever does not read to the end has to close it: until then it
 * keeps its workers. For one thread at a time, but {@link #close()} may come from any.
 *
 * <p>{@link #hasNext()} and {@link #next()} wait, and throw what ended the map, after the outcomes
 * of all rows before it:
 *
 * <ul>
 *   <li>{@link RowFailedException} at the first row without a value, under {@link
 *       MapCall.OnError#STOP};
 *   <li>{@link InvalidRowException} at a row that has no form in Python or is too large;
 *   <li>whatever the source of the rows threw;
 *   <li>an {@link OutcomeException} that is no row's: the module body did not come to its end;
 *   <li>{@link UnknownFunctionException} and {@link OverloadedException}, as for a call;
 * </ul>
 *
 * and at once {@link LimitExceededException} when the time for the whole is over, and {@link
 * CallCancelledException} when the thread is interrupted, which it stays, or the map or the sandbox
 * is closed. Each of these ends the map and its workers.
 */
public interface RowOutcomes extends Iterator<RowOutcome>, AutoCloseable {

  /** The outcomes as a stream, which closes this when it is closed. */
  default Stream<RowOutcome> stream() {
    int traits = Spliterator.ORDERED | Spliterator.NONNULL;
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(this, traits), false)
        .onClose(this::close);
  }

  /** Ends the map and its workers, wherever it is. Does nothing where it has ended. */
  @Override
  void close();
}
