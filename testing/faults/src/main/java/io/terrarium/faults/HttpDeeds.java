package io.terrarium.faults;

import java.io.IOException;
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
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What clients of the service do, good ones and bad ones, and what has to come of it. */
final class HttpDeeds {
  private static final Pattern PROGRAM = Pattern.compile("\"program\":\"(sha256:[0-9a-f]{64})\"");
  private static final Pattern SESSION = Pattern.compile("\"session\":\"([0-9a-f]{32})\"");
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int CALLS_OF_A_SESSION = 3;
  private static final int ROWS = 20;

  private static final String HONEST =
      """
      total = 0
      def double(x):
          return 2 * x
      def add(x):
          global total
          total += x
          return total
      def words(text):
          print(text)
          return len(text)
      def fail():
          raise ValueError("no such thing")
      def spin(x=0):
          while True: pass
      """;

  private static final String HOSTILE =
      """
      import os
      def leave():
          os._exit(3)
      def hog():
          return len(bytearray(1 << 40))
      def garble():
          os.write(3, bytes(range(256)) * 64)
          while True: pass
      def flood():
          while True: print("x" * 4096)
      def look_around():
          open("/etc/passwd")
      """;

  private final HttpClient client;
  private final int port;
  private final String honest;
  private final String hostile;

  /** Registers the programs. */
  HttpDeeds(HttpClient client, int port) {
    this.client = client;
    this.port = port;
    this.honest = register(source(HONEST, "restricted"));
    this.hostile = register(source(HOSTILE, "full"));
  }

  /**
   * Something that a client does.
   *
   * @param weight how often, beside the others
   * @param calls how many calls it is to the service
   * @param once does it, and says what was wrong; empty where all was as it has to be
   */
  record HttpDeed(String name, int weight, int calls, Once once) {
    /** Does it once. */
    @FunctionalInterface
    interface Once {
      /** What was wrong; empty where nothing was. */
      String act(RandomGenerator random) throws IOException, InterruptedException;
    }
  }

  /** All of them. */
  List<HttpDeed> all() {
    return List.of(
        new HttpDeed("double", 40, 1, this::doubled),
        new HttpDeed("execute", 6, 1, this::executed),
        new HttpDeed("a session", 4, CALLS_OF_A_SESSION, this::session),
        new HttpDeed("a map", 3, 1, this::map),
        new HttpDeed("events", 3, 1, _ -> events()),
        new HttpDeed("fail", 4, 1, _ -> status(honest, "fail", "", "exception")),
        new HttpDeed(
            "spin", 1, 1, _ -> status(honest, "spin", limits("\"wall_ms\": 60"), "wall_timeout")),
        new HttpDeed("leave", 3, 1, _ -> status(hostile, "leave", "", "crashed")),
        new HttpDeed(
            "hog",
            2,
            1,
            _ -> status(hostile, "hog", limits("\"memory_bytes\": 33554432"), "memory_limit")),
        new HttpDeed("garble", 2, 1, _ -> status(hostile, "garble", "", "crashed")),
        new HttpDeed(
            "flood",
            1,
            1,
            _ -> status(hostile, "flood", limits("\"output_overflow\": \"fail\""), "output_limit")),
        new HttpDeed("look_around", 3, 1, _ -> status(hostile, "look_around", "", "exception")),
        new HttpDeed("refused", 3, 1, _ -> refused()),
        new HttpDeed("broken JSON", 4, 0, _ -> problem("{\"source\":", 400, "malformed_json")),
        new HttpDeed("a slip", 4, 0, _ -> problem("{\"sauce\": 1}", 422, "invalid_field")),
        new HttpDeed("nobody's program", 4, 0, _ -> nobodys()),
        new HttpDeed("a client that leaves", 3, 1, _ -> left()),
        new HttpDeed("no HTTP at all", 2, 0, this::garbage));
  }

  private String doubled(RandomGenerator random) throws IOException, InterruptedException {
    int number = random.nextInt(1_000_000);
    String body = "{\"function\": \"double\", \"args\": [" + number + "]}";
    return expect(
        post("/v1/programs/" + honest + "/call", body), 200, has("\"result\":" + 2 * number + ","));
  }

  private String executed(RandomGenerator random) throws IOException, InterruptedException {
    int number = random.nextInt(50);
    String source = "def f(x): return x + " + number;
    String body =
        "{\"source\": \"" + source + "\", \"function\": \"f\", \"args\": [" + number + "]}";
    return expect(post("/v1/execute", body), 200, has("\"result\":" + 2 * number + ","));
  }

  /** Another session's total, or a pristine call's, would show. */
  private String session(RandomGenerator random) throws IOException, InterruptedException {
    HttpResponse<String> opened = post("/v1/sessions", "{\"program\": \"" + honest + "\"}");
    Matcher session = SESSION.matcher(opened.body());
    if (!session.find()) {
      return "no session: " + opened.body();
    }
    String path = "/v1/sessions/" + session.group(1);
    int total = 0;
    for (int call = 0; call < CALLS_OF_A_SESSION; call++) {
      int number = random.nextInt(1000);
      total += number;
      String body = "{\"function\": \"add\", \"args\": [" + number + "]}";
      String wrong = expect(post(path + "/call", body), 200, has("\"result\":" + total + ","));
      if (!wrong.isEmpty()) {
        return wrong;
      }
    }
    HttpResponse<String> ended = send(HttpRequest.newBuilder(uri(path)).DELETE());
    return ended.statusCode() == 204 ? "" : "not ended: " + ended.body();
  }

  private String map(RandomGenerator random) throws IOException, InterruptedException {
    int first = random.nextInt(1000);
    var rows = new StringBuilder();
    var expected = new StringBuilder();
    for (int row = 0; row < ROWS; row++) {
      rows.append('[').append(first + row).append("]\n");
      expected.append(
          "{\"row\":%d,\"status\":\"ok\",\"result\":%d}\n".formatted(row, 2 * (first + row)));
    }
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(uri("/v1/programs/" + honest + "/map?function=double"))
                .header("Content-Type", "application/x-ndjson")
                .POST(BodyPublishers.ofString(rows.toString())));
    return expect(answer, 200, expected.toString()::equals);
  }

  private String events() throws IOException, InterruptedException {
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(uri("/v1/programs/" + honest + "/call"))
                .header("Content-Type", "application/json")
                .header("Accept", "text/event-stream")
                .POST(BodyPublishers.ofString("{\"function\": \"words\", \"args\": [\"hello\"]}")));
    return expect(
        answer,
        200,
        text ->
            text.startsWith("event: stdout\ndata: {\"text\":\"hello")
                && text.indexOf("event: result") == text.lastIndexOf("event: result")
                && text.contains("\"result\":5,"));
  }

  private String status(String program, String function, String more, String status)
      throws IOException, InterruptedException {
    String body = "{\"function\": \"" + function + "\"" + more + "}";
    return expect(
        post("/v1/programs/" + program + "/call", body), 200, has("\"status\":\"" + status + "\""));
  }

  private String refused() throws IOException, InterruptedException {
    return expect(
        post("/v1/check", "{\"source\": \"import os\"}"), 200, has("\"policy_violation\""));
  }

  private String problem(String body, int status, String code)
      throws IOException, InterruptedException {
    return expect(post("/v1/execute", body), status, has("\"code\":\"" + code + "\""));
  }

  private String nobodys() throws IOException, InterruptedException {
    String path = "/v1/programs/sha256:" + "0".repeat(64) + "/call";
    return expect(post(path, "{\"function\": \"f\"}"), 404, has("program_not_found"));
  }

  /** Its call has no answer, and an end all the same. */
  private String left() throws IOException {
    String body = "{\"function\": \"spin\"}";
    String request =
        "POST /v1/programs/%s/call HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(honest, body.length(), body);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
    }
    return "";
  }

  private String garbage(RandomGenerator random) throws IOException {
    var bytes = new byte[64];
    random.nextBytes(bytes);
    bytes[62] = '\r';
    bytes[63] = '\n';
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout((int) SOON.toMillis());
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().write("\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      socket.shutdownOutput();
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      return answer.isEmpty()
              || answer.startsWith("HTTP/1.1 4")
              || answer.startsWith("HTTP/1.1 505")
          ? ""
          : "garbage was answered: " + answer;
    }
  }

  private static String limits(String some) {
    return ", \"limits\": {" + some + "}";
  }

  private static Predicate<String> has(String part) {
    return text -> text.contains(part);
  }

  private static String expect(
      HttpResponse<String> answer, int status, Predicate<String> expectation) {
    boolean held = answer.statusCode() == status && expectation.test(answer.body());
    return held ? "" : answer.statusCode() + " " + answer.body();
  }

  private String register(String body) {
    try {
      Matcher id = PROGRAM.matcher(post("/v1/programs", body).body());
      if (id.find()) {
        return id.group(1);
      }
      throw new IllegalStateException("a program was refused");
    } catch (IOException e) {
      throw new IllegalStateException("a program was not registered", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static String source(String source, String policy) {
    return "{\"source\": \"%s\", \"policy\": \"%s\"}"
        .formatted(source.replace("\"", "\\\"").replace("\n", "\\n"), policy);
  }

  private HttpResponse<String> post(String path, String body)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.timeout(SOON).build(), BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }
}
