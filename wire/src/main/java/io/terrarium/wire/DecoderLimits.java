package io.terrarium.wire;

/**
 * How much a decoded value may be. What is decoded takes at most 40 bytes of heap for each byte of
 * the data, so {@code bytes} bounds the memory too.
 *
 * @param depth how deep values may be nested, 1 to {@value #MAX_DEPTH}: a flat list has depth 1; a
 *     tagged form counts as one level, and so does the value within an enum or subclass form
 * @param nodes how many values there may be in all, at least 1: containers, items, keys and all
 * @param bytes how long the data may be
 */
public record DecoderLimits(int depth, int nodes, int bytes) {
  /** The deepest that any limits allow: the decoder's own stack stays small. */
  public static final int MAX_DEPTH = 300;

  /** For data of our own making or for small messages: 1 MiB, 100,000 values, depth 50. */
  public static final DecoderLimits DEFAULT = new DecoderLimits(50, 100_000, 1024 * 1024);

  /**
   * @throws IllegalArgumentException if a limit is out of its range
   */
  public DecoderLimits {
    if (depth < 1 || depth > MAX_DEPTH) {
      throw new IllegalArgumentException("depth must be 1 to " + MAX_DEPTH + ", not " + depth);
    }
    if (nodes < 1) {
      throw new IllegalArgumentException("nodes must be at least 1, not " + nodes);
    }
    if (bytes < 1) {
      throw new IllegalArgumentException("bytes must be at least 1, not " + bytes);
    }
  }
}
