package io.terrarium.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What ten thousand pristine calls leave behind: nothing. */
final class Leftovers implements Measure {
  private static final int CALLS = 10_000;
  private static final int THREADS = 4;
  private static final long HEAP_TOLERANCE_BYTES = 1 << 20;

  /** Threads that run virtual ones come and go by the JDK's own reckoning. */
  private static final int THREAD_TOLERANCE = 2;

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** What there is of each kind: of the machine, not of Java's own bookkeeping. */
  private record Count(long processes, long descriptors, long folders, long threads) {
    static Count now(Path folder) {
      return new Count(
          ProcessHandle.current().descendants().count(),
          entries(Path.of("/proc/self/fd")),
          entries(folder),
          entries(Path.of("/proc/self/task")));
    }

    boolean isNoMoreThan(Count before) {
      return processes <= before.processes
          && descriptors <= before.descriptors
          && folders <= before.folders
          && threads <= before.threads + THREAD_TOLERANCE;
    }

    String text(long heap) {
      return "processes %d, descriptors %d, folders %d, threads %d, heap %s"
          .formatted(processes, descriptors, folders, threads, Format.mebibytes((double) heap));
    }
  }

  @Override
  public List<Row> take(Ground ground) throws InterruptedException {
    try (var throughput = new Throughput(ground.program(), THREADS)) {
      // Once ahead, so that everything that is made once has been made.
      throughput.calls(CALLS / 10);
      long heapBefore = heap();
      Count before = settled(ground.folder());
      throughput.calls(CALLS);
      long heapAfter = heap();
      Count after = settled(ground.folder());
      boolean held = after.isNoMoreThan(before) && heapAfter <= heapBefore + HEAP_TOLERANCE_BYTES;
      return List.of(
          new Row(
              "After 10,000 pristine calls",
              before.text(heapBefore),
              after.text(heapAfter),
              "",
              "nothing left, no growth",
              Optional.of(held)));
    }
  }

  private static Count settled(Path folder) throws InterruptedException {
    Waiting.untilStable(PATIENCE, () -> Count.now(folder));
    return Count.now(folder);
  }

  /** The heap after collections, in bytes. */
  static long heap() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      System.gc();
      // What was waiting for the collection, such as cleaners, has its turn.
      Thread.sleep(50);
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /** How many entries a folder has. */
  static long entries(Path folder) {
    try (var stream = Files.list(folder)) {
      return stream.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
