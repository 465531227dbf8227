package io.terrarium.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * What this application has of the machine at a moment.
 *
 * @param processes the processes that descend from it
 * @param descriptors its open files, sockets and pipes
 * @param threads its threads, the virtual machine's own included
 * @param heapBytes what is in use of Java's heap after a collection
 */
record Footprint(long processes, long descriptors, long threads, long heapBytes) {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final long BETWEEN_LOOKS_NANOSECONDS = 100_000_000;
  private static final int LOOKS_ALIKE = 10;

  /** The virtual machine starts and ends a few by its own reckoning. */
  private static final int THREAD_TOLERANCE = 4;

  private static final long HEAP_TOLERANCE_BYTES = 8 << 20;

  /** What there is when nothing changes any more, or patience has an end. */
  static Footprint settled() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Footprint last = now();
    int alike = 0;
    while (alike < LOOKS_ALIKE && System.nanoTime() < deadline) {
      LockSupport.parkNanos(BETWEEN_LOOKS_NANOSECONDS);
      Footprint next = now();
      alike = next.withHeap(0).equals(last.withHeap(0)) ? alike + 1 : 0;
      last = next;
    }
    return last.withHeap(heap());
  }

  /** Whether nothing has grown, but for what comes and goes by itself. */
  boolean isNoMoreThan(Footprint before) {
    return isNoMoreThan(before, THREAD_TOLERANCE);
  }

  /** The same where so many threads more mean nothing. */
  boolean isNoMoreThan(Footprint before, int moreThreads) {
    return processes <= before.processes
        && descriptors <= before.descriptors
        && threads <= before.threads + moreThreads
        && heapBytes <= before.heapBytes + HEAP_TOLERANCE_BYTES;
  }

  /** For people. */
  String text() {
    return "%d processes, %d descriptors, %d threads, %.1f MiB of heap"
        .formatted(processes, descriptors, threads, heapBytes / 1048576.0);
  }

  private Footprint withHeap(long bytes) {
    return new Footprint(processes, descriptors, threads, bytes);
  }

  private static Footprint now() {
    return new Footprint(
        ProcessHandle.current().descendants().filter(ProcessHandle::isAlive).count(),
        entries(Path.of("/proc/self/fd")),
        entries(Path.of("/proc/self/task")),
        0);
  }

  private static long heap() {
    for (int time = 0; time < 3; time++) {
      System.gc();
      // What was waiting for the collection, such as cleaners, has its turn.
      LockSupport.parkNanos(BETWEEN_LOOKS_NANOSECONDS);
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static long entries(Path folder) {
    try (var stream = Files.list(folder)) {
      return stream.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
