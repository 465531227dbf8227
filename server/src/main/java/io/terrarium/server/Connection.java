package io.terrarium.server;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import io.helidon.webserver.spi.ServerConnection;
import io.terrarium.config.ServerSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A connection as the web server has it, with our own reading and a bound on writing around it: to
 * the web server it looks like any other.
 */
final class Connection implements ServerConnection, InterruptableTask<Void> {
  /** The connection whose request this thread works on. */
  static final ScopedValue<Connection> CURRENT = ScopedValue.newInstance();

  private final ServerConnection inner;
  private final ReadAhead reading;
  private final BoundedWriter writing;
  private final OpenSocket socket;
  private final long opened = System.nanoTime();
  private final long handshakeNanos;
  private final boolean isSecure;

  Connection(
      ConnectionContext context,
      Function<ConnectionContext, ServerConnection> protocol,
      ServerSettings settings,
      OpenSocket socket) {
    HelidonSocket bytes = context.serverSocket();
    this.reading = new ReadAhead(bytes::get, settings.idleTime(), settings.headTime());
    this.writing = new BoundedWriter(context.dataWriter(), settings.writeTime());
    this.socket = socket;
    this.isSecure = context.isSecure();
    this.handshakeNanos = settings.handshakeTime().toNanos();
    this.inner = protocol.apply(new Context(context, new StrictReader(reading), writing));
  }

  /** What comes in. */
  ReadAhead reading() {
    return reading;
  }

  /**
   * Does work for the client on this thread, which is interrupted when the client leaves meanwhile.
   *
   * @throws ProblemException when too many others have work
   */
  <T> T working(Supplier<T> work) {
    return socket.all().working(() -> reading.watched(work));
  }

  /** For how many nanoseconds it has waited for its client; negative where it has work. */
  long waited(long now) {
    long read = reading.waited(now);
    return read < 0 ? read : Math.min(read, writing.waited(now));
  }

  /** Ends it where its client does not come to an agreement, or takes nothing any more. */
  void tend(long now) {
    if (writing.isStuck(now)) {
      socket.all().end(socket, OpenSockets.Why.STUCK);
    } else if (isSecure && now - opened > handshakeNanos && !reading.hasBegun()) {
      // What the web server says of a handshake, it says before the client has done its part.
      socket.all().end(socket, OpenSockets.Why.HANDSHAKE);
    }
  }

  @Override
  public void handle(Limit limit) throws InterruptedException {
    socket.becomes(this);
    var reader = Thread.ofVirtual().name("terrarium-read").start(reading);
    try {
      ScopedValue.where(CURRENT, this)
          .call(() -> {
            inner.handle(limit);
            return reader;
          });
    } finally {
      reading.close();
      socket.over();
    }
  }

  @Override
  public Duration idleTime() {
    return inner.idleTime();
  }

  @Override
  public void close(boolean interrupt) {
    inner.close(interrupt);
  }

  @Override
  public boolean canInterrupt() {
    return inner instanceof InterruptableTask<?> task && task.canInterrupt();
  }

  /** Writes, and is ended where that takes too long. */
  static final class BoundedWriter implements DataWriter {
    private static final int PIECE_BYTES = 1 << 16;

    private final DataWriter inner;
    private final long mostNanos;
    private boolean isWriting;
    private long since = System.nanoTime();

    BoundedWriter(DataWriter inner, Duration most) {
      this.inner = inner;
      this.mostNanos = most.toNanos();
    }

    private synchronized boolean isStuck(long now) {
      return isWriting && now - since > mostNanos;
    }

    /** How long ago it last began to write. */
    private synchronized long waited(long now) {
      return now - since;
    }

    private void bounded(Runnable write) {
      synchronized (this) {
        isWriting = true;
        since = System.nanoTime();
      }
      try {
        write.run();
      } finally {
        synchronized (this) {
          isWriting = false;
        }
      }
    }

    @Override
    public void write(BufferData... buffers) {
      bounded(() -> inner.write(buffers));
    }

    /** A long answer is written bit by bit, each in the time that there is. */
    @Override
    public void write(BufferData buffer) {
      while (buffer.available() > PIECE_BYTES) {
        var piece = new byte[PIECE_BYTES];
        int length = buffer.read(piece);
        BufferData part = BufferData.create(piece, 0, length);
        bounded(() -> inner.write(part));
      }
      bounded(() -> inner.write(buffer));
    }

    @Override
    public void writeNow(BufferData... buffers) {
      bounded(() -> inner.writeNow(buffers));
    }

    @Override
    public void writeNow(BufferData buffer) {
      bounded(() -> inner.writeNow(buffer));
    }

    @Override
    public void flush() {
      bounded(inner::flush);
    }

    @Override
    public void close() {
      inner.close();
    }
  }

  /** A connection's context, with another reader and writer. */
  private record Context(ConnectionContext inner, DataReader dataReader, DataWriter dataWriter)
      implements ConnectionContext {
    @Override
    public ListenerContext listenerContext() {
      return inner.listenerContext();
    }

    @Override
    public ExecutorService executor() {
      return inner.executor();
    }

    @Override
    public Router router() {
      return inner.router();
    }

    @Override
    public Optional<ProxyProtocolData> proxyProtocolData() {
      return inner.proxyProtocolData();
    }

    @Override
    public HelidonSocket serverSocket() {
      return inner.serverSocket();
    }

    @Override
    public PeerInfo remotePeer() {
      return inner.remotePeer();
    }

    @Override
    public PeerInfo localPeer() {
      return inner.localPeer();
    }

    @Override
    public boolean isSecure() {
      return inner.isSecure();
    }

    @Override
    public String socketId() {
      return inner.socketId();
    }

    @Override
    public String childSocketId() {
      return inner.childSocketId();
    }
  }
}
