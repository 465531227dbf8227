package io.terrarium.engine.cpython;

import io.terrarium.spi.Worker;
import io.terrarium.spi.WorkerExit;
import io.terrarium.spi.WorkerLimits;
import java.io.IOException;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A worker process, seen from the supervisor. */
final class CpythonWorker implements Worker {
  private final int number;
  private final Zygote zygote;
  private final PollingChannel channel;
  private final CompletableFuture<WorkerExit> exit;

  CpythonWorker(
      int number, Zygote zygote, SocketChannel channel, CompletableFuture<WorkerExit> exit) {
    this.number = number;
    this.zygote = zygote;
    this.channel = new PollingChannel(channel);
    this.exit = exit;
  }

  @Override
  public ByteChannel channel() {
    return channel;
  }

  @Override
  public void limit(WorkerLimits limits) throws IOException {
    zygote.limit(number, limits);
  }

  @Override
  public CompletableFuture<Duration> cpuTime() {
    return zygote.cpuTime(number);
  }

  @Override
  public void kill() {
    try {
      channel.close();
    } catch (IOException e) {
      // A socket that cannot be closed is closed all the same.
    }
    if (!exit.isDone()) {
      zygote.kill(number);
    }
  }

  @Override
  public CompletableFuture<WorkerExit> exit() {
    return exit;
  }
}
