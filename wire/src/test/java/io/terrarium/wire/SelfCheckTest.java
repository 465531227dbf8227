package io.terrarium.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terrarium.EngineUnavailableException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a check in which the worker does not do its part. */
final class SelfCheckTest {
  private static final Duration SHORT = Duration.ofMillis(50);

  @TempDir Path folder;

  @Test
  void a_worker_that_says_nothing_is_not_waited_for_without_end() throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(folder.resolve("socket")));
      try (SocketChannel channel = SocketChannel.open(server.getLocalAddress());
          SocketChannel _ = server.accept()) {
        assertThatThrownBy(() -> new SelfCheck("slow", SHORT).attempts(channel))
            .isInstanceOf(EngineUnavailableException.class)
            .hasMessageStartingWith("The self-check of the slow engine did not end in");
        assertThat(channel.isOpen()).isFalse();
      }
    }
  }

  @Test
  void a_worker_that_is_gone_is_known_to_be_before_that() throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(folder.resolve("socket")));
      try (SocketChannel channel = SocketChannel.open(server.getLocalAddress())) {
        server.accept().close();
        assertThatThrownBy(() -> new SelfCheck("gone").attempts(channel))
            .isInstanceOf(EngineUnavailableException.class)
            .hasMessageStartingWith("The self-check of the gone engine broke off");
      }
    }
  }
}
