package io.terrarium.value;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A Python {@code bytes}: an array that nobody can change, compared by its content. */
public final class BytesValue implements Value {
  private static final BytesValue EMPTY = new BytesValue(new byte[0]);

  private final byte[] content;

  private BytesValue(byte[] content) {
    this.content = content;
  }

  /** A copy of all the bytes. */
  public static BytesValue of(byte[] bytes) {
    return of(bytes, 0, bytes.length);
  }

  /**
   * A copy of some of the bytes.
   *
   * @throws IndexOutOfBoundsException if the array has no such part
   */
  public static BytesValue of(byte[] bytes, int offset, int length) {
    if (offset < 0 || length < 0 || length > bytes.length - offset) {
      throw new IndexOutOfBoundsException(
          "no bytes " + offset + "+" + length + " of " + bytes.length);
    }
    return length == 0 ? EMPTY : new BytesValue(Arrays.copyOfRange(bytes, offset, offset + length));
  }

  /** These bytes, which belong to the value from here on. */
  static BytesValue owning(byte[] bytes) {
    return bytes.length == 0 ? EMPTY : new BytesValue(bytes);
  }

  /** A part of them. */
  BytesValue part(int offset, int length) {
    return of(content, offset, length);
  }

  /** How many bytes there are. */
  public int size() {
    return content.length;
  }

  /** The bytes without a copy, read-only. */
  public ByteBuffer buffer() {
    return ByteBuffer.wrap(content).asReadOnlyBuffer();
  }

  /** Copies all bytes to an array, from a position on. */
  public void copyTo(byte[] target, int position) {
    System.arraycopy(content, 0, target, position, content.length);
  }

  @Override
  public String typeName() {
    return "bytes";
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BytesValue that && Arrays.equals(content, that.content);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(content);
  }

  @Override
  public String toString() {
    return Repr.of(this);
  }
}
