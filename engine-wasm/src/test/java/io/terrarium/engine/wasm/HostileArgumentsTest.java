package io.terrarium.engine.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import run.endive.runtime.WasmInterruptedException;
import run.endive.runtime.WasmRuntimeException;
import run.endive.wasm.types.FunctionImport;

/**
 * Each import with arguments that no honest program has: addresses outside, at the edges and beyond
 * what a number holds, counts without end, and in memory whatever may be there.
 */
final class HostileArgumentsTest {
  private static final int PAGES = 3;
  private static final int BYTES = PAGES << 16;
  private static final int CALLS_OF_EACH = 3_000;
  private static final int ARGUMENTS = 10;
  private static final List<Long> LIKELY =
      List.of(
          0L,
          1L,
          2L,
          3L,
          8L,
          0xfff8L,
          0xffffL,
          0x10000L,
          BYTES - 48L,
          BYTES - 4L,
          BYTES - 1L,
          (long) BYTES,
          0x7fffffffL,
          -1L,
          -8L,
          (long) Integer.MIN_VALUE,
          Long.MAX_VALUE,
          Long.MIN_VALUE);

  private final Random random = new Random(17);
  private final Wasi wasi = new Wasi(ended(), () -> {});
  private final CopyOnWriteMemory memory = CopyOnWriteMemory.empty(PAGES);

  private static Streams ended() {
    var streams = new Streams();
    streams.instanceEnded();
    return streams;
  }

  @Test
  void an_import_answers_or_ends_its_instance_whatever_it_is_given() {
    var section = WasmEngine.image().module().importSection();
    IntStream.range(0, section.importCount())
        .mapToObj(index -> (FunctionImport) section.getImport(index))
        .forEach(wanted -> {
          Wasi.Function function = wasi.function(wanted.name());
          for (int call = 0; call < CALLS_OF_EACH; call++) {
            long[] arguments = arguments();
            memory.writeI32(random.nextInt(BYTES - 4), (int) likely());
            assertThat(isBounded(function, arguments))
                .as("%s of %s", wanted.name(), arguments)
                .isTrue();
          }
        });
    assertThat(memory.pages()).isEqualTo(PAGES);
  }

  /** Whether it ended as calls may; anything else that it throws fails the test. */
  private boolean isBounded(Wasi.Function function, long[] arguments) {
    // Nobody is to wait for the time that a program happens to name.
    Thread.currentThread().interrupt();
    try {
      return function.call(memory, arguments) >= 0;
    } catch (WasmRuntimeException | WasmInterruptedException | Wasi.Exit | InterruptedException e) {
      return true;
    } finally {
      var _ = Thread.interrupted();
    }
  }

  private long[] arguments() {
    var arguments = new long[ARGUMENTS];
    for (int index = 0; index < ARGUMENTS; index++) {
      arguments[index] = random.nextInt(4) == 0 ? random.nextInt(BYTES) : likely();
    }
    // What only a single vector or subscription comes past.
    if (random.nextBoolean()) {
      arguments[2] = 1;
    }
    return arguments;
  }

  private long likely() {
    return LIKELY.get(random.nextInt(LIKELY.size()));
  }
}
