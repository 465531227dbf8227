package io.terrarium.engine.cpython;

import static org.assertj.core.api.Assertions.assertThat;

import io.terrarium.Policy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZygoteKindTest {
  @Test
  void all_of_python_needs_the_whole_library_and_other_presets_do_not() {
    assertThat(ZygoteKind.of(Policy.FULL)).isEqualTo(ZygoteKind.LIBRARY);
    assertThat(ZygoteKind.of(Policy.RESTRICTED)).isEqualTo(ZygoteKind.LEAN);
    assertThat(ZygoteKind.of(Policy.EXPRESSION)).isEqualTo(ZygoteKind.LEAN);
    assertThat(ZygoteKind.of(Policy.named("restricted+limited"))).isEqualTo(ZygoteKind.LEAN);
  }

  @Test
  void a_policy_that_only_takes_away_or_lends_what_is_lent_anyway_stays_lean() {
    Policy policy =
        Policy.extending(Policy.RESTRICTED)
            .allowModules("math", "urllib.parse")
            .denyModules("random")
            .allowBuiltins("open")
            .build();

    assertThat(ZygoteKind.of(policy)).isEqualTo(ZygoteKind.LEAN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"html.parser", "tomllib", "zoneinfo"})
  void a_policy_that_lends_more_modules_or_time_zones_needs_the_whole_library(String module) {
    Policy policy = Policy.extending(Policy.RESTRICTED).allowModules(module).build();

    assertThat(ZygoteKind.of(policy)).isEqualTo(ZygoteKind.LIBRARY);
  }
}
