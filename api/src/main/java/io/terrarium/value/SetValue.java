package io.terrarium.value;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Python {@code set} or {@code frozenset}, as it was when it crossed. The order of the items
 * means nothing: two sets are equal when they hold the same items.
 */
public record SetValue(List<Value> items, boolean frozen) implements Value {
  public SetValue {
    items = List.copyOf(items);
  }

  @Override
  public String typeName() {
    return frozen ? "frozenset" : "set";
  }

  /**
   * Whether the other one is a set of the same kind with the same items. Takes time in proportion
   * to the items, whatever they are; the price is that containers with equal hashes, which only a
   * hostile program makes, have to be in the same order.
   */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SetValue that
        && frozen == that.frozen
        && items.size() == that.items.size()
        && ordered(items).equals(ordered(that.items));
  }

  /** Independent of the order, and each item is hashed once: nested sets cost no more than flat. */
  @Override
  public int hashCode() {
    int sum = 0;
    for (Value item : items) {
      sum += item.hashCode();
    }
    return sum;
  }

  /** In an order that does not depend on the one that they have. */
  private static List<Value> ordered(List<Value> items) {
    return items.stream()
        .sorted(Comparator.comparingInt(Value::hashCode).thenComparing(SetValue::distinction))
        .toList();
  }

  /** Tells scalars with the same hash apart; containers would have to be compared in depth. */
  private static String distinction(Value item) {
    return switch (item) {
      case ListValue _,
          TupleValue _,
          DictValue _,
          SetValue _,
          DataclassValue _,
          NamedTupleValue _,
          EnumValue _,
          SubclassValue _ ->
          "";
      default -> item.toString();
    };
  }

  @Override
  public String toString() {
    return Repr.of(this);
  }
}
