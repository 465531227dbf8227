package io.terrarium.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A connection to the service that makes one request after the other, with next to no work of its
 * own: the service is to be measured, and both share the machine.
 */
final class HttpLine implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  HttpLine(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream(), 1 << 13);
    out = socket.getOutputStream();
  }

  /** The bytes of a request with a JSON body. */
  static byte[] request(String path, String json) {
    int length = json.getBytes(StandardCharsets.UTF_8).length;
    String head =
        """
        POST %s HTTP/1.1
        Host: localhost
        Content-Type: application/json
        Content-Length: %d

        """
            .replace("\n", "\r\n")
            .formatted(path, length);
    return (head + json).getBytes(StandardCharsets.UTF_8);
  }

  /** Sends a request, and returns the body of an answer that has to be a success. */
  String send(byte[] request) throws IOException {
    out.write(request);
    out.flush();
    String status = line();
    int length = 0;
    for (String line = line(); !line.isEmpty(); line = line()) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring("content-length:".length()).strip());
      }
    }
    String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    if (!status.startsWith("HTTP/1.1 2")) {
      throw new IOException("the service answered " + status + ": " + body);
    }
    return body;
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("the service closed the connection");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
