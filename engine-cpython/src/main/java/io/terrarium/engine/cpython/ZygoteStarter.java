package io.terrarium.engine.cpython;

import io.terrarium.EngineUnavailableException;
import io.terrarium.jail.JailPlan;
import io.terrarium.spi.Events;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Starts zygotes, all from one thread that lives as long as the engine: the kernel ends a zygote
 * with the thread that started it, so no caller's thread may do it. Thread-safe.
 */
final class ZygoteStarter implements AutoCloseable {
  private final JailPlan plan;
  private final Events events;
  private final String socketAddress;
  private final Optional<ControlGroup> controlGroup;
  private final LinkedBlockingQueue<Runnable> orders = new LinkedBlockingQueue<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  ZygoteStarter(Launch launch, Reception reception, Optional<ControlGroup> controlGroup) {
    this.plan = launch.plan(reception.folder());
    this.events = launch.events();
    this.socketAddress = launch.address(reception.socket());
    this.controlGroup = controlGroup;
    Thread.ofPlatform().daemon().name("terrarium-zygote-starter").start(this::run);
  }

  /**
   * Starts one; returns as soon as the process is there.
   *
   * @throws EngineUnavailableException when the process cannot be started
   */
  Zygote start(ZygoteModel model) {
    var started = new CompletableFuture<Zygote>();
    orders.add(() -> start(model, started));
    if (closed.get()) {
      started.completeExceptionally(new IOException("the engine is closed"));
    }
    try {
      return started.join();
    } catch (CompletionException e) {
      throw new EngineUnavailableException(
          model.python() + " could not be started: " + e.getCause(), e);
    }
  }

  /** Who is told of what it starts. */
  Events events() {
    return events;
  }

  /** Ends the thread; to be called when no zygote is left. */
  @Override
  public void close() {
    closed.set(true);
    orders.add(() -> {});
  }

  private void start(ZygoteModel model, CompletableFuture<Zygote> started) {
    try {
      Zygote zygote = Zygote.start(model, socketAddress, plan, controlGroup);
      if (!started.complete(zygote)) {
        zygote.kill();
      }
    } catch (IOException | RuntimeException e) {
      started.completeExceptionally(e);
    }
  }

  private void run() {
    try {
      while (!closed.get()) {
        orders.take().run();
      }
    } catch (InterruptedException e) {
      // Nobody interrupts this thread; if somebody does, it ends, and the zygotes with it.
      closed.set(true);
    }
  }
}
