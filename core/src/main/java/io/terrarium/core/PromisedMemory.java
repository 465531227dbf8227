package io.terrarium.core;

import io.terrarium.SandboxSettings;
import io.terrarium.spi.MemoryBudget;
import io.terrarium.spi.WorkerMemory;

/**
 * The memory that workers were promised, held against two bounds: the operator's budget for the sum
 * of their limits, and what the engine really has, of which each worker may take more than its
 * limits allow. One call by default always finds room where it is alone. Not thread-safe.
 */
final class PromisedMemory {
  private final long budget;
  private final WorkerMemory ofEngine;

  /** What a worker may take that is not promised to its call: small arguments besides. */
  private final long besides;

  private final long bytesOfEngine;
  private long reserved;
  private int workers;

  /**
   * @param budget the most that the limits of all may add up to
   * @param oneCall what a call may use by default
   */
  PromisedMemory(long budget, WorkerMemory ofEngine, long oneCall) {
    this.budget = budget;
    this.ofEngine = ofEngine;
    this.besides = ofEngine.besidesLimits() + Dispatcher.ARGUMENT_ALLOWANCE_BYTES;
    this.bytesOfEngine = Math.max(ofEngine.bytes(), oneCall + besides);
  }

  /** What may be promised in a sandbox with these settings. */
  static PromisedMemory of(SandboxSettings settings, WorkerMemory ofEngine) {
    long oneCall = settings.defaultLimits().clampedTo(settings.ceiling()).memoryBytes();
    return new PromisedMemory(MemoryBudget.bytes(settings), ofEngine, oneCall);
  }

  /** Whether a worker can be promised so much now. Nothing always fits, for it is for no worker. */
  boolean fits(long bytes) {
    return bytes == 0
        || (bytes <= budget - reserved
            && bytes <= bytesOfEngine - besides - reserved - workers * besides);
  }

  void take(long bytes) {
    reserved += bytes;
    workers += bytes == 0 ? 0 : 1;
  }

  void giveBack(long bytes) {
    reserved -= bytes;
    workers -= bytes == 0 ? 0 : 1;
  }

  /** The most that one worker can be promised where there is no other. */
  long inAll() {
    return Math.min(budget, bytesOfEngine - besides);
  }

  /** What was promised and not given back. */
  long reserved() {
    return reserved;
  }

  /** How an operator has more promised: the end of a sentence. */
  String remedy() {
    return budget == inAll() ? "raise memoryBudgetBytes" : ofEngine.remedy();
  }
}
