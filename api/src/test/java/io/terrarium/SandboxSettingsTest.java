package io.terrarium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxSettingsTest {
  @ParameterizedTest
  @ValueSource(longs = {-1, 3_601, Long.MAX_VALUE})
  void a_wait_in_the_queue_outside_its_range_is_refused_with_the_range(long seconds) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SandboxSettings.builder().queue(1, Duration.ofSeconds(seconds)).build())
        .withMessageContaining("queueWait is PT")
        .withMessageContaining("from 0 to 1 h");
  }

  @Test
  void a_wait_of_nothing_and_one_of_an_hour_are_in_range() {
    for (Duration wait : new Duration[] {Duration.ZERO, Duration.ofHours(1)}) {
      assertThat(SandboxSettings.builder().queue(1, wait).build().queueWait()).isEqualTo(wait);
    }
  }
}
