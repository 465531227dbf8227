package io.terrarium.value;

import java.util.List;

/** A Python {@code list}, as it was when it crossed. */
public record ListValue(List<Value> items) implements Value {
  public ListValue {
    items = items instanceof FloatList ? items : List.copyOf(items);
  }

  /** A list of floats: of many, cheaper than from as many {@link FloatValue}s. */
  public static ListValue ofDoubles(double[] numbers) {
    return new ListValue(new FloatList(numbers.clone()));
  }

  @Override
  public String typeName() {
    return "list";
  }

  @Override
  public String toString() {
    return Repr.of(this);
  }
}
