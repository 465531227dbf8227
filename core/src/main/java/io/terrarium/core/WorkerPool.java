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
import io.terrarium.wire.EncodedRequest;
import io.terrarium.wire.FrameWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
 * made and waits. Handed out is the newest ({@link NewestFirst}).
 *
 * <p>Where one program is called again and again, up to half of the workers load it ahead of need
 * ({@link Favourite}), so that its next call has less to do. Loading runs none of its code, and a
 * worker that has loaded it serves no other program: it ends when another is called more.
 */
final class WorkerPool implements AutoCloseable {
  private static final SafeLogger LOG = SafeLogger.of(WorkerPool.class);

  /** So many calls in a row make a program the favourite. */
  private static final int HABIT = 8;

  /** What a socket takes up at once, whether or not the worker reads it; no maker waits for one. */
  private static final int LOADED_AHEAD_BYTES = 64 * 1024;

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
   * A worker as it was taken.
   *
   * @param hasLoaded whether it has loaded the program that it was taken for
   */
  record Taken(Worker worker, boolean hasLoaded) {}

  /**
   * A pristine worker with exactly these limits.
   *
   * @param load what has a worker load the program that it is for, always the same object; or null
   *     where it is for none that will be called again
   * @throws EngineUnavailableException when none can be made
   */
  Taken take(
      ProgramKind programs, @Nullable EncodedRequest load, WorkerLimits limits, CallTrace trace) {
    refuseIfClosed();
    if (exceedsUsual(limits)) {
      // What a worker was made with cannot be raised.
      Worker worker = spawn(programs, limits, false);
      trace.workerTaken(false);
      return new Taken(worker, false);
    }
    Shelf shelf = shelf(programs);
    while (true) {
      @Nullable Taken ready = shelf.take(load);
      Taken taken = ready == null ? new Taken(shelf.makeForCaller(), false) : ready;
      try {
        if (limits.memoryBytes() < usual.memoryBytes()) {
          taken.worker().limit(limits);
        }
        trace.workerTaken(ready != null);
        return taken;
      } catch (IOException e) {
        taken.worker().kill();
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

  /** How many workers wait for a call. Counts them: for whoever asks now and then. */
  int ready() {
    return shelves.values().stream()
        .mapToInt(shelf -> shelf.workers.size() + shelf.favourite.workers.size())
        .sum();
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

    private final NewestFirst<Worker> workers = new NewestFirst<>();

    private volatile Favourite favourite = new Favourite(null);
    private volatile Streak streak = new Streak(null, 0);

    /** Ready workers and those being made. */
    private final AtomicInteger stock = new AtomicInteger();

    /** Callers who found nothing and wait for a worker that is being made for them. */
    private final AtomicInteger waiting = new AtomicInteger();

    private Shelf(ProgramKind programs) {
      this.programs = programs;
    }

    @Nullable Taken take(@Nullable EncodedRequest load) {
      Favourite chosen = load == null ? favourite : called(load);
      @Nullable Worker loaded = chosen.isOf(load) ? living(chosen.workers) : null;
      if (loaded != null) {
        return new Taken(loaded, true);
      }
      @Nullable Worker worker = living(workers);
      if (worker != null) {
        return new Taken(worker, false);
      }
      replenish();
      return null;
    }

    private @Nullable Worker living(NewestFirst<Worker> ready) {
      for (Worker worker = ready.poll(); worker != null; worker = ready.poll()) {
        int left = stock.decrementAndGet();
        if (left < (target + 1) / 2) {
          replenish();
        }
        if (!worker.exit().isDone()) {
          return worker;
        }
        worker.kill();
      }
      return null;
    }

    /** A program is called: perhaps it becomes the favourite, which is returned. */
    private Favourite called(EncodedRequest load) {
      // Two callers at once may count as one, or begin again: it is a habit that is looked for.
      Streak now = streak.and(load);
      streak = now;
      Favourite before = favourite;
      if (before.isOf(load) || !now.isLong() || load.bytes() > LOADED_AHEAD_BYTES) {
        return before;
      }
      var next = new Favourite(load);
      favourite = next;
      clear(before.workers);
      return next;
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
        shelve(spawn(programs, usual, waiting.get() == 0));
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

    private void shelve(Worker worker) {
      workers.add(worker);
      Favourite chosen = favourite;
      if (chosen.load == null || chosen.workers.size() >= target / 2) {
        return;
      }
      // Mostly the same one: the newest is what is taken first, too.
      @Nullable Worker next = workers.poll();
      if (next != null) {
        load(next, chosen.load);
        chosen.workers.add(next);
      }
      if (!chosen.equals(favourite)) {
        clear(chosen.workers);
      }
    }

    private void clear() {
      clear(workers);
      clear(favourite.workers);
    }

    private void clear(NewestFirst<Worker> ready) {
      for (Worker worker = ready.poll(); worker != null; worker = ready.poll()) {
        stock.decrementAndGet();
        worker.kill();
      }
    }
  }

  private static void load(Worker worker, EncodedRequest load) {
    try {
      new FrameWriter(worker.channel()).write(load);
    } catch (IOException e) {
      // It is dead, which whoever takes it sees.
      LOG.log(System.Logger.Level.DEBUG, "a worker did not load a program ahead of need", e);
    }
  }

  /** The program that most calls were of, and the workers that have loaded it. */
  private static final class Favourite {
    private final @Nullable EncodedRequest load;
    private final NewestFirst<Worker> workers = new NewestFirst<>();

    private Favourite(@Nullable EncodedRequest load) {
      this.load = load;
    }

    /** By identity: one program has one. */
    @SuppressWarnings("ReferenceEquality")
    private boolean isOf(@Nullable EncodedRequest other) {
      return load != null && load == other;
    }
  }

  /** How often one program was called in a row. */
  private record Streak(@Nullable EncodedRequest load, int calls) {
    /** With one more call of a program. */
    @SuppressWarnings("ReferenceEquality")
    Streak and(EncodedRequest called) {
      if (load != called) {
        return new Streak(called, 1);
      }
      return isLong() ? this : new Streak(load, calls + 1);
    }

    boolean isLong() {
      return calls >= HABIT;
    }
  }
}
