package io.terrarium.value;

import java.util.List;

/**
 * A Python {@code dict}, as it was when it crossed: its entries in order, whatever the keys are.
 * Two are equal when their entries are equal in the same order. A hostile program can send the same
 * key twice: as a map, the last one counts.
 */
public record DictValue(List<Entry> entries) implements Value {
  public DictValue {
    entries = List.copyOf(entries);
  }

  /** One key with its value. */
  public record Entry(Value key, Value value) {}

  @Override
  public String typeName() {
    return "dict";
  }

  @Override
  public String toString() {
    return Repr.of(this);
  }
}
