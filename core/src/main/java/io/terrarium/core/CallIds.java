package io.terrarium.core;

import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.security.SecureRandom;

/**
 * Ids of calls that no worker can guess before it is told: an answer that was written ahead of its
 * call cannot echo its id. Drawn from the secure source many at a time. Thread-safe.
 */
final class CallIds {
  private static final int AT_A_TIME = 512;

  private final SecureRandom random = new SecureRandom();
  private LongBuffer drawn = LongBuffer.allocate(0);

  synchronized long next() {
    if (!drawn.hasRemaining()) {
      byte[] bytes = new byte[AT_A_TIME * Long.BYTES];
      random.nextBytes(bytes);
      drawn = ByteBuffer.wrap(bytes).asLongBuffer();
    }
    return drawn.get();
  }
}
