package io.terrarium.engine.cpython;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terrarium.testing.NothingLeft;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NothingLeft.class)
final class PollingChannelTest {
  private final ExecutorService other = Executors.newSingleThreadExecutor();

  /** Later than anybody looks. */
  private final Executor later = CompletableFuture.delayedExecutor(2, TimeUnit.MILLISECONDS, other);

  private SocketChannel worker;
  private PollingChannel channel;

  @BeforeEach
  void connect(@TempDir Path folder) throws IOException {
    var address = UnixDomainSocketAddress.of(folder.resolve("socket"));
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(address);
      channel = new PollingChannel(SocketChannel.open(address));
      worker = server.accept();
    }
  }

  @AfterEach
  void close() throws IOException {
    // First what the other thread may wait for.
    channel.close();
    worker.close();
    other.close();
  }

  @Test
  void what_is_there_already_is_read() throws IOException {
    for (int turn = 0; turn < 500; turn++) {
      worker.write(ByteBuffer.wrap(new byte[] {(byte) turn}));
      assertThat(read()).isEqualTo((byte) turn);
    }
  }

  @Test
  void what_comes_while_nobody_looks_any_more_is_read_as_well() throws IOException {
    haveItLook();
    for (int turn = 0; turn < 20; turn++) {
      byte late = (byte) turn;
      var written = CompletableFuture.runAsync(() -> write(late), later);
      assertThat(read()).isEqualTo(late);
      written.join();
    }
  }

  @Test
  void a_request_that_the_worker_takes_slowly_goes_whole_while_nobody_waits() throws IOException {
    haveItLook();
    int size = 4 << 20;
    var taken = CompletableFuture.supplyAsync(() -> take(size), later);
    ByteBuffer request = ByteBuffer.allocate(size);
    while (request.hasRemaining()) {
      assertThat(channel.write(request)).isPositive();
    }
    assertThat(taken.join()).isEqualTo(size);
  }

  @Test
  void the_end_of_the_stream_is_seen_by_one_who_looks() throws IOException {
    haveItLook();
    worker.close();
    assertThat(channel.read(ByteBuffer.allocate(1))).isEqualTo(-1);
  }

  @Test
  void closing_it_ends_one_who_waits_whether_looking_or_asleep() throws IOException {
    haveItLook();
    var closed = CompletableFuture.runAsync(this::closeChannel, later);
    assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1)))
        .isInstanceOf(ClosedChannelException.class);
    closed.join();
    assertThat(channel.isOpen()).isFalse();
  }

  /** Short waits are what has it look. */
  private void haveItLook() throws IOException {
    for (int turn = 0; turn < 20; turn++) {
      worker.write(ByteBuffer.allocate(1));
      assertThat(read()).isZero();
    }
  }

  private byte read() throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    assertThat(channel.read(one)).isEqualTo(1);
    return one.get(0);
  }

  private void write(byte value) {
    try {
      worker.write(ByteBuffer.wrap(new byte[] {value}));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private int take(int size) {
    try {
      ByteBuffer into = ByteBuffer.allocate(size);
      while (into.hasRemaining() && worker.read(into) >= 0) {
        Thread.onSpinWait();
      }
      return into.position();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void closeChannel() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
