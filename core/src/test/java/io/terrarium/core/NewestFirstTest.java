package io.terrarium.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NewestFirstTest {
  private final NewestFirst<Integer> waiting = new NewestFirst<>();

  @Test
  void the_newest_is_taken_first() {
    waiting.add(1);
    waiting.add(2);
    assertThat(waiting.size()).isEqualTo(2);
    assertThat(waiting.poll()).isEqualTo(2);
    assertThat(waiting.poll()).isEqualTo(1);
    assertThat(waiting.poll()).isNull();
  }

  @Test
  void none_waits_for_ever_while_others_come_and_go() {
    waiting.add(0);
    for (int newer = 1; newer < NewestFirst.TURN; newer++) {
      waiting.add(newer);
      assertThat(waiting.poll()).isEqualTo(newer);
    }
    waiting.add(NewestFirst.TURN);
    assertThat(waiting.poll()).isZero();
  }
}
