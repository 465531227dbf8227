package io.terrarium.core;

import io.terrarium.SandboxClosedException;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls that nobody waits for. Thread-safe.
 *
 * <p>Theory of operation. Each has a virtual thread of its own, on which the very same code runs as
 * for a caller that waits. A future that is completed by anybody else (cancelled, or by {@code
 * orTimeout}) interrupts that thread, and an interrupt ends a call at whatever point it is: in the
 * queue, while a worker is made, in the exchange. So there is one way to give up, and nothing to
 * tidy up here.
 */
final class Asynchronous implements AutoCloseable {
  /** A call ends within that time once nothing of its sandbox is left. */
  private static final long SECONDS_TO_END = 1;

  private final Set<Pending<?>> pending = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** Begins to work on something; what it returns or throws is what the future completes with. */
  <T> CompletableFuture<T> start(Callable<T> work) {
    var future = new Pending<>(work);
    pending.add(future);
    future.thread.start();
    if (closed) {
      future.turnAway();
    }
    return future;
  }

  /** Completes what is pending. For when everything that calls wait for has ended. */
  @Override
  public void close() {
    closed = true;
    try {
      CompletableFuture.allOf(pending.toArray(CompletableFuture<?>[]::new))
          .get(SECONDS_TO_END, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // Each tells its own.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    pending.forEach(Pending::turnAway);
  }

  private final class Pending<T> extends CompletableFuture<T> {
    private final Thread thread;

    private Pending(Callable<T> work) {
      thread = Thread.ofVirtual().name("terrarium-call").unstarted(() -> run(work));
      // Whoever completes it, when it is not the thread itself, has no use for the call any more.
      var _ = whenComplete((value, thrown) -> giveUp());
    }

    private void run(Callable<T> work) {
      try {
        complete(work.call());
      } catch (Throwable e) {
        completeExceptionally(e);
      } finally {
        pending.remove(this);
      }
    }

    private void giveUp() {
      if (!Thread.currentThread().equals(thread)) {
        thread.interrupt();
      }
    }

    private void turnAway() {
      completeExceptionally(
          new SandboxClosedException("The sandbox is closed: open another one.", null));
    }

    /** Dependents are ordinary futures: cancelling one does not end the call. */
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
      return new CompletableFuture<>();
    }
  }
}
