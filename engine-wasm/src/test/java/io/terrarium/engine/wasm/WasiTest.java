package io.terrarium.engine.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import run.endive.runtime.WasmInterruptedException;
import run.endive.runtime.WasmRuntimeException;
import run.endive.wasm.types.FunctionImport;

/** Each import of an instance, called as compiled code calls it, with a program's arguments. */
final class WasiTest {
  private static final int PAGES = 4;
  private static final int BYTES = PAGES << 16;

  /** Addresses in memory, far apart. */
  private static final long A = 1 << 10;

  private static final long B = 1 << 12;
  private static final long C = 1 << 14;

  /** Those that may do something, each with a test here or in {@link InstancesTest}. */
  private static final Set<String> USEFUL =
      Set.of(
          "args_get",
          "args_sizes_get",
          "clock_res_get",
          "clock_time_get",
          "environ_get",
          "environ_sizes_get",
          "fd_fdstat_get",
          "fd_filestat_get",
          "fd_read",
          "fd_write",
          "poll_oneoff",
          "proc_exit",
          "random_get",
          "sched_yield");

  private final Streams streams = new Streams();
  private final Wasi wasi = new Wasi(streams, () -> {});
  private final CopyOnWriteMemory memory = CopyOnWriteMemory.empty(PAGES);

  static Stream<String> refused() {
    return imports().filter(name -> !USEFUL.contains(name));
  }

  private static Stream<String> imports() {
    var section = WasmEngine.image().module().importSection();
    return IntStream.range(0, section.importCount())
        .mapToObj(index -> (FunctionImport) section.getImport(index))
        .filter(wanted -> wanted.module().equals("wasi_snapshot_preview1"))
        .map(FunctionImport::name);
  }

  @ParameterizedTest
  @MethodSource("refused")
  void what_is_not_listed_here_is_refused_for_every_descriptor_and_touches_nothing(String name)
      throws InterruptedException {
    memory.fill((byte) 'a', 0, BYTES);
    arguments(0);
    byte[] before = memory.readBytes(0, BYTES);
    for (long descriptor = 0; descriptor < 8; descriptor++) {
      int answer = wasi.function(name).call(memory, arguments(descriptor));
      assertThat(answer)
          .as("%s of %s", name, descriptor)
          .isIn(Wasi.BAD_DESCRIPTOR, Wasi.NOT_PERMITTED, Wasi.NOT_SEEKABLE);
    }
    assertThat(memory.readBytes(0, BYTES)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fd_read", "fd_write", "fd_fdstat_get", "fd_filestat_get"})
  void only_the_three_streams_can_be_used(String name) throws InterruptedException {
    for (long descriptor : new long[] {-1, 3, 4, 5, 100, Integer.MAX_VALUE, Long.MIN_VALUE}) {
      assertThat(wasi.function(name).call(memory, arguments(descriptor)))
          .as("%s of %s", name, descriptor)
          .isEqualTo(Wasi.BAD_DESCRIPTOR);
    }
  }

  @Test
  void input_is_read_and_not_written_and_output_is_written_and_not_read()
      throws InterruptedException {
    assertThat(wasi.function("fd_write").call(memory, arguments(0))).isEqualTo(Wasi.BAD_DESCRIPTOR);
    for (long descriptor : new long[] {1, 2}) {
      assertThat(wasi.function("fd_read").call(memory, arguments(descriptor)))
          .isEqualTo(Wasi.BAD_DESCRIPTOR);
    }
  }

  @Test
  void a_function_that_nobody_has_heard_of_is_refused() throws InterruptedException {
    for (String name : List.of("path_open2", "sock_open", "thread-spawn", "")) {
      assertThat(wasi.function(name).call(memory, arguments(1))).isEqualTo(Wasi.NOT_PERMITTED);
    }
    assertThat(wasi.other().call(memory, arguments(1))).isEqualTo(Wasi.NOT_SUPPORTED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"args", "environ"})
  void there_are_no_arguments_and_there_is_no_environment(String what) throws InterruptedException {
    memory.fill((byte) 'a', 0, BYTES);
    assertThat(wasi.function(what + "_sizes_get").call(memory, new long[] {A, B})).isZero();
    assertThat(List.of(memory.readInt((int) A), memory.readInt((int) B))).containsOnly(0);
    byte[] before = memory.readBytes(0, BYTES);
    assertThat(wasi.function(what + "_get").call(memory, new long[] {A, B})).isZero();
    assertThat(memory.readBytes(0, BYTES)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, 4, -1, Long.MAX_VALUE})
  void no_clock_tells_less_than_a_tenth_of_a_millisecond_apart(long clock)
      throws InterruptedException {
    for (int look = 0; look < 1_000; look++) {
      assertThat(wasi.function("clock_time_get").call(memory, new long[] {clock, 1, A})).isZero();
      assertThat(memory.readLong((int) A) % 100_000).isZero();
    }
    assertThat(wasi.function("clock_res_get").call(memory, new long[] {clock, A})).isZero();
    assertThat(memory.readLong((int) A)).isEqualTo(100_000);
  }

  @Test
  void random_bytes_are_never_twice_the_same() throws InterruptedException {
    var seen = new HashSet<ByteBuffer>();
    for (int draw = 0; draw < 100; draw++) {
      assertThat(
              new Wasi(streams, () -> {}).function("random_get").call(memory, new long[] {A, 16}))
          .isZero();
      seen.add(ByteBuffer.wrap(memory.readBytes((int) A, 16)));
    }
    assertThat(seen).hasSize(100);
  }

  @Test
  void drawing_random_bytes_without_end_can_be_interrupted() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> wasi.function("random_get").call(memory, new long[] {0, BYTES}))
        .isInstanceOf(WasmInterruptedException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void there_is_nothing_to_wait_for_but_time_and_that_can_be_interrupted()
      throws InterruptedException {
    Wasi.Function poll = wasi.function("poll_oneoff");
    assertThat(poll.call(memory, new long[] {A, B, 0, C})).isEqualTo(Wasi.INVALID);
    assertThat(poll.call(memory, new long[] {A, B, 2, C})).isEqualTo(Wasi.NOT_SUPPORTED);
    for (byte kind : new byte[] {1, 2, 3, -1}) {
      memory.writeByte((int) A + 8, kind);
      assertThat(poll.call(memory, new long[] {A, B, 1, C})).isEqualTo(Wasi.NOT_SUPPORTED);
    }
    memory.writeByte((int) A + 8, (byte) 0);
    for (long nanos : new long[] {1_000_000_000_000L, Long.MAX_VALUE, -1}) {
      memory.writeLong((int) A + 24, nanos);
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> poll.call(memory, new long[] {A, B, 1, C}))
          .isInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void an_exit_ends_the_instance_and_nothing_else() {
    assertThatThrownBy(() -> wasi.function("proc_exit").call(memory, new long[] {7}))
        .isInstanceOfSatisfying(Wasi.Exit.class, exit -> assertThat(exit.code()).isEqualTo(7));
  }

  @Test
  void an_address_outside_of_the_memory_is_an_error_of_the_instance() {
    var wrong = new ArrayList<String>();
    for (String name : USEFUL) {
      if (Set.of("proc_exit", "sched_yield", "args_get", "environ_get", "fd_read").contains(name)) {
        continue;
      }
      for (long address : new long[] {BYTES, BYTES - 1, -1, Integer.MIN_VALUE}) {
        long first = name.startsWith("fd_") ? 1 : address;
        long second = name.equals("random_get") ? 16 : address;
        long[] arguments = {first, second, name.startsWith("clock") ? address : 1, address};
        try {
          int answer = wasi.function(name).call(memory, arguments);
          wrong.add("%s at %d answered %d".formatted(name, address, answer));
        } catch (WasmRuntimeException e) {
          // As it should be.
        } catch (InterruptedException e) {
          wrong.add(name + " was interrupted");
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void what_an_instance_asks_for_is_what_is_known_here() {
    assertThat(imports())
        .isNotEmpty()
        .containsAll(USEFUL.stream().filter(this::isImported).toList());
    assertThat(refused()).contains("path_open", "path_unlink_file", "fd_prestat_get", "fd_readdir");
  }

  private boolean isImported(String name) {
    return imports().anyMatch(name::equals);
  }

  /** A descriptor, and addresses wherever addresses may stand. */
  private long[] arguments(long descriptor) {
    memory.writeI32((int) A, (int) C);
    memory.writeI32((int) A + 4, 8);
    return new long[] {descriptor, A, 1, B, C, 1, 1, 1, C, C};
  }
}
