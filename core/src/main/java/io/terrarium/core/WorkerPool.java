package io.terrarium.core;

import io.terrarium.EngineUnavailableException;
import io.terrarium.SandboxClosedException;
import io.terrarium.SandboxEvent;
import io.terrarium.spi.Events;
import io.terrarium.spi.ProgramKind;
import io.terrarium.spi.SafeLogger;
import io.terrarium.spi.Worker;
import io.terrarium.spi.WorkerExit;
import io.terrarium.spi.WorkerFactory;
import io.terrarium.spi.WorkerLimits;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Pristine workers, made ahead of need, for each kind of worker that is in use. A worker is handed
 * out once and never comes back. Thread-safe.
 *
 * <p>Theory of operation. A worker that is taken has to be replaced, but not at once: making one
 * takes a processor from the very call that it was taken for. So the replacement is ordered when
 * the call ends, and at once only when the shelf is half empty. Who finds it empty has a worker
 * made and waits.
 */
final class WorkerPool implements AutoCloseable {
  private static final SafeLogger LOG = SafeLogger.of(WorkerPool.class);

  private final WorkerFactory factory;
  private final WorkerLimits usual;
  private final Events events;
  private final int target;
  private final Map<String, Shelf> shelves = new ConcurrentHashMap<>();
  private final ExecutorService makers =
      Executors.newCachedThreadPool(
          // Not virtual: blocking in them would keep the virtual machine from ending for 0.3 s.
          Thread.ofPlatform().daemon().name("terrarium-replenish-", 0).factory());
  private volatile boolean closed;

  /**
   * @param usual what workers are made with; a call that wants less lowers it
   * @param target how many are kept ready of each kind
   */
  WorkerPool(WorkerFactory factory, WorkerLimits usual, int target, Events events) {
    this.events = events;
    this.factory = factory;
    this.usual = usual;
    this.target = target;
  }

  /** Begins to make workers for programs of a kind, before anybody asks for one. */
  void prepare(ProgramKind programs) {
    shelf(programs).replenish();
  }

  /**
   * A pristine worker with exactly these limits.
   *
   * @throws EngineUnavailableException when none can be made
   */
  Worker take(ProgramKind programs, WorkerLimits limits, CallTrace trace) {
    refuseIfClosed();
    if (exceedsUsual(limits)) {
      // What a worker was made with cannot be raised.
      Worker worker = spawn(programs, limits, false);
      trace.workerTaken(false);
      return worker;
    }
    Shelf shelf = shelf(programs);
    while (true) {
      @Nullable Worker ready = shelf.take();
      Worker worker = ready == null ? shelf.makeForCaller() : ready;
      try {
        if (limits.memoryBytes() < usual.memoryBytes()) {
          worker.limit(limits);
        }
        trace.workerTaken(ready != null);
        return worker;
      } catch (IOException e) {
        worker.kill();
        refuseIfClosed();
        LOG.log(System.Logger.Level.DEBUG, "a worker on the shelf was dead", e);
      }
    }
  }

  /** A call has ended: its worker is killed, whatever it said, and replaced. Returns at once. */
  void discard(ProgramKind programs, Worker worker) {
    // Not on the caller's thread: closing, killing and ordering take longer than a short call.
    boolean ordered =
        execute(() -> {
          worker.kill();
          replenish(programs);
        });
    if (!ordered) {
      worker.kill();
    }
  }

  /** What was taken from the shelf can be replaced now. */
  void replenish(ProgramKind programs) {
    if (!closed) {
      shelf(programs).replenish();
    }
  }

  @Override
  public void close() {
    closed = true;
    makers.shutdown();
    shelves.values().forEach(Shelf::clear);
  }

  private boolean exceedsUsual(WorkerLimits limits) {
    return limits.memoryBytes() > usual.memoryBytes()
        || limits.cpuTime().compareTo(usual.cpuTime()) > 0;
  }

  private Worker spawn(ProgramKind programs, WorkerLimits limits, boolean aheadOfNeed) {
    if (!events.areHeard()) {
      return factory.spawn(programs, limits, aheadOfNeed);
    }
    long begin = System.nanoTime();
    Worker worker = factory.spawn(programs, limits, aheadOfNeed);
    String kind = factory.kind(programs);
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    events.tell(new SandboxEvent.WorkerMade(kind, aheadOfNeed, took));
    var _ = worker.exit().thenAccept(exit -> events.tell(ended(kind, exit)));
    return worker;
  }

  private static SandboxEvent ended(String kind, WorkerExit exit) {
    String how =
        switch (exit.status()) {
          case WorkerExit.Status.Exited(int code) -> "exit " + code;
          case WorkerExit.Status.Signalled(int signal) -> "signal " + signal;
          case WorkerExit.Status.Lost _ -> "lost";
        };
    return new SandboxEvent.WorkerEnded(kind, how, exit.cpuTime(), exit.peakMemoryBytes());
  }

  /** Whether somebody will do it. */
  private boolean execute(Runnable work) {
    try {
      makers.execute(work);
      return true;
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      // Closed; or no thread can be started, which the platform says with an Error.
      return false;
    }
  }

  private Shelf shelf(ProgramKind programs) {
    return shelves.computeIfAbsent(factory.kind(programs), _ -> new Shelf(programs));
  }

  private void refuseIfClosed() {
    if (closed) {
      throw new SandboxClosedException("The sandbox is closed: open another one.", null);
    }
  }

  /** The workers of one kind. */
  private final class Shelf {
    /** Any programs that such workers are for. */
    private final ProgramKind programs;

    private final ConcurrentLinkedQueue<Worker> workers = new ConcurrentLinkedQueue<>();

    /** Ready workers and those being made. */
    private final AtomicInteger stock = new AtomicInteger();

    /** Callers who found nothing and wait for a worker that is being made for them. */
    private final AtomicInteger waiting = new AtomicInteger();

    private Shelf(ProgramKind programs) {
      this.programs = programs;
    }

    @Nullable Worker take() {
      for (Worker worker = workers.poll(); worker != null; worker = workers.poll()) {
        int left = stock.decrementAndGet();
        if (left < (target + 1) / 2) {
          replenish();
        }
        if (!worker.exit().isDone()) {
          return worker;
        }
        worker.kill();
      }
      replenish();
      return null;
    }

    Worker makeForCaller() {
      waiting.incrementAndGet();
      try {
        return spawn(programs, usual, false);
      } finally {
        waiting.decrementAndGet();
      }
    }

    void replenish() {
      while (!closed) {
        int now = stock.get();
        if (now >= target) {
          return;
        }
        if (stock.compareAndSet(now, now + 1)) {
          if (!execute(this::makeOne)) {
            // The next call that ends tries again.
            stock.decrementAndGet();
            return;
          }
        }
      }
    }

    private void makeOne() {
      try {
        // Where callers wait already, the next one wants it sooner than it can be prepared.
        Worker worker = spawn(programs, usual, waiting.get() == 0);
        workers.add(worker);
        if (closed) {
          clear();
        }
      } catch (RuntimeException | OutOfMemoryError e) {
        stock.decrementAndGet();
        // The next call tries again by itself, and is told why if it fails as well.
        LOG.log(
            closed ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
            "no worker made ahead of need: " + e.getMessage());
      }
    }

    private void clear() {
      for (Worker worker = workers.poll(); worker != null; worker = workers.poll()) {
        stock.decrementAndGet();
        worker.kill();
      }
    }
  }
}
