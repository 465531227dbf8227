package io.terrarium.spi;

import java.io.IOException;
import java.nio.channels.ByteChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * One place where one program runs, with a byte stream each way. Nothing that comes out of the
 * stream is to be believed; {@link #cpuTime} and {@link #exit} are the kernel's words.
 */
public interface Worker {

  /**
   * The byte stream: requests in, answers out, as {@code io.terrarium.wire} specifies them. Reading
   * and writing block; closing it, from any thread, ends both.
   */
  ByteChannel channel();

  /**
   * Lowers the worker's limits; they hold when this returns. What a worker was made with can never
   * be raised.
   *
   * @throws IOException when the worker is gone
   */
  void limit(WorkerLimits limits) throws IOException;

  /**
   * Asks for the processor time that the worker has used in all. Returns at once; the future fails
   * when the worker is gone.
   */
  CompletableFuture<Duration> cpuTime();

  /** Ends the worker, whatever it is doing. Returns at once, may be called again. */
  void kill();

  /** How the worker ended, as soon as it has; always completes, and never exceptionally. */
  CompletableFuture<WorkerExit> exit();
}
