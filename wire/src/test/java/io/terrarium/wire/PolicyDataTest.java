package io.terrarium.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.terrarium.Policy;
import org.junit.jupiter.api.Test;

class PolicyDataTest {
  @Test
  void a_preset_is_its_name() {
    assertThat(Policy.presets())
        .extracting(policy -> PolicyData.of(policy).toString())
        .containsExactly("{name=expression}", "{name=restricted}", "{name=full}");
  }

  @Test
  void options_come_with_the_preset_that_they_change() {
    assertThat(PolicyData.of(Policy.named("restricted+limited")))
        .hasToString("{name=restricted+limited, extends=restricted, options=[limited]}");
  }

  @Test
  void changes_come_table_by_table_and_sorted() {
    Policy policy =
        Policy.extending(Policy.RESTRICTED)
            .name("own")
            .denyAttributes("real")
            .allowModules("tomllib", "ast")
            .denyModules("random")
            .build();

    assertThat(PolicyData.of(policy))
        .hasToString(
            "{name=own, extends=restricted, options=[],"
                + " modules={allow=[ast, tomllib], deny=[random]}, attributes={deny=[real]}}");
  }
}
