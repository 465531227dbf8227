package io.terrarium.value;

import java.util.UUID;

/** A Python {@code uuid.UUID}. */
public record UuidValue(UUID uuid) implements Value {
  @Override
  public String typeName() {
    return "UUID";
  }

  @Override
  public String toString() {
    return Repr.of(this);
  }
}
