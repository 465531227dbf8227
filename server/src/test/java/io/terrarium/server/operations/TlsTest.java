package io.terrarium.server.operations;

import static io.terrarium.server.operations.Operated.EXECUTE;
import static io.terrarium.server.operations.Operated.body;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.terrarium.config.ServerSettings.LogFormat;
import io.terrarium.server.logging.ServiceLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
  private static final char[] PASSWORD = "password".toCharArray();

  @TempDir Path folder;
  private Path certificate = Path.of("");
  private Path privateKey = Path.of("");
  private KeyStore store = empty();

  @BeforeEach
  void makeCertificate() throws IOException, InterruptedException, GeneralSecurityException {
    Path file = folder.resolve("store.p12");
    int status =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=ip:127.0.0.1,dns:localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.txt").toFile())
            .start()
            .waitFor();
    assertThat(status).as(Files.readString(folder.resolve("keytool.txt"))).isZero();
    store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    certificate = pem("server.pem", "CERTIFICATE", store.getCertificate("server").getEncoded());
    privateKey =
        pem("server-key.pem", "PRIVATE KEY", store.getKey("server", PASSWORD).getEncoded());
  }

  @Test
  void with_a_certificate_it_speaks_https_and_nothing_else() throws Exception {
    try (Operated service = Operated.with(lines(certificate, privateKey));
        HttpClient client = HttpClient.newBuilder().sslContext(trusting()).build()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(
                      URI.create("https://localhost:" + service.service.port() + EXECUTE))
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString(body("def f(): return 1\n", "f")))
                  .build(),
              HttpResponse.BodyHandlers.ofString());

      assertThat(answer.body()).contains("\"result\":1");
      assertThat(answer.headers().firstValue("Strict-Transport-Security")).isPresent();
      assertThat(service.raw("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"))
          .doesNotContain("alive");
    }
  }

  @Test
  void a_client_that_does_not_come_to_an_agreement_is_given_up() throws Exception {
    try (Operated service =
            Operated.with("server.handshake_time = \"300ms\"", lines(certificate, privateKey));
        SSLSocket agreed = connected(service)) {
      agreed.getOutputStream().write(health("X-More: yes"));
      byte[] hello = hello();
      for (byte[] bytes : List.of(new byte[0], Arrays.copyOf(hello, 20), hello)) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), service.service.port())) {
          socket.setSoTimeout(30_000);
          socket.getOutputStream().write(bytes);
          assertThat(ended(socket.getInputStream())).isTrue();
        }
      }

      assertThat(service.service.connectionsEnded()).containsEntry("handshake", 3L);
      agreed.getOutputStream().write(health("Connection: close"));
      assertThat(new String(agreed.getInputStream().readAllBytes(), UTF_8)).contains("alive");
    }
  }

  @Test
  void no_handshake_holds_what_was_given_up() throws Exception {
    try (Operated service =
            Operated.with(
                "server.handshake_time = \"1h\"\nserver.idle_time = \"100ms\"",
                lines(certificate, privateKey));
        var socket = new Socket(InetAddress.getLoopbackAddress(), service.service.port())) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(hello());

      assertThat(ended(socket.getInputStream())).isTrue();
    }
  }

  @Test
  void who_is_refused_over_tls_is_known_by_an_address_and_not_by_a_name() throws Exception {
    var log = new ByteArrayOutputStream();
    ServiceLog.begin(LogFormat.JSON, log, false);
    try (Operated service = Operated.with(lines(certificate, privateKey), Operated.key("shop"));
        SSLSocket client = connected(service)) {
      client
          .getOutputStream()
          .write(
              "GET /v1/policies HTTP/1.1\r\nHost: a\r\nX-API-Key: b\r\nConnection: close\r\n\r\n"
                  .getBytes(UTF_8));
      assertThat(new String(client.getInputStream().readAllBytes(), UTF_8)).contains("key_unknown");
    } finally {
      ServiceLog.begin(LogFormat.TEXT, OutputStream.nullOutputStream(), false);
    }
    assertThat(log.toString(UTF_8)).contains("\"address\":\"127.0.0.1\"");
  }

  private static byte[] health(String header) {
    return ("GET /healthz HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n\r\n").getBytes(UTF_8);
  }

  /** What a client says first, after which it is the server's turn. */
  private byte[] hello() throws GeneralSecurityException, IOException {
    SSLEngine client = trusting().createSSLEngine();
    client.setUseClientMode(true);
    ByteBuffer hello = ByteBuffer.allocate(client.getSession().getPacketBufferSize());
    client.wrap(ByteBuffer.allocate(0), hello);
    return Arrays.copyOf(hello.array(), hello.position());
  }

  /** Whether all that comes is over, before the test's patience is. */
  private static boolean ended(InputStream in) throws IOException {
    try {
      in.transferTo(OutputStream.nullOutputStream());
      return true;
    } catch (SocketException e) {
      return true;
    }
  }

  private SSLSocket connected(Operated service) throws GeneralSecurityException, IOException {
    var socket =
        (SSLSocket)
            trusting()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), service.service.port());
    socket.setSoTimeout(30_000);
    socket.startHandshake();
    return socket;
  }

  @Test
  void files_that_are_something_else_are_refused_by_their_names() throws IOException {
    Path other = Files.writeString(folder.resolve("other.pem"), "no key\n");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Operated.with(lines(certificate, other)))
        .withMessageContaining("server.tls")
        .withMessageContaining("other.pem");
  }

  private static String lines(Path certificate, Path key) {
    return "[server.tls]\ncertificate = \"%s\"\nprivate_key = \"%s\"".formatted(certificate, key);
  }

  private Path pem(String file, String what, byte[] bytes) throws IOException {
    return Files.writeString(
        folder.resolve(file),
        "-----BEGIN %s-----\n%s\n-----END %s-----\n"
            .formatted(what, Base64.getMimeEncoder().encodeToString(bytes), what));
  }

  private SSLContext trusting() throws GeneralSecurityException, IOException {
    KeyStore trusted = empty();
    trusted.load(null, null);
    trusted.setCertificateEntry("server", store.getCertificate("server"));
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private static KeyStore empty() {
    try {
      return KeyStore.getInstance("PKCS12");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
