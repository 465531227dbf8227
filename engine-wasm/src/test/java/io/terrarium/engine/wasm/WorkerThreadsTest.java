package io.terrarium.engine.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terrarium.EngineUnavailableException;
import io.terrarium.spi.WorkerExit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of instances that cannot be stopped: they are given up, and few are enough. */
final class WorkerThreadsTest {
  private final WorkerThreads threads = new WorkerThreads(Duration.ofMillis(50));
  private final Semaphore released = new Semaphore(0);

  @AfterEach
  void close() throws InterruptedException {
    released.release(Integer.MAX_VALUE);
    threads.close();
    assertThat(Instances.stillThere()).isEmpty();
  }

  /** A world in which whoever waits for input hears no interruption. */
  private final class Deaf extends Wasi {
    private final Runnable beforeReading;

    Deaf(Streams streams, Runnable beforeReading) {
      super(streams, beforeReading);
      this.beforeReading = beforeReading;
    }

    @Override
    Function function(String name) {
      Function plain = super.function(name);
      return name.equals("fd_read")
          ? (memory, arguments) -> {
            beforeReading.run();
            released.acquireUninterruptibly();
            return plain.call(memory, arguments);
          }
          : plain;
    }
  }

  @Test
  void one_that_does_not_stop_is_given_up_and_nobody_waits_for_it() throws Exception {
    WasmWorker worker = lost();
    assertThat(worker.exit().get(10, TimeUnit.SECONDS).status())
        .isEqualTo(new WorkerExit.Status.Signalled(9));
  }

  @Test
  void after_four_that_do_not_stop_no_more_are_started_until_one_has() throws Exception {
    List<WasmWorker> lost = new ArrayList<>();
    for (int count = 0; count < 4; count++) {
      lost.add(lost());
    }
    for (WasmWorker worker : lost) {
      var _ = worker.exit().get(10, TimeUnit.SECONDS);
    }

    assertThatThrownBy(() -> Instances.start(Order.SERVE, Wasi::new, threads))
        .isInstanceOf(EngineUnavailableException.class)
        .hasMessageContaining("4 instances cannot be stopped")
        .hasMessageContaining("started anew");

    released.release(4);
    assertThat(Instances.stillThere()).isEmpty();
    WasmWorker next = Instances.start(Order.SERVE, Wasi::new, threads);
    next.kill();
  }

  @Test
  void one_that_stops_is_not_counted() throws Exception {
    for (int count = 0; count < 6; count++) {
      WasmWorker worker = Instances.start(Order.SERVE, Wasi::new, threads);
      worker.kill();
      assertThat(worker.exit().get(10, TimeUnit.SECONDS).status())
          .isEqualTo(new WorkerExit.Status.Signalled(9));
    }
  }

  private WasmWorker lost() {
    WasmWorker worker = Instances.start(Order.SERVE, Deaf::new, threads);
    worker.kill();
    return worker;
  }
}
