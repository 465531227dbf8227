package io.terrarium.jail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JailSpecTest {
  private static final JailSpec SPEC = JailSpec.forOrdinaryUser(Architecture.X86_64);

  @Test
  void what_is_not_said_is_tight() {
    assertThat(SPEC.zygoteDescriptors()).isEqualTo(64);
    assertThat(SPEC.workerDescriptors()).isEqualTo(16);
    assertThat(SPEC.workerStackBytes()).isEqualTo(8 * 1024 * 1024);
    assertThat(SPEC.dropTo()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 65534, 0xffff_ffffL, 1L << 32})
  void root_nobody_and_what_is_no_id_cannot_be_become(long id) {
    assertThatThrownBy(() -> new Identity(id, 1000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("user id is " + id);
    assertThatThrownBy(() -> new Identity(1000, id))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("group id is " + id);
  }

  @Test
  void limits_outside_of_their_ranges_are_refused() {
    assertThatThrownBy(() -> SPEC.withZygoteDescriptors(3))
        .hasMessage("The zygote's descriptors must be from 4 to 1024, not 3");
    assertThatThrownBy(() -> SPEC.withWorkerDescriptors(65))
        .hasMessage("The worker's descriptors must be from 4 to 64, not 65");
    assertThatThrownBy(() -> SPEC.withWorkerStackBytes(1024))
        .hasMessage("The worker's stack in bytes must be from 1048576 to 67108864, not 1024");
  }

  @Test
  void a_change_gives_another_specification_and_keeps_the_rest() {
    JailSpec changed =
        JailSpec.forRoot(Architecture.AARCH64, new Identity(7, 8))
            .withZygoteDescriptors(100)
            .withWorkerDescriptors(20)
            .withWorkerStackBytes(1 << 21);
    assertThat(changed.architecture()).isEqualTo(Architecture.AARCH64);
    assertThat(changed.dropTo()).contains(new Identity(7, 8));
    assertThat(changed.zygoteDescriptors()).isEqualTo(100);
    assertThat(changed.workerDescriptors()).isEqualTo(20);
    assertThat(changed.workerStackBytes()).isEqualTo(1 << 21);
    assertThat(SPEC.zygoteDescriptors()).isEqualTo(64);
  }
}
