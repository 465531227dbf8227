package io.terrarium.wire;

import io.terrarium.value.BytesValue;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads marshal data piece by piece. Every length is compared with what is left before anything is
 * made of it.
 */
final class MarshalReader {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle DOUBLE =
      MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

  /** So many digits fit a long together. */
  private static final int DIGITS_OF_A_LONG = 4;

  private static final int FLOAT_BYTES = 9;

  private final byte[] data;
  private final int origin;
  private final int end;
  private int position;

  /**
   * @param data what is between position and limit, in an accessible array
   */
  MarshalReader(ByteBuffer data) {
    this.data = data.array();
    this.origin = data.arrayOffset() + data.position();
    this.position = origin;
    this.end = data.arrayOffset() + data.limit();
  }

  int remaining() {
    return end - position;
  }

  WireFormatException problem(String reason) {
    return new WireFormatException(position - origin, reason);
  }

  void requireEnd() throws WireFormatException {
    if (position != end) {
      throw problem(remaining() + " bytes too many");
    }
  }

  /** The next type byte, still to be read. */
  byte peek() throws WireFormatException {
    require(1);
    return data[position];
  }

  byte type() throws WireFormatException {
    require(1);
    return data[position++];
  }

  void type(byte expected) throws WireFormatException {
    byte type = peek();
    if (type != expected) {
      throw problem("type " + describe(type) + ", where " + describe(expected) + " belongs");
    }
    position++;
  }

  /** The number of items of a container, behind its type byte; each takes a byte at the least. */
  int count() throws WireFormatException {
    int count = int32();
    if (count < 0 || count > remaining()) {
      position -= 4;
      throw problem(
          Integer.toUnsignedString(count)
              + " items, where "
              + (remaining() - 4)
              + " bytes are left");
    }
    return count;
  }

  /** The beginning of a tuple with a known number of items. */
  void tuple(int items) throws WireFormatException {
    int count = tuple();
    if (count != items) {
      throw problem("a tuple of " + count + " items, where " + items + " belong");
    }
  }

  /** The beginning of a tuple; the number of its items. */
  int tuple() throws WireFormatException {
    type(Marshal.TUPLE);
    return count();
  }

  int int32() throws WireFormatException {
    require(4);
    int value = (int) INT.get(data, position);
    position += 4;
    return value;
  }

  double float64() throws WireFormatException {
    require(8);
    double value = (double) DOUBLE.get(data, position);
    position += 8;
    return value;
  }

  /** Whether so many floats come next, with their type bytes. */
  boolean floatsFollow(int count) {
    if (count > remaining() / FLOAT_BYTES) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      if (data[position + i * FLOAT_BYTES] != Marshal.FLOAT) {
        return false;
      }
    }
    return true;
  }

  /** So many floats, which {@link #floatsFollow} has seen. */
  double[] floats(int count) {
    double[] floats = new double[count];
    for (int i = 0; i < count; i++) {
      floats[i] = (double) DOUBLE.get(data, position + i * FLOAT_BYTES + 1);
    }
    position += count * FLOAT_BYTES;
    return floats;
  }

  /** An int that fits 32 bits, with its type byte. */
  int integer() throws WireFormatException {
    type(Marshal.INT);
    return int32();
  }

  /** An int that is not negative, with its type byte. */
  int natural() throws WireFormatException {
    int value = integer();
    if (value < 0) {
      throw problem("the number " + value + ", where none below 0 belongs");
    }
    return value;
  }

  OptionalInt optionalNatural() throws WireFormatException {
    return skipNone() ? OptionalInt.empty() : OptionalInt.of(natural());
  }

  /** An int of any size, with its type byte. */
  BigInteger bigInteger() throws WireFormatException {
    if (peek() == Marshal.INT) {
      return BigInteger.valueOf(integer());
    }
    type(Marshal.LONG);
    return digits();
  }

  /** An int that fits 64 bits, with its type byte. */
  long longInteger() throws WireFormatException {
    BigInteger value = bigInteger();
    if (value.bitLength() >= Long.SIZE) {
      throw problem("an int of more than 64 bits");
    }
    return value.longValue();
  }

  /** The digits of a long int, behind its type byte. */
  BigInteger digits() throws WireFormatException {
    int signed = int32();
    long count = Math.abs((long) signed);
    if (2 * count > remaining()) {
      throw problem(count + " digits, where " + remaining() + " bytes are left");
    }
    int digits = (int) count;
    BigInteger magnitude =
        digits <= DIGITS_OF_A_LONG ? BigInteger.valueOf(few(digits)) : many(digits);
    return signed < 0 ? magnitude.negate() : magnitude;
  }

  private long few(int digits) throws WireFormatException {
    long value = 0;
    int digit = 1;
    for (int i = 0; i < digits; i++) {
      digit = digit();
      value |= (long) digit << (Marshal.DIGIT_BITS * i);
    }
    requireCanonical(digit);
    return value;
  }

  private BigInteger many(int digits) throws WireFormatException {
    byte[] magnitude = new byte[(int) (((long) digits * Marshal.DIGIT_BITS + 7) / 8)];
    int next = magnitude.length;
    int pending = 0;
    int pendingBits = 0;
    int digit = 1;
    for (int i = 0; i < digits; i++) {
      digit = digit();
      pending |= digit << pendingBits;
      pendingBits += Marshal.DIGIT_BITS;
      while (pendingBits >= Byte.SIZE) {
        magnitude[--next] = (byte) pending;
        pending >>>= Byte.SIZE;
        pendingBits -= Byte.SIZE;
      }
    }
    if (pendingBits > 0) {
      magnitude[--next] = (byte) pending;
    }
    requireCanonical(digit);
    return new BigInteger(1, magnitude);
  }

  private int digit() throws WireFormatException {
    int digit = (data[position] & 0xff) | (data[position + 1] & 0xff) << 8;
    if (digit > Marshal.DIGIT_MASK) {
      throw problem("a digit of an int above " + Marshal.DIGIT_MASK);
    }
    position += 2;
    return digit;
  }

  private void requireCanonical(int leadingDigit) throws WireFormatException {
    if (leadingDigit == 0) {
      throw problem("an int with a leading zero");
    }
  }

  /** Bytes, with their type byte. */
  BytesValue bytes() throws WireFormatException {
    type(Marshal.BYTES);
    return rawBytes();
  }

  /** Bytes, behind their type byte. */
  BytesValue rawBytes() throws WireFormatException {
    int length = count();
    BytesValue bytes = BytesValue.of(data, position, length);
    position += length;
    return bytes;
  }

  /** A str, with its type byte. */
  String text() throws WireFormatException {
    type(Marshal.STR);
    return rawText();
  }

  /** A str of no more than so many bytes, with its type byte. */
  String text(int maximumBytes) throws WireFormatException {
    String text = text();
    // No character has more units than bytes, so this is never stricter than it says.
    if (text.length() > maximumBytes) {
      throw problem(
          "a text of " + text.length() + " units, where " + maximumBytes + " is the most");
    }
    return text;
  }

  Optional<String> optionalText(int maximumBytes) throws WireFormatException {
    return skipNone() ? Optional.empty() : Optional.of(text(maximumBytes));
  }

  /** A str, behind its type byte. */
  String rawText() throws WireFormatException {
    return utf8(count());
  }

  /** All that is left, as UTF-8. */
  String utf8ToEnd() throws WireFormatException {
    return utf8(remaining());
  }

  private String utf8(int length) throws WireFormatException {
    String text = new String(data, position, length, StandardCharsets.UTF_8);
    // What is malformed became U+FFFD. That is rare enough to look twice when there is one.
    if (text.indexOf('\uFFFD') >= 0) {
      requireUtf8(length);
    }
    position += length;
    return text;
  }

  private void requireUtf8(int length) throws WireFormatException {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data, position, length));
    } catch (CharacterCodingException e) {
      throw problem("text that is not UTF-8");
    }
  }

  /** Reads a None if there is one. */
  boolean skipNone() throws WireFormatException {
    if (peek() != Marshal.NONE) {
      return false;
    }
    position++;
    return true;
  }

  private void require(int bytes) throws WireFormatException {
    if (bytes > end - position) {
      throw problem("the data ends where " + (bytes - remaining()) + " more bytes belong");
    }
  }

  static String describe(byte type) {
    return type > ' ' && type < 0x7f ? "'" + (char) type + "'" : "0x%02x".formatted(type & 0xff);
  }
}
