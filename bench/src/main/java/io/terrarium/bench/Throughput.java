package io.terrarium.bench;

import io.terrarium.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Pristine calls from several platform threads, as fast as they come. */
final class Throughput implements AutoCloseable {
  private final Program program;
  private final int threads;
  private final ExecutorService executor;

  Throughput(Program program, int threads) {
    this.program = program;
    this.threads = threads;
    this.executor = Executors.newFixedThreadPool(threads);
  }

  /** Calls a second, over so many seconds. */
  double callsPerSecond(double seconds) throws InterruptedException {
    long began = System.nanoTime();
    long end = began + (long) (seconds * 1e9);
    int calls =
        together(() -> {
          int count = 0;
          while (System.nanoTime() < end) {
            program.call(Trivial.FUNCTION, count++);
          }
          return count;
        });
    return calls / ((System.nanoTime() - began) / 1e9);
  }

  /** So many calls. */
  void calls(int number) throws InterruptedException {
    var left = new AtomicInteger(number);
    together(() -> {
      int count = 0;
      while (left.getAndDecrement() > 0) {
        program.call(Trivial.FUNCTION, count++);
      }
      return count;
    });
  }

  private int together(Callable<Integer> work) throws InterruptedException {
    var futures = new ArrayList<Future<Integer>>();
    for (int i = 0; i < threads; i++) {
      futures.add(executor.submit(work));
    }
    int sum = 0;
    for (Future<Integer> future : futures) {
      try {
        sum += future.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("a call failed: " + e.getCause(), e);
      }
    }
    return sum;
  }

  /** The number of threads with the best rate, of a few that are likely. */
  static int bestThreads(Program program) throws InterruptedException {
    int best = 0;
    double bestRate = 0;
    for (int threads : List.of(2, 4, 6)) {
      try (var throughput = new Throughput(program, threads)) {
        double rate = throughput.callsPerSecond(1);
        if (rate > bestRate) {
          bestRate = rate;
          best = threads;
        }
      }
    }
    return best;
  }

  @Override
  public void close() {
    executor.shutdownNow();
    executor.close();
  }
}
