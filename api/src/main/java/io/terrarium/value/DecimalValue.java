package io.terrarium.value;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * A Python {@code decimal.Decimal}, by its text: so that NaN, Infinity, -0 and every digit stay.
 * Equal texts are equal values; {@code 1.0} and {@code 1.00} differ.
 */
public record DecimalValue(String text) implements Value {
  private static final Pattern FINITE =
      Pattern.compile("[-+]?+(?:[0-9]++(?:\\.[0-9]*+)?+|\\.[0-9]++)(?:[eE][-+]?+[0-9]++)?+");
  private static final Pattern SPECIAL =
      Pattern.compile("[-+]?+(?:Infinity|Inf|s?+NaN[0-9]*+)", Pattern.CASE_INSENSITIVE);

  /**
   * @throws IllegalArgumentException if Python's {@code Decimal()} would not take the text
   */
  public DecimalValue {
    if (!FINITE.matcher(text).matches() && !SPECIAL.matcher(text).matches()) {
      throw new IllegalArgumentException("not the text of a Decimal");
    }
  }

  public static DecimalValue of(BigDecimal value) {
    return new DecimalValue(value.toString());
  }

  /** Whether this is a number, and not NaN or an infinity. */
  public boolean isFinite() {
    char last = text.charAt(text.length() - 1);
    return (last == '.' || (last >= '0' && last <= '9'))
        && text.indexOf('N') < 0
        && text.indexOf('n') < 0;
  }

  @Override
  public String typeName() {
    return "Decimal";
  }

  @Override
  public String toString() {
    return Repr.of(this);
  }
}
