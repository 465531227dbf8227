package io.terrarium.engine.wasm;

import io.terrarium.spi.WorkerLimits;
import java.time.Duration;
import java.util.List;

/** Instances below the public API, for tests of what is under it. */
final class Instances {
  static final WorkerLimits LIMITS = new WorkerLimits(64L << 20, Duration.ofSeconds(60));
  private static final long MILLISECONDS_TO_END = 10_000;

  private Instances() {}

  /** One in a world of the test's own. */
  static WasmWorker start(Order order, WasmWorker.World world, WorkerThreads threads) {
    return WasmWorker.start(
        WasmEngine.image(), order.bytes(), LIMITS, HeapBudget.OF_HEAP, world, threads);
  }

  /** Waits until all threads of instances have ended, and returns those that have not. */
  static List<Thread> stillThere() throws InterruptedException {
    for (Thread thread : threads()) {
      thread.join(MILLISECONDS_TO_END);
    }
    return threads();
  }

  private static List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("terrarium-instance"))
        .toList();
  }
}
