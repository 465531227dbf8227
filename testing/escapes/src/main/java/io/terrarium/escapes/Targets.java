package io.terrarium.escapes;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What attacks are aimed at: files, sockets and a process that nobody else needs, open to everybody
 * as far as permissions go. Closing removes all of it.
 */
public final class Targets implements AutoCloseable {
  /** Listens on an abstract socket, of which Java knows nothing, until its input ends. */
  private static final String VICTIM =
      "import socket, sys; server = socket.socket(socket.AF_UNIX);"
          + " server.bind('\\0' + sys.argv[1]); server.listen();"
          + " print('ready', flush=True); sys.stdin.read()";

  private final Deque<Closeable> opened = new ArrayDeque<>();
  private final Map<String, Object> described = new HashMap<>();
  private final boolean withoutPython;

  private Targets(boolean withoutPython) {
    this.withoutPython = withoutPython;
  }

  /**
   * Plants everything, for which there has to be a {@code python3}.
   *
   * @throws IOException if something cannot be made here
   */
  public static Targets plant() throws IOException {
    return plant(false);
  }

  /**
   * Plants everything, or, where there is no {@code python3}, everything but who listens on the
   * abstract socket: for an engine that runs where there is none, and has no sockets.
   *
   * @throws IOException if something cannot be made here
   */
  public static Targets plantForWasm() throws IOException {
    return plant(true);
  }

  private static Targets plant(boolean withoutPython) throws IOException {
    var targets = new Targets(withoutPython);
    try {
      targets.plantAll();
      return targets;
    } catch (IOException | RuntimeException e) {
      targets.close();
      throw e;
    }
  }

  /** What a case's function is given: a name for each target. */
  Map<String, Object> described() {
    return Map.copyOf(described);
  }

  private void plantAll() throws IOException {
    Path folder = Files.createTempDirectory("terrarium-targets-");
    opened.push(() -> removeTree(folder));
    open(folder, "rwxrwxrwx");
    describe("folder", folder);
    describe("file", file(folder.resolve("canary"), "rw-r--r--"));
    describe("writable", file(folder.resolve("writable"), "rw-rw-rw-"));
    describe("link", Files.createSymbolicLink(folder.resolve("link"), Path.of("canary")));
    // Of the C library, and loaded by nobody.
    described.put("library", "libanl.so.1");
    described.put("host", Files.readString(Path.of("/proc/sys/kernel/hostname")).strip());
    listenOnTcp();
    listenOnUnix(folder.resolve("socket"));
    startVictim();
  }

  private void listenOnTcp() throws IOException {
    var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    opened.push(server);
    described.put("port", (long) server.getLocalPort());
  }

  private void listenOnUnix(Path address) throws IOException {
    var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    opened.push(server);
    server.bind(UnixDomainSocketAddress.of(address));
    open(address, "rw-rw-rw-");
    describe("unix_socket", address);
  }

  private void startVictim() throws IOException {
    String abstractSocket = "terrarium-target-" + UUID.randomUUID();
    Process victim = victim(abstractSocket);
    opened.push(() -> end(victim));
    var input = victim.outputWriter();
    input.write("ready\n");
    input.flush();
    var _ = victim.inputReader().readLine();
    described.put("pid", victim.pid());
    described.put("abstract_socket", abstractSocket);
  }

  /** Either one says a line when it is ready, and waits for the end of its input. */
  private Process victim(String abstractSocket) throws IOException {
    try {
      return start("python3", "-I", "-S", "-c", VICTIM, abstractSocket);
    } catch (IOException e) {
      if (withoutPython) {
        return start("cat");
      }
      throw e;
    }
  }

  private static Process start(String... command) throws IOException {
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  private void describe(String name, Path path) {
    described.put(name, path.toString());
  }

  private static Path file(Path path, String permissions) throws IOException {
    Files.writeString(path, "canary " + UUID.randomUUID());
    open(path, permissions);
    return path;
  }

  private static void open(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  private static void end(Process victim) throws IOException {
    victim.destroyForcibly();
    try {
      victim.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Only names in a folder of our own: what a link leads to is not touched. */
  private static void removeTree(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path entry : entries.toList()) {
        Files.delete(entry);
      }
    }
    Files.delete(folder);
  }

  /** Removes everything that was planted. */
  @Override
  public void close() throws IOException {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
  }
}
