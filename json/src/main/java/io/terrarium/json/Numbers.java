package io.terrarium.json;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Numbers as Python writes them, so that a float in JSON looks as it does in Python. */
final class Numbers {
  /** The digits of an int that Python itself reads from or writes to text unless told otherwise. */
  static final int MAX_DIGITS = 4_300;

  private static final BigInteger TOO_LONG = BigInteger.TEN.pow(MAX_DIGITS);

  private Numbers() {}

  /** Whether an int is short enough to be written with decimal digits. */
  static boolean isPlain(BigInteger number) {
    return number.abs().compareTo(TOO_LONG) < 0;
  }

  /** As Python's {@code repr} has it, save for {@code NaN} and {@code Infinity}. */
  static String text(double number) {
    String java = Double.toString(number);
    if (java.indexOf('E') < 0) {
      return java;
    }
    BigDecimal decimal = new BigDecimal(java).stripTrailingZeros();
    int exponent = decimal.precision() - decimal.scale() - 1;
    if (exponent >= -4 && exponent < 16) {
      String plain = decimal.toPlainString();
      return plain.indexOf('.') < 0 ? plain + ".0" : plain;
    }
    String digits = decimal.unscaledValue().abs().toString();
    return (number < 0 ? "-" : "")
        + digits.charAt(0)
        + (digits.length() > 1 ? "." + digits.substring(1) : "")
        + "e"
        + (exponent < 0 ? "-" : "+")
        + (Math.abs(exponent) < 10 ? "0" : "")
        + Math.abs(exponent);
  }
}
