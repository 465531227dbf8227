package io.terrarium.server.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "00-" + TRACE + "-b7ad6b7169203331-01";

  @Test
  void a_well_formed_parent_is_one() {
    assertThat(TraceContext.of(PARENT, ""))
        .contains(new TraceContext(PARENT, TRACE, Optional.empty()));
    String later = "01" + PARENT.substring(2) + "-what-comes";
    assertThat(TraceContext.of(later, "a=b, c@d=e f"))
        .contains(new TraceContext(later, TRACE, Optional.of("a=b, c@d=e f")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
        "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01more",
        "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-a b",
        " 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\n"
      })
  void anything_else_is_as_if_it_were_not_there(String parent) {
    assertThat(TraceContext.of(parent, "")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a", "a=", "A=b", "a=b=c", "a=b;c=\n", "a=ü", ",,="})
  void a_state_that_is_not_well_formed_is_dropped_alone(String state) {
    assertThat(TraceContext.of(PARENT, state).orElseThrow().state()).isEmpty();
  }

  @Test
  void a_state_is_of_bounded_length() {
    assertThat(TraceContext.of(PARENT, "a=b,".repeat(32) + "a=b").orElseThrow().state()).isEmpty();
    assertThat(
            TraceContext.of(PARENT, ("a=" + "b".repeat(250) + ",").repeat(3)).orElseThrow().state())
        .isEmpty();
  }
}
