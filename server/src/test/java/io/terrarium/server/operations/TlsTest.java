package io.terrarium.server.operations;

import static io.terrarium.server.operations.Operated.EXECUTE;
import static io.terrarium.server.operations.Operated.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.SSLContext;
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
