package io.terrarium.server.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);

  @Test
  void a_full_bucket_gives_what_it_holds_and_then_what_flows_in() {
    var bucket = new TokenBucket(new BigDecimal(4), 2, clock::get);

    assertThat(bucket.take()).isEmpty();
    assertThat(bucket.take()).isEmpty();
    assertThat(bucket.take()).contains(Duration.ofMillis(250));
    clock.addAndGet(Duration.ofMillis(100).toNanos());
    assertThat(bucket.take().orElseThrow())
        .isBetween(Duration.ofNanos(149_999_999), Duration.ofNanos(150_000_001));
    clock.addAndGet(Duration.ofMillis(151).toNanos());
    assertThat(bucket.take()).isEmpty();
    assertThat(bucket.take()).isPresent();
  }

  @Test
  void however_long_the_pause_it_holds_no_more() {
    var bucket = new TokenBucket(new BigDecimal("0.5"), 3, clock::get);
    clock.addAndGet(Duration.ofDays(1000).toNanos());
    for (int token = 0; token < 3; token++) {
      assertThat(bucket.take()).isEmpty();
    }
    assertThat(bucket.take()).contains(Duration.ofSeconds(2));
  }
}
