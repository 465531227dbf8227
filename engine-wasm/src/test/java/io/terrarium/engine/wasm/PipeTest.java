package io.terrarium.engine.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is between an instance and the supervisor, which has to outlive any instance. */
final class PipeTest {
  /** With locks of the library one in ten was stuck where it was compiled quickly. */
  private static final int ROUNDS = 100;

  /** So many that the virtual machine has compiled them. */
  private static final int MANY_TRANSFERS = 300_000;

  private static final int SMALL_STACK_BYTES = 256 << 10;
  private static final long SECONDS_TO_END = 20;

  @Test
  void whoever_comes_to_the_end_of_a_stack_in_a_pipe_keeps_nobody_waiting() throws Exception {
    transferOften();
    for (int round = 0; round < ROUNDS; round++) {
      var pipe = new Pipe();
      var reader = CompletableFuture.runAsync(() -> readAll(pipe), PipeTest::inThread);
      // Each time the stack ends a little elsewhere.
      long stack = SMALL_STACK_BYTES + 16L * round;
      var writer = new Thread(null, () -> writeEverDeeper(pipe), "writer", stack);
      writer.start();
      writer.join();
      CompletableFuture.runAsync(pipe::close, PipeTest::inThread)
          .get(SECONDS_TO_END, TimeUnit.SECONDS);
      reader.get(SECONDS_TO_END, TimeUnit.SECONDS);
    }
  }

  @Test
  void who_was_interrupted_neither_reads_nor_writes() {
    var pipe = new Pipe();
    for (Transfer transfer : new Transfer[] {pipe::read, pipe::write}) {
      Thread.currentThread().interrupt();
      assertThat(isInterrupted(transfer)).isTrue();
    }
  }

  private interface Transfer {
    Object of(ByteBuffer bytes) throws InterruptedException;
  }

  private static boolean isInterrupted(Transfer transfer) {
    try {
      transfer.of(ByteBuffer.allocate(1));
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }

  private static void inThread(Runnable work) {
    Thread.ofPlatform().daemon().start(work);
  }

  private static void readAll(Pipe pipe) {
    isInterrupted(bytes -> {
      ByteBuffer room = ByteBuffer.allocate(1024);
      while (pipe.read(room.clear()) >= 0) {}
      return bytes;
    });
  }

  private static void transferOften() {
    var pipe = new Pipe();
    var reader = CompletableFuture.runAsync(() -> readAll(pipe), PipeTest::inThread);
    for (int count = 0; count < MANY_TRANSFERS; count++) {
      writeFrom(0, pipe);
    }
    pipe.close();
    reader.join();
  }

  /** Writes from a little deeper each time, until it does not come back. */
  private static void writeEverDeeper(Pipe pipe) {
    try {
      for (int depth = 0; ; depth++) {
        writeFrom(depth, pipe);
      }
    } catch (StackOverflowError e) {
      // Somewhere in the pipe.
    }
  }

  private static void writeFrom(int depth, Pipe pipe) {
    if (depth > 0) {
      writeFrom(depth - 1, pipe);
    } else {
      try {
        var _ = pipe.write(ByteBuffer.allocate(64));
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
