package io.terrarium.core;

import io.terrarium.wire.Answer;
import io.terrarium.wire.WireFormatException;
import java.time.Duration;

/** Takes what a worker says of rows while it runs them. Called on the exchange's thread alone. */
interface RowTaker {
  /**
   * Where the output that follows belongs.
   *
   * @param row the index in the rows of the request, as the worker gave it
   * @throws WireFormatException when that row cannot be the one that prints
   */
  OutputCollector outputOf(int row) throws WireFormatException;

  /** How many rows run at once, as the worker said before they began. */
  int running();

  /**
   * Takes what became of some rows.
   *
   * @param bytes how long that was, encoded
   * @param wallTime since the worker told of the rows before them
   * @throws WireFormatException when it is not about the rows that were to come
   */
  void take(Answer.RowsDone done, int bytes, Duration wallTime) throws WireFormatException;
}
