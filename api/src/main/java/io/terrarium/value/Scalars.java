package io.terrarium.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.UUID;

/** Values without parts, as Java objects. */
final class Scalars {
  /**
   * The most digits on either side of the point with which a Decimal becomes a BigDecimal or a
   * BigInteger. A short text like {@code 1E+999999999} would otherwise fill the memory of whoever
   * adds one to it.
   */
  static final int MAX_DECIMAL_DIGITS = 10_000;

  private Scalars() {}

  /** What an enum member or an instance of a subclass is underneath. */
  static Value plain(Value value) {
    Value plain = value;
    while (true) {
      if (plain instanceof SubclassValue(_, Value base)) {
        plain = base;
      } else if (plain instanceof EnumValue(_, _, Value member)) {
        plain = member;
      } else {
        return plain;
      }
    }
  }

  static boolean toBoolean(Value value, Trail trail) {
    if (plain(value) instanceof BoolValue(boolean truth)) {
      return truth;
    }
    throw trail.misfit(value, "boolean");
  }

  static long toLong(Value value, Trail trail) {
    return integer(value, Long.MIN_VALUE, Long.MAX_VALUE, "long", trail);
  }

  static int toInt(Value value, Trail trail) {
    return (int) integer(value, Integer.MIN_VALUE, Integer.MAX_VALUE, "int", trail);
  }

  static short toShort(Value value, Trail trail) {
    return (short) integer(value, Short.MIN_VALUE, Short.MAX_VALUE, "short", trail);
  }

  static byte toByte(Value value, Trail trail) {
    return (byte) integer(value, Byte.MIN_VALUE, Byte.MAX_VALUE, "byte", trail);
  }

  private static long integer(Value value, long least, long most, String javaType, Trail trail) {
    if (!(plain(value) instanceof IntValue number)) {
      throw trail.misfit(value, javaType);
    }
    if (!number.fitsLong()) {
      throw trail.misfit(value, javaType, number + " is out of its range");
    }
    long integer = number.value64();
    if (integer < least || integer > most) {
      throw trail.misfit(value, javaType, number + " is out of its range");
    }
    return integer;
  }

  static double toDouble(Value value, Trail trail) {
    return switch (plain(value)) {
      case FloatValue(double number) -> number;
      case IntValue number when number.fitsLong() -> (double) number.value64();
      case IntValue number -> {
        double rounded = number.value().doubleValue();
        if (Double.isInfinite(rounded)) {
          throw trail.misfit(value, "double", number + " is beyond the largest one");
        }
        yield rounded;
      }
      default -> throw trail.misfit(value, "double");
    };
  }

  static float toFloat(Value value, Trail trail) {
    double number = toDouble(value, trail);
    float rounded = (float) number;
    if (Float.isInfinite(rounded) && !Double.isInfinite(number)) {
      throw trail.misfit(value, "float", number + " is beyond the largest one");
    }
    return rounded;
  }

  static String toText(Value value, Trail trail) {
    if (plain(value) instanceof StrValue(String text)) {
      return text;
    }
    throw trail.misfit(value, "String");
  }

  static char toCharacter(Value value, Trail trail) {
    if (!(plain(value) instanceof StrValue(String text))) {
      throw trail.misfit(value, "char");
    }
    if (text.length() != 1) {
      throw trail.misfit(value, "char", "it has " + text.length() + " UTF-16 units, not one");
    }
    return text.charAt(0);
  }

  static byte[] toBytes(Value value, Trail trail) {
    return switch (plain(value)) {
      case BytesValue bytes -> copy(bytes);
      case ByteArrayValue(BytesValue bytes) -> copy(bytes);
      default -> throw trail.misfit(value, "byte[]");
    };
  }

  private static byte[] copy(BytesValue bytes) {
    byte[] copy = new byte[bytes.size()];
    bytes.copyTo(copy, 0);
    return copy;
  }

  static UUID toUuid(Value value, Trail trail) {
    if (plain(value) instanceof UuidValue(UUID uuid)) {
      return uuid;
    }
    throw trail.misfit(value, "UUID");
  }

  static BigInteger toBigInteger(Value value, Trail trail) {
    return switch (plain(value)) {
      case IntValue number -> number.value();
      case DecimalValue decimal -> {
        try {
          yield bounded(decimal, value, "BigInteger", trail).toBigIntegerExact();
        } catch (ArithmeticException e) {
          throw trail.misfit(value, "BigInteger", decimal + " is not a whole number");
        }
      }
      default -> throw trail.misfit(value, "BigInteger");
    };
  }

  static BigDecimal toBigDecimal(Value value, Trail trail) {
    return switch (plain(value)) {
      case IntValue number -> new BigDecimal(number.value());
      case FloatValue(double number) -> {
        if (!Double.isFinite(number)) {
          throw trail.misfit(value, "BigDecimal", "it is not finite");
        }
        yield BigDecimal.valueOf(number);
      }
      case DecimalValue decimal -> bounded(decimal, value, "BigDecimal", trail);
      default -> throw trail.misfit(value, "BigDecimal");
    };
  }

  /** Whether a Decimal has a BigDecimal that is harmless to compute with. */
  static boolean isBounded(DecimalValue decimal) {
    // The text is looked at first: reading a long one takes time that grows with its square.
    if (!decimal.isFinite() || decimal.text().length() > MAX_DECIMAL_DIGITS + 32) {
      return false;
    }
    try {
      var number = new BigDecimal(decimal.text());
      return Math.abs((long) number.scale()) <= MAX_DECIMAL_DIGITS
          && (long) number.precision() - number.scale() <= MAX_DECIMAL_DIGITS;
    } catch (NumberFormatException e) {
      // Python's exponents have up to 18 digits, Java's 10.
      return false;
    }
  }

  private static BigDecimal bounded(
      DecimalValue decimal, Value value, String javaType, Trail trail) {
    if (!decimal.isFinite()) {
      throw trail.misfit(value, javaType, decimal.text() + " is not finite");
    }
    if (!isBounded(decimal)) {
      throw trail.misfit(
          value,
          javaType,
          decimal + " has more than " + MAX_DECIMAL_DIGITS + " digits before or behind the point");
    }
    return new BigDecimal(decimal.text());
  }
}
