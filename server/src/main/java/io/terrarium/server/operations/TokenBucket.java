package io.terrarium.server.operations;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * So many a second on average, and so many at once after a pause: a bucket that holds tokens, is
 * filled at a constant rate, and gives one to each request. Thread-safe.
 */
final class TokenBucket {
  private static final double NANOS = 1e9;

  private final double perNano;
  private final int most;
  private final LongSupplier clock;
  private double tokens;
  private long since;

  /**
   * A full bucket.
   *
   * @param perSecond how fast it is filled
   * @param most how much it holds
   * @param clock nanoseconds since any moment
   */
  TokenBucket(BigDecimal perSecond, int most, LongSupplier clock) {
    this.perNano = perSecond.doubleValue() / NANOS;
    this.most = most;
    this.clock = clock;
    this.tokens = most;
    this.since = clock.getAsLong();
  }

  /** Takes a token; where there is none, says how long it takes until there is one. */
  synchronized Optional<Duration> take() {
    long now = clock.getAsLong();
    tokens = Math.min(most, tokens + (now - since) * perNano);
    since = now;
    if (tokens >= 1) {
      tokens -= 1;
      return Optional.empty();
    }
    return Optional.of(Duration.ofNanos((long) Math.ceil((1 - tokens) / perNano)));
  }
}
