package io.terrarium.engine.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terrarium.EngineUnavailableException;
import io.terrarium.IsolationReport.Attempt;
import io.terrarium.wire.SelfCheck;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The attempts at every start: none succeeds, and where a layer is off, one does. */
final class SelfCheckTest {
  private static final byte FOLDER = 3;
  private static final int OPENED = PythonAbi.GUEST_FOLDER_DESCRIPTOR;
  private final SelfCheck check = new SelfCheck(WasmEngine.NAME);
  private final WorkerThreads threads = new WorkerThreads();

  @AfterEach
  void close() throws InterruptedException {
    threads.close();
    assertThat(Instances.stillThere()).isEmpty();
  }

  /** A world with one function more than there is. */
  private static final class Open extends Wasi {
    private final Set<String> opened;

    Open(Streams streams, Runnable beforeReading, Set<String> opened) {
      super(streams, beforeReading);
      this.opened = opened;
    }

    @Override
    Function function(String name) {
      Function plain = super.function(name);
      if (!opened.contains(name)) {
        return plain;
      }
      return switch (name) {
        case "path_open" ->
            (memory, arguments) -> {
              memory.writeI32((int) arguments[8], OPENED);
              return SUCCESS;
            };
        case "fd_read" ->
            (memory, arguments) -> {
              if (arguments[0] != OPENED) {
                return plain.call(memory, arguments);
              }
              memory.writeI32((int) arguments[3], 0);
              return SUCCESS;
            };
        case "fd_fdstat_get" ->
            (memory, arguments) -> {
              memory.fill((byte) 0, (int) arguments[1], (int) arguments[1] + 24);
              memory.writeByte((int) arguments[1], FOLDER);
              memory.writeLong((int) arguments[1] + 8, -1);
              memory.writeLong((int) arguments[1] + 16, -1);
              return SUCCESS;
            };
        default -> (memory, arguments) -> SUCCESS;
      };
    }
  }

  @Test
  void an_instance_tries_in_vain_what_it_must_not_be_able_to_do() {
    assertThat(check.allStopped(attempts()))
        .extracting(Attempt::name)
        .contains("read a file", "open a TCP socket", "start a process", "start a thread");
  }

  @Test
  void a_check_that_tried_nothing_shows_nothing() {
    assertThatThrownBy(() -> check.allStopped(List.of()))
        .isInstanceOf(EngineUnavailableException.class)
        .hasMessageContaining("tried nothing");
  }

  @Test
  void an_instance_that_could_open_files_is_found_out() {
    assertThatThrownBy(() -> check.allStopped(attempts("fd_fdstat_get", "path_open", "fd_close")))
        .isInstanceOf(EngineUnavailableException.class)
        .hasMessageContaining("refuses to run programs here")
        .hasMessageContaining("read what it was made of (found '/guest/guest.py')")
        .hasMessageContaining("write beside that")
        .hasMessageNotContaining("find a descriptor");
  }

  @Test
  void an_instance_with_a_descriptor_that_it_should_not_have_is_found_out() {
    assertThatThrownBy(() -> check.allStopped(attempts("fd_read")))
        .isInstanceOf(EngineUnavailableException.class)
        .hasMessageContaining("find a descriptor besides its own (found [3")
        .hasMessageNotContaining("read what");
  }

  private List<Attempt> attempts(String... opened) {
    WasmWorker worker =
        Instances.start(
            Order.SELF_CHECK,
            (streams, beforeReading) -> new Open(streams, beforeReading, Set.of(opened)),
            threads);
    try {
      return check.attempts(worker.channel());
    } finally {
      worker.kill();
    }
  }
}
