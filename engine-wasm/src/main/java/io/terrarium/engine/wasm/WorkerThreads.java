package io.terrarium.engine.wasm;

import io.terrarium.EngineUnavailableException;
import io.terrarium.spi.SafeLogger;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The threads of all instances of an engine. Thread-safe.
 *
 * <p>Theory of operation. A thread cannot be killed, only asked. All code that an instance can be
 * in answers; should some of it not, its thread is counted, and where a few are lost no more are
 * made: a program then has cost the application no more than these.
 */
final class WorkerThreads {
  /** How many threads that do not end there may be before no more are started. */
  static final int LOST_AT_MOST = 4;

  private static final Duration TIME_TO_END = Duration.ofSeconds(10);
  private static final SafeLogger LOG = SafeLogger.of(WorkerThreads.class);

  private final Duration timeToEnd;
  private final Set<WasmWorker> running = ConcurrentHashMap.newKeySet();
  private final Set<WasmWorker> lost = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  WorkerThreads() {
    this(TIME_TO_END);
  }

  /**
   * @param timeToEnd how long a thread has to end before it is given up
   */
  WorkerThreads(Duration timeToEnd) {
    this.timeToEnd = timeToEnd;
  }

  /**
   * A thread is about to start.
   *
   * @throws EngineUnavailableException when none may any more
   */
  void started(WasmWorker worker) {
    refuseIfClosed();
    if (lost.size() >= LOST_AT_MOST) {
      throw new EngineUnavailableException(
          "%d instances cannot be stopped, so no more are started: the application has to be started anew."
              .formatted(lost.size()),
          null);
    }
    running.add(worker);
    if (closed) {
      // Whoever closes may not have seen it in here.
      running.remove(worker);
      refuseIfClosed();
    }
  }

  private void refuseIfClosed() {
    if (closed) {
      throw new EngineUnavailableException("The engine is closed.", null);
    }
  }

  /** A thread is about to have ended. */
  void ended(WasmWorker worker) {
    running.remove(worker);
    lost.remove(worker);
  }

  /** A worker was told to end. One that has is not kept from the collector for being watched. */
  void toEnd(WasmWorker worker) {
    var watched = new WeakReference<>(worker);
    CompletableFuture.delayedExecutor(timeToEnd.toNanos(), TimeUnit.NANOSECONDS)
        .execute(() -> giveUpIfRunning(watched.get()));
  }

  private void giveUpIfRunning(@Nullable WasmWorker worker) {
    if (worker == null || !running.contains(worker) || !lost.add(worker)) {
      return;
    }
    if (!running.contains(worker)) {
      // It has ended just now.
      lost.remove(worker);
      return;
    }
    LOG.log(
        System.Logger.Level.ERROR,
        "an instance does not stop: its thread is lost, with a processor perhaps");
    worker.givenUp();
  }

  /** Ends all of them; returns when they have ended, or cannot be. */
  void close() {
    closed = true;
    running.forEach(WasmWorker::kill);
    running.forEach(worker ->
        worker
            .exit()
            .copy()
            .completeOnTimeout(null, timeToEnd.toNanos(), TimeUnit.NANOSECONDS)
            .join());
  }
}
