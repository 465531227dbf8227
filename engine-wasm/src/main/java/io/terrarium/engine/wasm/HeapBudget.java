package io.terrarium.engine.wasm;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How much of the virtual machine's heap all instances together may take for their programs: what
 * their memory grows by, and what they copy of the pages that they share. The heap is the
 * application's as well, and one that is full ends more than a program. Thread-safe.
 *
 * <p>Theory of operation. Nobody should ever meet this bound: what calls may use in all is promised
 * before they run, and never more than is here ({@link WasmWorkerFactory#memory()}). It is what
 * holds should a program get by that, and where several sandboxes share the heap. What an instance
 * takes until it is ready is not counted: it is little, and how many wait is the operator's choice.
 */
final class HeapBudget {
  private static final int PAGE = 1 << 16;

  /**
   * The one of all engines of this virtual machine: three quarters of what its heap may grow to.
   */
  static final HeapBudget OF_HEAP = ofPages((int) Math.min(bytes() / PAGE, Integer.MAX_VALUE));

  private final int most;
  private final AtomicInteger taken = new AtomicInteger();

  private HeapBudget(int pages) {
    this.most = pages;
  }

  /** One of so many pages. */
  static HeapBudget ofPages(int pages) {
    return new HeapBudget(pages);
  }

  /** For memory that is nobody's program's. */
  static HeapBudget unbounded() {
    return new HeapBudget(Integer.MAX_VALUE);
  }

  /** What {@link #OF_HEAP} is, in bytes. */
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
