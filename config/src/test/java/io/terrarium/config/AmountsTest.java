package io.terrarium.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountsTest {
  @ParameterizedTest
  @CsvSource({
    "500ms, PT0.5S",
    "5s, PT5S",
    "1.5 s, PT1.5S",
    "2m, PT2M",
    "2MIN, PT2M",
    "1h, PT1H",
    "250us, PT0.00025S"
  })
  void a_duration_is_a_number_and_a_unit(String text, Duration duration) {
    assertThat(Amounts.duration(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @CsvSource({
    "64B, 64",
    "64KiB, 65536",
    "1.5MiB, 1572864",
    "1gib, 1073741824",
    "5MB, 5000000",
    "1 TiB, 1099511627776"
  })
  void a_size_is_a_number_and_a_unit(String text, long bytes) {
    assertThat(Amounts.bytes(text)).isEqualTo(bytes);
  }

  @Test
  void an_amount_beyond_every_number_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Amounts.bytes("999999999999TiB"))
        .withMessageContaining("more than any limit");
  }
}
