package io.terrarium;

import java.util.Iterator;

/**
 * Rows of a map that arrive bit by bit, such as from a network. A {@linkplain Program#map map} of
 * them does not wait for a row while others have outcomes to be read, nor to fill a batch.
 */
public interface ArrivingRows extends Iterator<Row> {

  /** Whether {@link #hasNext()} would not wait: there is another row, or there will be none. */
  boolean isReady();

  /**
   * Has something run whenever {@link #isReady()} may have become true. Called once, before
   * anything else.
   *
   * @param news quick, and may be run on any thread
   */
  void whenReady(Runnable news);
}
