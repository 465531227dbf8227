package io.terrarium.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Bytes that are being written: a growing array. */
final class WireBuffer {
  private static final int MAXIMUM = Integer.MAX_VALUE - 64;
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle DOUBLE =
      MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle BIG_ENDIAN_INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle BIG_ENDIAN_LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private byte[] bytes;
  private int position;

  WireBuffer(int capacity) {
    this.bytes = new byte[capacity];
  }

  byte[] array() {
    return bytes;
  }

  int position() {
    return position;
  }

  /** Makes room for so many more bytes, which may then be written without further ado. */
  void reserve(long more) {
    if (more > bytes.length - position) {
      long needed = position + more;
      if (needed > MAXIMUM) {
        throw new IllegalArgumentException("a frame of " + needed + " bytes is too large");
      }
      bytes = Arrays.copyOf(bytes, (int) Math.min(MAXIMUM, Math.max(needed, 2L * bytes.length)));
    }
  }

  void put(byte value) {
    bytes[position++] = value;
  }

  void putShort(int value) {
    bytes[position++] = (byte) value;
    bytes[position++] = (byte) (value >> 8);
  }

  void putInt(int value) {
    INT.set(bytes, position, value);
    position += 4;
  }

  void putDouble(double value) {
    DOUBLE.set(bytes, position, value);
    position += 8;
  }

  void putBytes(byte[] source) {
    System.arraycopy(source, 0, bytes, position, source.length);
    position += source.length;
  }

  /** The next so many bytes were written to {@link #array()} from {@link #position()} on. */
  void skip(int count) {
    position += count;
  }

  void setBigEndianInt(int at, int value) {
    BIG_ENDIAN_INT.set(bytes, at, value);
  }

  void setBigEndianLong(int at, long value) {
    BIG_ENDIAN_LONG.set(bytes, at, value);
  }

  void setInt(int at, int value) {
    INT.set(bytes, at, value);
  }
}
