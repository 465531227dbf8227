package io.terrarium.wire;

/**
 * What objects take in CPython 3.10 to 3.14 on 64 bits, in bytes, rather too much than too little.
 */
final class PythonMemory {
  static final long FLOAT = 32;
  static final long COMPLEX = 48;
  static final long SMALL_INT = 32;

  /** A date, a Decimal, an instance and its like, without what it refers to. */
  static final long TAGGED = 320;

  private PythonMemory() {}

  static long integer(int bits) {
    return rounded(28 + 4L * (bits / 30 + 1));
  }

  static long bytes(int length) {
    return rounded(58L + length);
  }

  /**
   * @param length in characters (code points)
   * @param widest the largest of the characters, or any as wide
   */
  static long text(int length, int widest) {
    if (widest < 0x80) {
      return rounded(49L + length);
    }
    if (widest < 0x100) {
      return rounded(74L + length);
    }
    return rounded(76L + (widest < 0x1_0000 ? 2L : 4L) * (length + 1L));
  }

  static long list(int length) {
    return rounded(72 + 8L * length);
  }

  static long dict(int entries) {
    long slots = powerOfTwo(Math.max(8, entries * 2L));
    long indexBytes = slots < 256 ? 1 : slots < 65_536 ? 2 : 4;
    return rounded(128 + slots * indexBytes + slots * 2 / 3 * 24);
  }

  static long set(int items) {
    return 240 + (items < 5 ? 0 : 16 * powerOfTwo(items * 4L + 1));
  }

  private static long powerOfTwo(long least) {
    long power = Long.highestOneBit(least);
    return power == least ? power : power * 2;
  }

  /** CPython's allocator hands out multiples of 16 bytes. */
  private static long rounded(long bytes) {
    return (bytes + 15) & ~15L;
  }
}
