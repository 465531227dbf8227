package io.terrarium.cli;

import io.terrarium.Row;
import java.util.Iterator;

/**
 * The rows of a file or of standard input. Whatever is wrong with one ends it with a {@link
 * UsageException} that names the line.
 */
interface RowInput extends Iterator<Row>, AutoCloseable {
  /** How many bytes of it were read, a few of them ahead of the rows perhaps. */
  long bytesRead();

  @Override
  void close();
}
