package io.terrarium.engine.wasm;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How much of the virtual machine's heap the memory of all instances together may grow to take. The
 * heap is the application's as well, and one that is full ends more than a program. Thread-safe.
 */
final class HeapBudget {
  private static final int PAGE = 1 << 16;

  private final int most;
  private final AtomicInteger taken = new AtomicInteger();

  private HeapBudget(int pages) {
    this.most = pages;
  }

  /** Three quarters of what the heap may grow to. */
  static HeapBudget ofHeap() {
    return new HeapBudget((int) Math.min(bytes() / PAGE, Integer.MAX_VALUE));
  }

  /** For memory that is nobody's program's. */
  static HeapBudget unbounded() {
    return new HeapBudget(Integer.MAX_VALUE);
  }

  /** What {@link #ofHeap} is, in bytes. */
  static long bytes() {
    return Runtime.getRuntime().maxMemory() / 4 * 3;
  }

  /** Takes some pages, or none where they are not left. */
  boolean take(int pages) {
    int before = taken.get();
    while (pages <= most - before) {
      if (taken.compareAndSet(before, before + pages)) {
        return true;
      }
      before = taken.get();
    }
    return false;
  }

  void giveBack(int pages) {
    taken.addAndGet(-pages);
  }
}
