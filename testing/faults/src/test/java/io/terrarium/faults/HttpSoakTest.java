package io.terrarium.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.terrarium.Sandbox;
import io.terrarium.testing.Sandboxes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A short soak of the service; {@code testing/faults/soak-http} makes a long one. */
@Tag("python")
class HttpSoakTest {
  @Test
  void a_thousand_mixed_requests_have_their_answers_and_leave_nothing() throws Exception {
    try (Sandbox sandbox = Sandboxes.open()) {
      HttpSoak.Result result = HttpSoak.run(sandbox, 1_000);
      assertThat(result.held()).as(result.text()).isTrue();
    }
  }
}
