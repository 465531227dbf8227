package io.terrarium.value;

import java.util.List;

/** A Python {@code tuple}. */
public record TupleValue(List<Value> items) implements Value {
  public TupleValue {
    items = List.copyOf(items);
  }

  @Override
  public String typeName() {
    return "tuple";
  }

  @Override
  public String toString() {
    return Repr.of(this);
  }
}
