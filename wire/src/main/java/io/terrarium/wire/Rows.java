package io.terrarium.wire;

/** Rows of arguments that can be sent, all of them or some that follow each other. Immutable. */
public sealed interface Rows permits EncodedRows, ColumnRows {

  /** How many there are. */
  int count();

  /** How they are laid out. */
  RowShape shape();

  /** Whether they hold a tagged form, which the worker has to restore. */
  boolean tagged();

  /** About how long they are once encoded. */
  long bytes();

  /** About how much memory CPython takes for them, in bytes: rather too much than too little. */
  long pythonBytes();

  /** Writes the rows from one index to another, as their shape has it. */
  void write(ValueEncoder values, int from, int to);
}
