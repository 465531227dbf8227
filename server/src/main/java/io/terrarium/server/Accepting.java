package io.terrarium.server;

import io.helidon.common.socket.SocketOptions;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The options of sockets, which are the one place where the web server shows the sockets that it
 * accepts, before anything is read.
 *
 * @param accepted is told of each; one for which it throws is closed
 */
record Accepting(SocketOptions inner, Consumer<SocketChannel> accepted) implements SocketOptions {
  /** Sends answers at once. */
  static Accepting of(Consumer<SocketChannel> accepted) {
    return new Accepting(SocketOptions.builder().tcpNoDelay(true).buildPrototype(), accepted);
  }

  @Override
  public void configureSocket(SocketChannel channel) {
    accepted.accept(channel);
    inner.configureSocket(channel);
  }

  @Override
  public Map<SocketOption<?>, Object> socketOptions() {
    return inner.socketOptions();
  }

  @Override
  public Duration connectTimeout() {
    return inner.connectTimeout();
  }

  @Override
  public Duration readTimeout() {
    return inner.readTimeout();
  }

  @Override
  public Optional<Integer> socketReceiveBufferSize() {
    return inner.socketReceiveBufferSize();
  }

  @Override
  public Optional<Integer> socketSendBufferSize() {
    return inner.socketSendBufferSize();
  }

  @Override
  public boolean socketReuseAddress() {
    return inner.socketReuseAddress();
  }

  @Override
  public boolean socketKeepAlive() {
    return inner.socketKeepAlive();
  }

  @Override
  public boolean tcpNoDelay() {
    return inner.tcpNoDelay();
  }
}
