package io.terrarium.server.operations;

import io.terrarium.Sandbox;
import io.terrarium.config.Configuration;
import io.terrarium.config.KeyHash;
import io.terrarium.server.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A service with a configuration, and a client of it. */
final class Operated implements AutoCloseable {
  static final String EXECUTE = "/v1/execute";

  final Service service;
  final Sandbox sandbox;
  private final HttpClient client = HttpClient.newHttpClient();

  private Operated(Sandbox sandbox, Service service) {
    this.sandbox = sandbox;
    this.service = service;
  }

  /** Starts one on a port that is free. */
  static Operated with(String... lines) {
    return with(
        Configuration.parse(
            "sandbox.idle_workers = 2\nserver.port = 0\n" + String.join("\n", lines),
            Path.of("terrarium.toml")));
  }

  static Operated with(Configuration configuration) {
    var operations = new StandardOperations(configuration);
    Sandbox sandbox = Sandbox.create(operations.observed(configuration.settings()));
    try {
      Service service = Service.start(configuration, sandbox, operations, List.of());
      operations.watch(sandbox, service);
      return new Operated(sandbox, service);
    } catch (RuntimeException e) {
      sandbox.close();
      throw e;
    }
  }

  /** The lines that make a key known. */
  static String key(String name, String... more) {
    return "[server.keys.%s]\nhash = \"%s\"\n%s"
        .formatted(name, KeyHash.of(secret(name)).text(), String.join("\n", more));
  }

  /** The key of that name. */
  static String secret(String name) {
    return "secret-of-" + name;
  }

  /** A request to run a function of a source, without arguments. */
  static String body(String source, String function) {
    return "{\"source\":\"%s\",\"function\":\"%s\"}"
        .formatted(source.replace("\n", "\\n"), function);
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + service.port() + path);
  }

  HttpResponse<String> get(String path, String... headers) {
    return send(request(path, headers).build());
  }

  HttpResponse<String> post(String path, String body, String... headers) {
    return send(posting(path, body, headers));
  }

  CompletableFuture<HttpResponse<String>> postLater(String path, String body, String... headers) {
    return client.sendAsync(posting(path, body, headers), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> options(String path, String... headers) {
    return send(
        request(path, headers).method("OPTIONS", HttpRequest.BodyPublishers.noBody()).build());
  }

  HttpResponse<String> delete(String path, String... headers) {
    return send(request(path, headers).DELETE().build());
  }

  /** Sends bytes as they are, and returns what comes back until the end. */
  String raw(String text) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpRequest posting(String path, String body, String... headers) {
    HttpRequest.Builder request = request(path, headers);
    if (List.of(headers).stream().noneMatch(it -> it.equals("Content-Type"))) {
      request.header("Content-Type", "application/json");
    }
    return request.POST(HttpRequest.BodyPublishers.ofString(body)).build();
  }

  private HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofMinutes(1));
    return headers.length == 0 ? request : request.headers(headers);
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    client.close();
    service.close(sandbox::close);
  }
}
