package io.terrarium.engine.wasm;

import io.terrarium.EngineUnavailableException;
import io.terrarium.spi.Worker;
import io.terrarium.spi.WorkerExit;
import io.terrarium.spi.WorkerExit.Status;
import io.terrarium.spi.WorkerLimits;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.channels.ByteChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import run.endive.runtime.WasmInterruptedException;
import run.endive.runtime.WasmRuntimeException;
import run.endive.wasm.WasmEngineException;

/**
 * An instance on a thread of its own. Its processor time is the thread's, its memory the pages that
 * it has, and it is ended by interrupting the thread: the compiled code looks at every turn of a
 * loop whether it is to stop, and so does all of ours that waits or takes long.
 */
final class WasmWorker implements Worker {
  /** Python recurses in C as deep as it finds safe for a stack of the system's; touched lazily. */
  private static final int STACK_BYTES = 256 << 20;

  private static final int SIGILL = 4;
  private static final int SIGKILL = 9;
  private static final int SIGSEGV = 11;
  private static final long SECONDS_TO_GET_READY = 60;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Image image;
  private final byte[] order;
  private final CopyOnWriteMemory memory;
  private final World world;
  private final WorkerThreads threads;
  private final Streams streams = new Streams();
  private final Thread thread;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final CompletableFuture<WorkerExit> exit = new CompletableFuture<>();
  private volatile int pagesAtMost;
  private volatile long cpuNanosWhenReady;
  private volatile boolean killed;

  /** What an instance can ask for, made of its streams and of what is told before it waits. */
  interface World {
    Wasi of(Streams streams, Runnable beforeReading);
  }

  private WasmWorker(
      Image image,
      byte[] order,
      WorkerLimits limits,
      HeapBudget budget,
      World world,
      WorkerThreads threads) {
    this.image = image;
    this.order = order;
    this.world = world;
    this.threads = threads;
    this.pagesAtMost = image.pagesAtMost(limits.memoryBytes());
    this.memory = image.memory(limits.memoryBytes(), budget);
    this.thread = new Thread(null, this::run, "terrarium-instance", STACK_BYTES, false);
    thread.setDaemon(true);
  }

  /**
   * Makes one, and returns when it waits for its first request.
   *
   * @param order what {@code instance.py} is to do first
   * @throws EngineUnavailableException when it does not come to that
   */
  static WasmWorker start(
      Image image, byte[] order, WorkerLimits limits, HeapBudget budget, WorkerThreads threads) {
    return start(image, order, limits, budget, Wasi::new, threads);
  }

  /** The same in another world, of which there are some in tests. */
  static WasmWorker start(
      Image image,
      byte[] order,
      WorkerLimits limits,
      HeapBudget budget,
      World world,
      WorkerThreads threads) {
    var worker = new WasmWorker(image, order, limits, budget, world, threads);
    threads.started(worker);
    try {
      worker.thread.start();
    } catch (OutOfMemoryError e) {
      // The platform's word for a thread that it cannot start.
      threads.ended(worker);
      throw e;
    }
    try {
      worker.awaitReady();
      return worker;
    } catch (EngineUnavailableException e) {
      worker.kill();
      throw e;
    }
  }

  private void awaitReady() {
    try {
      ready.get(SECONDS_TO_GET_READY, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new EngineUnavailableException(
          "An instance ended before it was ready: " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new EngineUnavailableException("An instance did not get ready in a minute.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineUnavailableException("Interrupted while an instance was starting.", e);
    }
  }

  @Override
  public ByteChannel channel() {
    return streams.supervisor();
  }

  @Override
  public void limit(WorkerLimits limits) throws IOException {
    if (exit.isDone()) {
      throw new IOException("the instance has ended");
    }
    pagesAtMost = Math.min(pagesAtMost, image.pagesAtMost(limits.memoryBytes()));
    memory.limitTo(pagesAtMost);
  }

  @Override
  public CompletableFuture<Duration> cpuTime() {
    long now = THREADS.getThreadCpuTime(thread.threadId());
    return now < 0
        ? CompletableFuture.failedFuture(new IOException("the instance has ended"))
        : CompletableFuture.completedFuture(Duration.ofNanos(now - cpuNanosWhenReady));
  }

  @Override
  public void kill() {
    killed = true;
    // First: that its stream has ended is not to be what it ends of.
    thread.interrupt();
    close();
    if (!exit.isDone()) {
      threads.toEnd(this);
    }
  }

  private void close() {
    try {
      streams.supervisor().close();
    } catch (IOException e) {
      // One that cannot be closed is closed all the same.
    }
  }

  @Override
  public CompletableFuture<WorkerExit> exit() {
    return exit;
  }

  /** Nobody is to wait for it any longer, though it has not ended. */
  void givenUp() {
    exit.complete(exit(new Status.Signalled(SIGKILL), false));
  }

  private void run() {
    Status status = new Status.Signalled(SIGKILL);
    boolean isOutOfMemory = false;
    try {
      var instance = image.restore(memory, world.of(streams, this::isReady));
      PythonAbi.execute(instance, order);
      status = new Status.Exited(0);
    } catch (Wasi.Exit e) {
      status = new Status.Exited(e.code());
    } catch (WasmInterruptedException e) {
      status = new Status.Signalled(SIGKILL);
    } catch (OutOfMemoryError e) {
      isOutOfMemory = true;
    } catch (StackOverflowError e) {
      status = new Status.Signalled(SIGSEGV);
    } catch (WasmEngineException e) {
      status = trapped(e);
    } catch (RuntimeException e) {
      status = new Status.Signalled(SIGILL);
      ready.completeExceptionally(e);
    } finally {
      ended(status, isOutOfMemory);
    }
  }

  private Status trapped(WasmEngineException e) {
    if (killed) {
      return new Status.Signalled(SIGKILL);
    }
    ready.completeExceptionally(e);
    boolean isOfMemory =
        e instanceof WasmRuntimeException || e.getCause() instanceof StackOverflowError;
    return new Status.Signalled(isOfMemory ? SIGSEGV : SIGILL);
  }

  private void isReady() {
    if (!ready.isDone()) {
      memory.count();
      cpuNanosWhenReady = THREADS.getCurrentThreadCpuTime();
      ready.complete(null);
    }
  }

  private void ended(Status status, boolean isOutOfMemory) {
    // First: where the heap is full, there is room again for what follows.
    memory.release();
    WorkerExit how = exit(status, isOutOfMemory);
    threads.ended(this);
    exit.complete(how);
    // In this order: who finds the stream at its end asks how it ended.
    streams.instanceEnded();
    if (!ready.isDone()) {
      ready.completeExceptionally(new IOException("it ended as " + status));
    }
  }

  /** Called on its own thread, or where that cannot be ended. */
  private WorkerExit exit(Status status, boolean isOutOfMemory) {
    long cpuNanos =
        Thread.currentThread().equals(thread)
            ? THREADS.getCurrentThreadCpuTime()
            : THREADS.getThreadCpuTime(thread.threadId());
    int pages = isOutOfMemory ? pagesAtMost : memory.pages();
    return new WorkerExit(
        status,
        Duration.ofNanos(Math.max(0, cpuNanos - cpuNanosWhenReady)),
        image.bytes(),
        (long) pages << 16);
  }
}
