package io.terrarium.engine.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.terrarium.Call;
import io.terrarium.Limit;
import io.terrarium.Limits;
import io.terrarium.Outcome;
import io.terrarium.OverloadedException;
import io.terrarium.Policy;
import io.terrarium.Program;
import io.terrarium.Sandbox;
import io.terrarium.SandboxSettings;
import io.terrarium.Session;
import io.terrarium.Source;
import io.terrarium.value.Value;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The heap is what all instances have together: nobody is promised what is not there. */
final class HeapTest {
  private static final long QUARTER = HeapBudget.bytes() / 4;
  private static final int TOO_MANY = 8;
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final Duration LONG = Duration.ofSeconds(60);

  /** For small arguments, beside the limits of a call. */
  private static final long ARGUMENTS = 2 << 20;

  /** A quarter of what there is, with the pages that an instance may copy. */
  private static final Limits LIMITS =
      Limits.DEFAULT.withMemoryBytes(QUARTER - WasmEngine.image().bytes() - ARGUMENTS);

  private static SandboxSettings.Builder settings(Duration queueWait) {
    return SandboxSettings.builder()
        .engine(WasmEngine.NAME)
        .idleWorkers(1)
        .maximumConcurrentCalls(TOO_MANY)
        .ceiling(Limits.DEFAULT.withMemoryBytes(1L << 40).withWallTime(LONG))
        .queue(TOO_MANY, queueWait);
  }

  private static Program filling(Sandbox sandbox) {
    return sandbox.compile(
        Source.of(
                """
                kept = []
                def fill(size):
                    kept.append(bytearray(size))
                    return len(kept[0])
                def f():
                    return 1
                """)
            .under(Policy.FULL));
  }

  @Test
  void what_was_promised_is_there_for_all_at_once_and_more_is_promised_to_nobody() {
    try (Sandbox sandbox = settings(SHORT).create()) {
      Program program = filling(sandbox);
      List<Session> sessions = new ArrayList<>();
      assertThatExceptionOfType(OverloadedException.class)
          .isThrownBy(() -> {
            while (sessions.size() < TOO_MANY) {
              sessions.add(program.openSession(LIMITS));
            }
          });

      assertThat(sessions).hasSize(4);
      long most = LIMITS.memoryBytes() / 8 * 7;
      for (Session session : sessions) {
        assertThat(session.call("fill", most).asLong()).isEqualTo(most);
      }
      sessions.forEach(Session::close);
      assertThat(program.call("f").asInt()).isEqualTo(1);
    }
  }

  @Test
  void a_call_waits_until_there_is_memory_for_it() {
    try (Sandbox sandbox = settings(LONG).create()) {
      Program program = filling(sandbox);
      Limits all =
          Limits.DEFAULT.withMemoryBytes(
              QUARTER * 4 - 2 * (WasmEngine.image().bytes() + ARGUMENTS));
      CompletableFuture<Value> waiting;
      try (Session _ = program.openSession(all)) {
        waiting =
            CompletableFuture.supplyAsync(
                () -> program.invoke(Call.of("f").withLimits(LIMITS)).orElseThrow(),
                work -> Thread.ofVirtual().start(work));
        while (sandbox.load().waitingCalls() == 0) {
          Thread.onSpinWait();
        }
      }
      assertThat(waiting.join().asInt()).isEqualTo(1);
    }
  }

  @Test
  void a_call_that_wants_more_than_the_heap_is_turned_away_with_what_would_help() {
    try (Sandbox sandbox = settings(LONG).create()) {
      Program program = filling(sandbox);
      Limits limits = Limits.DEFAULT.withMemoryBytes(QUARTER * 4);
      assertThatExceptionOfType(OverloadedException.class)
          .isThrownBy(() -> program.invoke(Call.of("f").withLimits(limits)))
          .withMessageContaining("-Xmx");
    }
  }

  @Test
  void a_smaller_budget_of_the_operators_counts() {
    try (Sandbox sandbox =
        settings(LONG).memoryBudgetBytes(Limits.DEFAULT.memoryBytes()).create()) {
      assertThat(sandbox.load().memoryBudgetBytes()).isEqualTo(Limits.DEFAULT.memoryBytes());
      Limits limits = Limits.DEFAULT.withMemoryBytes(QUARTER * 2);
      Program program = filling(sandbox);
      assertThatExceptionOfType(OverloadedException.class)
          .isThrownBy(() -> program.invoke(Call.of("f").withLimits(limits)))
          .withMessageContaining("memoryBudgetBytes");
      assertThat(program.call("f").asInt()).isEqualTo(1);
    }
  }

  @Test
  void a_result_that_is_more_than_is_left_beside_programs_is_a_limit_and_no_end_of_the_heap() {
    long left = Runtime.getRuntime().maxMemory() - HeapBudget.bytes();
    try (Sandbox sandbox = settings(LONG).create()) {
      Program program =
          sandbox.compile(Source.of("def f(n):\n    return [None] * n\n").under(Policy.FULL));
      for (int round = 0; round < 2; round++) {
        Outcome outcome = program.invoke(Call.of("f", left / 2 / 40));
        assertThat(outcome).isInstanceOf(Outcome.LimitExceeded.class);
        assertThat(((Outcome.LimitExceeded) outcome).limit()).isEqualTo(Limit.RESULT);
        assertThat(program.call("f", left / 2 / 100).asList()).isNotEmpty();
      }
    }
  }

  @Test
  void instances_that_share_a_budget_cannot_take_more_than_it_has() {
    HeapBudget budget = HeapBudget.ofPages(10);
    CopyOnWriteMemory one = counted(budget);
    CopyOnWriteMemory other = counted(budget);

    assertThat(one.grow(7)).isEqualTo(4);
    assertThat(other.grow(4)).isEqualTo(-1);
    assertThat(other.grow(2)).isEqualTo(4);
    other.writeByte(0, (byte) 1);
    other.writeByte(1, (byte) 1);
    assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> one.writeByte(0, (byte) 1));
    assertThat(one.read(0)).isZero();

    other.release();
    one.writeByte(0, (byte) 1);
    assertThat(one.grow(3)).isEqualTo(-1);
    assertThat(one.grow(2)).isEqualTo(11);
    one.release();
    assertThat(budget.take(10)).isTrue();
    assertThat(budget.take(1)).isFalse();
  }

  @Test
  void what_a_program_may_not_copy_ends_it_for_its_memory() throws Exception {
    var threads = new WorkerThreads();
    WasmWorker worker =
        WasmWorker.start(
            WasmEngine.image(),
            Order.SERVE.bytes(),
            Instances.LIMITS,
            HeapBudget.ofPages(0),
            threads);
    int size = 60_000;
    worker.channel().write(ByteBuffer.allocate(Integer.BYTES + 1 + size).putInt(size).rewind());
    assertThat(worker.exit().get().peakMemoryBytes())
        .isGreaterThanOrEqualTo(Instances.LIMITS.memoryBytes());
    threads.close();
  }

  private static CopyOnWriteMemory counted(HeapBudget budget) {
    CopyOnWriteMemory memory = CopyOnWriteMemory.of(new byte[4][1 << 16], 100, budget);
    memory.count();
    return memory;
  }
}
