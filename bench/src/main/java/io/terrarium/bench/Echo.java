package io.terrarium.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A raw echo over a Unix socket: a request of the size of a trivial call's goes to a Python process
 * in a loop of recv and send, and an answer of the right size comes back. For one thread.
 */
final class Echo implements AutoCloseable {
  private final PythonPeer peer;
  private final SocketChannel channel;
  private final ByteBuffer request = ByteBuffer.allocateDirect(Trivial.requestBytes());
  private final ByteBuffer answer = ByteBuffer.allocateDirect(Trivial.ANSWER_BYTES);

  private Echo(PythonPeer peer, SocketChannel channel) {
    this.peer = peer;
    this.channel = channel;
  }

  /** With a peer that is in our session, as any child is. */
  static Echo start(Path python) throws IOException {
    return start(python, "");
  }

  /**
   * With a peer that has a session of its own, as workers have: where the kernel groups processes
   * by their sessions to share out processors (sched(7), "The autogroup feature"), waking one of
   * another group takes longer.
   */
  static Echo startInOwnSession(Path python) throws IOException {
    return start(python, "own-session");
  }

  private static Echo start(Path python, String where) throws IOException {
    Path folder = Files.createTempDirectory("bench-echo-");
    Path socket = folder.resolve("socket");
    PythonPeer peer =
        PythonPeer.start(python, "echo.py", socket.toString(), "" + Trivial.ANSWER_BYTES, where);
    try {
      peer.hear();
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      channel.connect(UnixDomainSocketAddress.of(socket));
      return new Echo(peer, channel);
    } catch (IOException e) {
      peer.close();
      throw e;
    } finally {
      Files.deleteIfExists(socket);
      Files.delete(folder);
    }
  }

  /** There and back once. */
  void once() throws IOException {
    request.clear();
    while (request.hasRemaining()) {
      channel.write(request);
    }
    answer.clear();
    while (answer.hasRemaining()) {
      if (channel.read(answer) < 0) {
        throw new EOFException("the peer of the echo ended");
      }
    }
  }

  @Override
  public void close() throws IOException {
    try (peer) {
      channel.close();
    }
  }
}
