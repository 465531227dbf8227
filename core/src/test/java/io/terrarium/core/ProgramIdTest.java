package io.terrarium.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.terrarium.Policy;
import io.terrarium.Source;
import org.junit.jupiter.api.Test;

class ProgramIdTest {
  @Test
  void a_program_has_the_same_id_under_equal_policies() {
    assertThat(id(Policy.extending(Policy.RESTRICTED).allowModules("ast", "tomllib").build()))
        .isEqualTo(id(Policy.extending(Policy.RESTRICTED).allowModules("tomllib", "ast").build()));
  }

  @Test
  void a_program_has_another_id_under_any_other_policy() {
    Policy own = Policy.extending(Policy.RESTRICTED).denyModules("ast").build();

    assertThat(
            new String[] {
              id(Policy.EXPRESSION),
              id(Policy.RESTRICTED),
              id(Policy.FULL),
              id(Policy.named("restricted+limited")),
              id(own),
              id(own.toBuilder().denyBuiltins("print").build()),
              id(own.toBuilder().name("own").build())
            })
        .doesNotHaveDuplicates();
  }

  private static String id(Policy policy) {
    return ProgramId.of(Source.of("x = 1").under(policy), "runtime", Lent.NOTHING);
  }
}
