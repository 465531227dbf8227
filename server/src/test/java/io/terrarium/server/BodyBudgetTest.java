package io.terrarium.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.terrarium.config.KeyHash;
import io.terrarium.config.ServerSettings;
import io.terrarium.config.ServiceKey;
import org.junit.jupiter.api.Test;

/** What bodies may take follows from the settings, the heap, and how many there are to share it. */
class BodyBudgetTest {
  private static final long KIB = 1L << 10;
  private static final long MIB = 1L << 20;

  @Test
  void a_large_heap_has_room_for_what_is_configured() {
    assertThat(BodyBudget.of(settings(1 * MIB, 64 * MIB), 4_096 * MIB).most()).isEqualTo(64 * MIB);
  }

  @Test
  void a_small_heap_is_not_given_out_beyond_what_values_take() {
    assertThat(BodyBudget.of(settings(1 * MIB, 64 * MIB), 256 * MIB).most()).isEqualTo(8 * MIB);
  }

  @Test
  void the_smallest_heap_takes_one_body_in_chunks() {
    BodyBudget budget = BodyBudget.of(settings(1 * MIB, 64 * MIB), 16 * MIB);
    assertThat(budget.most()).isEqualTo(1_280 * KIB);

    BodyBudget.Share first = budget.share();
    first.take(1 * MIB);
    BodyBudget.Share second = budget.share();
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> second.take(1 * MIB))
        .matches(e -> e.problem().code() == ProblemCode.OVERLOADED);
    first.release();
    second.take(1 * MIB);
  }

  @Test
  void one_of_several_keys_has_half_and_room_for_one_body_at_least() {
    ServerSettings.Builder two =
        settings(1 * MIB, 64 * MIB).toBuilder().keys(key("shop", '0'), key("desk", '1'));
    assertThat(BodyBudget.of(two.build(), 4_096 * MIB).mostOfCaller()).isEqualTo(32 * MIB);
    assertThat(BodyBudget.of(two.build(), 16 * MIB).mostOfCaller()).isEqualTo(1_280 * KIB);

    ServerSettings one = settings(1 * MIB, 64 * MIB).toBuilder().keys(key("shop", '0')).build();
    assertThat(BodyBudget.of(one, 4_096 * MIB).mostOfCaller()).isEqualTo(64 * MIB);
  }

  @Test
  void what_a_caller_gives_back_is_its_own_again() {
    ServerSettings two =
        settings(1 * MIB, 4 * MIB).toBuilder().keys(key("shop", '0'), key("desk", '1')).build();
    BodyBudget budget = BodyBudget.of(two, 4_096 * MIB);
    BodyBudget.Share first = budget.share();
    first.belongsTo("shop");
    first.take(2 * MIB);
    BodyBudget.Share second = budget.share();
    second.belongsTo("shop");

    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> second.take(1))
        .matches(e -> e.problem().code() == ProblemCode.CONCURRENCY_LIMITED);
    first.give(1);
    second.take(1);
    first.release();
    second.release();
    second.take(2 * MIB);
  }

  private static ServerSettings settings(long one, long all) {
    return ServerSettings.builder().bodies(one, all).build();
  }

  private static ServiceKey key(String name, char digit) {
    return ServiceKey.of(name, new KeyHash("sha256:" + String.valueOf(digit).repeat(64)));
  }
}
