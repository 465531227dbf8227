package io.terrarium.value;

import java.time.LocalDate;

/** A Python {@code datetime.date}: years 1 to 9999. */
public record DateValue(LocalDate date) implements Value {
  /**
   * @throws IllegalArgumentException if the year is outside 1 to 9999
   */
  public DateValue {
    Temporals.requireYear(date.getYear());
  }

  @Override
  public String typeName() {
    return "date";
  }

  @Override
  public String toString() {
    return Repr.of(this);
  }
}
