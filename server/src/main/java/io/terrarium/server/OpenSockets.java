package io.terrarium.server;

import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The sockets of clients that are open, and no more of them than may be. Thread-safe.
 *
 * <p>Theory of operation. A bound on connections must not be a way to keep others out: whoever
 * opens as many and says nothing would be all that there is. So whoever comes is let in, and where
 * that is one too many, another one ends: of the address that has the most, the one that has waited
 * longest for its client, whether for a handshake, for a request or for its client to take an
 * answer. One with work is never ended so. As work is refused where seven eighths of the
 * connections have some, there is always another.
 *
 * <p>A socket ends by the closing of its channel, which wakes all that read and write it. That is
 * the one way that works always: the web server's own way waits for the lock of a handshake, which
 * who reads holds for as long as a client likes.
 */
final class OpenSockets {
  /** Where there are very many, looking for those that wait longest is worth ending some more. */
  private static final int LOOKED_AT_FOR_EACH = 1_024;

  /**
   * How many come between two looks at how many files are left, which is less than are kept back.
   */
  private static final int ACCEPTED_BETWEEN_LOOKS = 16;

  private static final long MOMENT_NANOS = 5_000_000;

  private final int most;
  private final int mostAtWork;
  private final Map<Ends, OpenSocket> open = new ConcurrentHashMap<>();
  private final BooleanSupplier areFilesScarce;
  private final AtomicInteger atWork = new AtomicInteger();
  private final Map<Why, AtomicLong> ended =
      Map.of(
          Why.ROOM, new AtomicLong(),
          Why.HANDSHAKE, new AtomicLong(),
          Why.STUCK, new AtomicLong());

  private volatile boolean isRefusing;

  /** Only the thread that accepts them counts them. */
  private long accepted;

  /** Why a socket was ended that its client would have kept. */
  enum Why {
    /** Another one came, and there were too many. */
    ROOM,
    /** TLS was not agreed on, or no request was begun, in time. */
    HANDSHAKE,
    /** The client took nothing of its answer. */
    STUCK;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Both ends of a connection, which no two of them have in common while they are open. */
  record Ends(SocketAddress local, SocketAddress remote) {}

  /**
   * None yet.
   *
   * @param most how many may be open
   * @param areFilesScarce whether the process can hardly open any more; it is asked now and then
   */
  OpenSockets(int most, BooleanSupplier areFilesScarce) {
    this.most = most;
    this.areFilesScarce = areFilesScarce;
    this.mostAtWork = most - most / 8;
  }

  /** A client has come. For the one thread that accepts them. */
  void accept(SocketChannel channel) {
    if (++accepted % ACCEPTED_BETWEEN_LOOKS == 0) {
      awaitFiles();
    }
    if (open.size() >= most) {
      forgetClosed();
    }
    if (open.size() >= most) {
      makeRoom();
    }
    if (isRefusing || open.size() >= most) {
      throw new CloseConnectionException("there is no room, or the service ends");
    }
    try {
      var ends = new Ends(channel.getLocalAddress(), channel.getRemoteAddress());
      open.put(ends, new OpenSocket(channel, ends, this));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Who is ended keeps the file until all that read and wrote have noticed, and workers need files
   * too. Whoever comes meanwhile waits in the operating system's queue.
   */
  private void awaitFiles() {
    while (areFilesScarce.getAsBoolean() && !isRefusing) {
      makeRoom();
      LockSupport.parkNanos(MOMENT_NANOS);
    }
  }

  /** The socket that the web server's connection is about. */
  OpenSocket of(ConnectionContext context) {
    OpenSocket socket =
        open.get(new Ends(context.localPeer().address(), context.remotePeer().address()));
    if (socket == null) {
      throw new CloseConnectionException("the connection has ended");
    }
    return socket;
  }

  private void makeRoom() {
    long now = System.nanoTime();
    var ofAddresses = new HashMap<String, ArrayDeque<OpenSocket>>();
    open.values().stream()
        .map(socket -> new Waiting(socket, socket.waited(now)))
        .filter(it -> it.nanos() >= 0)
        .sorted(Comparator.comparingLong(Waiting::nanos).reversed())
        .map(Waiting::socket)
        .forEach(socket ->
            ofAddresses.computeIfAbsent(socket.address(), _ -> new ArrayDeque<>()).add(socket));
    for (int i = 0; i <= most / LOOKED_AT_FOR_EACH; i++) {
      endOneOf(ofAddresses.values());
    }
  }

  private record Waiting(OpenSocket socket, long nanos) {}

  private void endOneOf(Collection<ArrayDeque<OpenSocket>> ofAddresses) {
    ofAddresses.stream()
        .max(Comparator.comparingInt(ArrayDeque::size))
        .map(ArrayDeque::poll)
        .ifPresent(socket -> end(socket, Why.ROOM));
  }

  /** Ends a socket, whatever its client wants. */
  void end(OpenSocket socket, Why why) {
    if (open.remove(socket.ends(), socket)) {
      ended.getOrDefault(why, new AtomicLong()).incrementAndGet();
      socket.close();
    }
  }

  /**
   * Does work for a client.
   *
   * @throws ProblemException when so much goes on that there might be no room for others
   */
  <T> T working(Supplier<T> work) {
    try {
      if (atWork.incrementAndGet() > mostAtWork) {
        throw Problem.of(
                ProblemCode.OVERLOADED,
                "As many connections have work as may have some at the same time.")
            .exception();
      }
      return work.get();
    } finally {
      atWork.decrementAndGet();
    }
  }

  /** Ends what has had its time. */
  void tend() {
    forgetClosed();
    long now = System.nanoTime();
    open.values().forEach(socket -> socket.tend(now));
  }

  private void forgetClosed() {
    open.values().removeIf(socket -> !socket.isOpen());
  }

  /** How many are open. */
  int count() {
    return (int) open.values().stream().filter(OpenSocket::isOpen).count();
  }

  /** How many have work. */
  int countAtWork() {
    return atWork.get();
  }

  /** How many were ended so far that their clients would have kept. */
  long ended(Why why) {
    return ended.getOrDefault(why, new AtomicLong()).get();
  }

  /** From now on whoever comes is not let in, and waits for nothing. */
  void refuse() {
    isRefusing = true;
  }

  /** Ends them all. */
  void close() {
    List.copyOf(open.values()).forEach(OpenSocket::close);
    open.clear();
  }
}
