package io.terrarium.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.terrarium.Sandbox;
import io.terrarium.SandboxSettings;
import io.terrarium.config.Configuration;
import io.terrarium.config.ServerSettings;
import io.terrarium.json.ValueJson;
import io.terrarium.value.Value;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** A service of a test's own, and a client of it. */
final class Served implements AutoCloseable {
  static final Duration SOON = Duration.ofSeconds(30);

  final Sandbox sandbox;
  final Service service;
  private final HttpClient client = HttpClient.newHttpClient();

  Served(ServerSettings.Builder settings, Operations operations, List<Route> more) {
    var server = settings.host("127.0.0.1").port(0).drainTime(Duration.ofSeconds(1)).build();
    SandboxSettings small = SandboxSettings.builder().idleWorkers(2).build();
    sandbox = Sandbox.create(small);
    service =
        Service.start(new Configuration(small, server, new TreeMap<>()), sandbox, operations, more);
  }

  Served(ServerSettings.Builder settings) {
    this(
        settings,
        Operations.open(
            new Configuration(
                SandboxSettings.DEFAULT, ServerSettings.builder().build(), new TreeMap<>())),
        List.of());
  }

  Served() {
    this(ServerSettings.builder());
  }

  /** An answer, with what tests ask of it. */
  record Got(int status, Map<String, List<String>> headers, String text) {
    String header(String name) {
      return String.join(",", headers.getOrDefault(name, List.of()));
    }

    /** The document as Java has it. */
    Map<?, ?> document() {
      return ValueJson.read(text).as(Map.class);
    }

    Object field(String name) {
      return String.valueOf(document().get(name));
    }

    /** That it is this problem, and says so in every way that there is. */
    Got isProblem(ProblemCode code) {
      assertThat(text).as("answer").contains("\"code\":\"" + code.word() + "\"");
      assertThat(status).isEqualTo(code.status());
      assertThat(header("content-type")).isEqualTo("application/problem+json");
      assertThat(document().get("type")).isEqualTo("urn:terrarium:problem:" + code.word());
      assertThat(text).doesNotContain("\\tat ").doesNotContain("Exception");
      return this;
    }
  }

  Got post(String path, String json) {
    return post(path, "application/json", json.getBytes(StandardCharsets.UTF_8));
  }

  Got post(String path, String mediaType, byte[] body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", mediaType)
            .POST(BodyPublishers.ofByteArray(body));
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  Got get(String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).GET();
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  Got method(String method, String path) {
    return send(HttpRequest.newBuilder(uri(path)).method(method, BodyPublishers.noBody()));
  }

  Got send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          client.send(request.timeout(SOON).build(), BodyHandlers.ofString());
      return new Got(response.statusCode(), response.headers().map(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  HttpClient client() {
    return client;
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + service.port() + path);
  }

  /** The id of a program, registered. */
  String program(String source) {
    return String.valueOf(
        post("/v1/programs", "{\"source\": " + json(source) + "}").document().get("program"));
  }

  /** A connection of a test's own. */
  Socket socket() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), service.port());
    socket.setSoTimeout((int) SOON.toMillis());
    return socket;
  }

  /** What comes back for bytes that may be no HTTP at all, until the service closes. */
  String raw(String bytes) throws IOException {
    try (Socket socket = socket()) {
      OutputStream out = socket.getOutputStream();
      out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  static String json(String text) {
    return ValueJson.write(Value.of(text));
  }

  /** Waits until something is so. */
  static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + SOON.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time: " + what).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  @Override
  public void close() {
    client.close();
    service.close();
    sandbox.close();
  }
}
