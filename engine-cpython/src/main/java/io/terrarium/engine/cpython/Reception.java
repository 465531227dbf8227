package io.terrarium.engine.cpython;

import io.terrarium.EngineUnavailableException;
import io.terrarium.spi.SafeLogger;
import io.terrarium.spi.WorkerExit;
import io.terrarium.value.BytesValue;
import io.terrarium.wire.Answer;
import io.terrarium.wire.Answers;
import io.terrarium.wire.DecoderLimits;
import io.terrarium.wire.Frame;
import io.terrarium.wire.FrameKind;
import io.terrarium.wire.FrameReader;
import io.terrarium.wire.WireFormatException;
import io.terrarium.wire.WorkerMessage;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Where workers come in: a Unix socket in a folder that only the workers' group can enter. A
 * connection counts for nothing until it has shown a token that is expected, which is then used up.
 * Thread-safe.
 */
final class Reception implements AutoCloseable {
  private static final SafeLogger LOG = SafeLogger.of(Reception.class);
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String FOLDER_PREFIX = "terrarium-";
  private static final long RETRY_NANOS = 20_000_000;
  private static final String SOCKET = "workers";

  private final Path folder;
  private final Path socket;
  private final ServerSocketChannel server;
  private final Map<BytesValue, CompletableFuture<Arrival>> expected = new ConcurrentHashMap<>();

  private final ExecutorService ushers =
      Executors.newCachedThreadPool(
          Thread.ofPlatform().daemon().name("terrarium-arrival-", 0).factory());

  /** How a worker arrived. */
  sealed interface Arrival {
    /** It has shown its token, all its layers are up, and it waits for a request. */
    record Ready(SocketChannel channel) implements Arrival {}

    /** It stands at the door, and there is nothing left to let it in with, such as descriptors. */
    record TurnedAway(String reason) implements Arrival {}

    /** It ended on its way, or was never there. */
    record Ended(WorkerExit how) implements Arrival {}

    /** It could not put up a layer. */
    record Failed(SetUpFailure failure) implements Arrival {}
  }

  private Reception(Path folder, ServerSocketChannel server) {
    this.folder = folder;
    this.socket = folder.resolve(SOCKET);
    this.server = server;
  }

  /**
   * Opens the socket for processes of this user, in the group of the same number; -1 stands for the
   * application's own user.
   */
  static Reception open(int userId) {
    Path parent = reachableParent(userId);
    removeStale(parent);
    try {
      return open(parent, userId);
    } catch (IOException e) {
      throw new EngineUnavailableException(
          "No socket for workers can be made in " + parent + ": " + e.getMessage(), e);
    }
  }

  private static Reception open(Path parent, int groupId) throws IOException {
    var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      Path folder = Files.createTempDirectory(parent, FOLDER_PREFIX, permissions("rwx------"));
      var reception = new Reception(folder, server);
      try {
        reception.listen(groupId);
        return reception;
      } catch (IOException | RuntimeException e) {
        reception.close();
        throw e;
      }
    } catch (IOException e) {
      closeQuietly(server);
      throw e;
    }
  }

  private void listen(int groupId) throws IOException {
    server.bind(UnixDomainSocketAddress.of(socket), 1024);
    if (groupId >= 0) {
      // The folder stays root's: only its owner can remove it whatever else it may not do, and
      // nobody in the group can put anything in the socket's place.
      letIn(groupId, socket, "rw-rw----");
      letIn(groupId, folder, "rwx--x---");
    }
    Thread.ofPlatform().daemon().name("terrarium-reception").start(this::receive);
  }

  private static void letIn(int groupId, Path path, String permissions) throws IOException {
    try {
      Files.setAttribute(path, "unix:gid", groupId);
    } catch (IOException e) {
      throw new SetUpException(SetUpFailure.notAllowedToBecome(groupId, e));
    }
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  private static FileAttribute<?> permissions(String permissions) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
  }

  /** The socket's folder, which nothing else is in. */
  Path folder() {
    return folder;
  }

  /** Where workers connect to. */
  Path socket() {
    return socket;
  }

  /** A token that nobody can guess, and the arrival of the worker that shows it. */
  Expectation expect() {
    byte[] token = new byte[Answers.TOKEN_BYTES];
    RANDOM.nextBytes(token);
    var arrival = new CompletableFuture<Arrival>();
    var key = BytesValue.of(token);
    expected.put(key, arrival);
    return new Expectation(key, token, arrival);
  }

  /** A worker that was asked for and has not arrived. */
  final class Expectation {
    private final BytesValue key;
    private final byte[] token;
    private final CompletableFuture<Arrival> arrival;

    private Expectation(BytesValue key, byte[] token, CompletableFuture<Arrival> arrival) {
      this.key = key;
      this.token = token;
      this.arrival = arrival;
    }

    byte[] token() {
      return token;
    }

    CompletableFuture<Arrival> arrival() {
      return arrival;
    }

    /** Whoever waits for it has to know. */
    void endedOnItsWay(WorkerExit how) {
      expected.remove(key);
      arrival.complete(new Arrival.Ended(how));
    }

    /** It will not arrive; what has arrived already is not touched. */
    boolean cancel() {
      expected.remove(key);
      return arrival.cancel(false);
    }

    /** Nobody waits for it any more: should it have come in the meantime, it is sent away. */
    void forget() {
      if (!cancel() && arrival.resultNow() instanceof Arrival.Ready(SocketChannel channel)) {
        closeQuietly(channel);
      }
    }
  }

  @Override
  public void close() {
    closeQuietly(server);
    ushers.shutdown();
    expected.values().forEach(arrival -> arrival.cancel(false));
    expected.clear();
    try {
      Files.deleteIfExists(socket);
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "could not remove {0}: {1}", folder, e.getMessage());
    }
  }

  private void receive() {
    while (server.isOpen()) {
      try {
        usher(server.accept());
      } catch (IOException | Error e) {
        if (server.isOpen()) {
          // Out of descriptors or threads, for instance (the platform says the latter with an
          // Error). Those who wait for a worker hear of it now; the next one may come in.
          turnAway(String.valueOf(e.getMessage()));
          LockSupport.parkNanos(RETRY_NANOS);
          LOG.log(System.Logger.Level.WARNING, "a worker could not come in: {0}", e.getMessage());
        }
      }
    }
  }

  /** Which of those at the door cannot be known, so none of them is waited for any longer. */
  private void turnAway(String reason) {
    List.copyOf(expected.keySet())
        .forEach(token -> {
          var _ = arrived(token, new Arrival.TurnedAway(reason));
        });
  }

  private void usher(SocketChannel channel) {
    boolean ushered = false;
    try {
      ushers.execute(() -> welcome(channel));
      ushered = true;
    } catch (RejectedExecutionException e) {
      LOG.log(System.Logger.Level.DEBUG, "a worker came as the door was being closed", e);
    } finally {
      if (!ushered) {
        closeQuietly(channel);
      }
    }
  }

  private void welcome(SocketChannel channel) {
    boolean welcome = false;
    try {
      Frame greeting = new FrameReader(channel).read(Answers.MAXIMUM_GREETING_BYTES);
      welcome = greeting != null && understand(greeting, channel);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "a worker broke off at the door", e);
    } finally {
      if (!welcome) {
        closeQuietly(channel);
      }
    }
  }

  /** Whether the greeting lets the worker in; who waits for it is told in either case. */
  private boolean understand(Frame greeting, SocketChannel channel) throws IOException {
    try {
      return switch (Answers.decode(greeting, 0, DecoderLimits.DEFAULT)) {
        case WorkerMessage.Ready(BytesValue token) -> arrived(token, new Arrival.Ready(channel));
        case WorkerMessage.SetUpFailed failed -> {
          var _ = arrived(failed.token(), new Arrival.Failed(SetUpFailure.of(failed)));
          yield false;
        }
        case WorkerMessage.Output _,
            WorkerMessage.OutputTruncated _,
            WorkerMessage.HostCall _,
            WorkerMessage.OutputRow _,
            Answer _ ->
            false;
      };
    } catch (WireFormatException e) {
      ByteBuffer payload = greeting.payload();
      if (greeting.kind() == FrameKind.FAILED && payload.remaining() >= Answers.TOKEN_BYTES) {
        byte[] token = new byte[Answers.TOKEN_BYTES];
        payload.get(token);
        var _ = arrived(BytesValue.of(token), new Arrival.Failed(SetUpFailure.unreadable()));
      }
      throw e;
    }
  }

  private boolean arrived(BytesValue token, Arrival how) {
    // Looking up 256 random bits by their hash tells nothing by its timing.
    var arrival = expected.remove(token);
    return arrival != null && arrival.complete(how);
  }

  /** The first folder for temporary files that the workers' user can reach. */
  private static Path reachableParent(int userId) {
    return Stream.of(System.getProperty("java.io.tmpdir"), "/tmp", "/var/tmp", "/dev/shm")
        .map(Path::of)
        // A Unix socket's address has 108 bytes in all.
        .filter(path -> path.isAbsolute() && path.toString().length() < 60)
        .filter(path -> Files.isWritable(path) && (userId < 0 || Interpreters.isReachable(path)))
        .findFirst()
        .orElseThrow(() ->
            new EngineUnavailableException(
                "No folder for the workers' socket: neither java.io.tmpdir nor /tmp, /var/tmp or"
                    + " /dev/shm is writable here and open to the workers' user.",
                null));
  }

  /**
   * Removes what applications that were killed could not remove themselves. The folders are opened
   * without following links, since others may write where temporary files are.
   */
  private static void removeStale(Path parent) {
    try (var entries = Files.newDirectoryStream(parent)) {
      if (entries instanceof SecureDirectoryStream<Path> secure) {
        for (Path entry : secure) {
          Path name = entry.getFileName();
          if (name.toString().startsWith(FOLDER_PREFIX) && isDeserted(entry.resolve(SOCKET))) {
            removeFolder(secure, name);
          }
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      LOG.log(System.Logger.Level.DEBUG, "stale folders in " + parent + " stay", e);
    }
  }

  /** Whether nobody listens there any more, whichever process or container that was. */
  private static boolean isDeserted(Path address) {
    if (!Files.exists(address, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(address))) {
      return !probe.isConnected();
    } catch (ConnectException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void removeFolder(SecureDirectoryStream<Path> parent, Path name) {
    try {
      try (var folder = parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
        folder.deleteFile(Path.of(SOCKET));
      }
      parent.deleteDirectory(name);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "a stale folder stays: " + name, e);
    }
  }

  private static void closeQuietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      LOG.log(System.Logger.Level.DEBUG, "closing failed", e);
    }
  }
}
