package io.terrarium.server;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The socket of a client, while it is open. Thread-safe. */
final class OpenSocket {
  /** For what was said last to be taken, once a connection is over. */
  private static final long TIME_TO_CLOSE_NANOS = Duration.ofSeconds(5).toNanos();

  private static final int IPV6_NETWORK_BYTES = 8;

  private final SocketChannel channel;
  private final OpenSockets.Ends ends;
  private final String address;
  private final OpenSockets all;
  private final long opened = System.nanoTime();
  private volatile @Nullable Connection connection;
  private volatile boolean isOver;
  private volatile long over;

  OpenSocket(SocketChannel channel, OpenSockets.Ends ends, OpenSockets all) {
    this.channel = channel;
    this.ends = ends;
    this.address = address(ends.remote());
    this.all = all;
  }

  /** Who has many addresses of IPv6 has all of a network, so that is taken for one. */
  private static String address(SocketAddress remote) {
    if (!(remote instanceof InetSocketAddress inet)) {
      return "";
    }
    InetAddress host = inet.getAddress();
    return host instanceof Inet6Address
        ? HexFormat.of().formatHex(Arrays.copyOf(host.getAddress(), IPV6_NETWORK_BYTES))
        : host.getHostAddress();
  }

  /** Where it comes from: an address of IPv4, or a network of IPv6. */
  String address() {
    return address;
  }

  OpenSockets.Ends ends() {
    return ends;
  }

  OpenSockets all() {
    return all;
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  /** The connection that it is from now on. */
  void becomes(Connection newConnection) {
    connection = newConnection;
  }

  /** The connection is over, and the web server closes it; or we do, if it cannot. */
  void over() {
    over = System.nanoTime();
    isOver = true;
  }

  /** For how many nanoseconds it has waited for its client; negative where it has work. */
  long waited(long now) {
    Connection known = connection;
    return known == null || isOver ? now - opened : known.waited(now);
  }

  /** Ends it where its time is over. */
  void tend(long now) {
    Connection known = connection;
    if (isOver) {
      if (now - over > TIME_TO_CLOSE_NANOS) {
        all.end(this, OpenSockets.Why.STUCK);
      }
    } else if (known != null) {
      known.tend(now);
    }
  }

  void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // What cannot even be closed is closed as far as we can.
      return;
    }
  }
}
