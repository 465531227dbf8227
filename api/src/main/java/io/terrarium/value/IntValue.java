package io.terrarium.value;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * A Python {@code int} of any size. A class and not a record because nearly all ints fit a long,
 * and then cost no BigInteger.
 */
public final class IntValue implements Value {
  private static final int CACHED_FROM = -128;
  private static final int CACHED_BELOW = 1024;
  private static final IntValue[] CACHE = cache();

  private final long small;

  /** The number when it does not fit a long, and only then. */
  private final @Nullable BigInteger big;

  private IntValue(long small, @Nullable BigInteger big) {
    this.small = small;
    this.big = big;
  }

  public static IntValue of(long value) {
    return value >= CACHED_FROM && value < CACHED_BELOW
        ? CACHE[(int) value - CACHED_FROM]
        : new IntValue(value, null);
  }

  public static IntValue of(BigInteger value) {
    return value.bitLength() < Long.SIZE ? of(value.longValue()) : new IntValue(0, value);
  }

  /** The number. */
  public BigInteger value() {
    return big == null ? BigInteger.valueOf(small) : big;
  }

  /** Whether the number fits 64 bits, so that {@link #asLong()} gives it. */
  public boolean fitsLong() {
    return big == null;
  }

  /** The number, if it fits 64 bits. */
  long value64() {
    return small;
  }

  @Override
  public String typeName() {
    return "int";
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof IntValue that
        && small == that.small
        && (big == null ? that.big == null : big.equals(that.big));
  }

  @Override
  public int hashCode() {
    return big == null ? Long.hashCode(small) : big.hashCode();
  }

  @Override
  public String toString() {
    return Repr.of(this);
  }

  private static IntValue[] cache() {
    IntValue[] cache = new IntValue[CACHED_BELOW - CACHED_FROM];
    for (int i = 0; i < cache.length; i++) {
      cache[i] = new IntValue(CACHED_FROM + i, null);
    }
    return cache;
  }
}
