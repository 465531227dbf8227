package io.terrarium.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.terrarium.config.ServerSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What clients rely on, over a real connection. */
class ServiceTest {
  private static final String COUNTER =
      """
      n = 0
      def count(step=1):
          global n
          n += step
          return n
      def double(x):
          return 2 * x
      def odd():
          return {1}
      def boom():
          raise ValueError("no luck")
      def shout():
          print("hello")
          return 1
      def loop():
          while True:
              pass
      """;

  private static Served served;

  @BeforeAll
  static void start() {
    served = new Served(ServerSettings.builder().sessions(3, Duration.ofMinutes(1)));
  }

  @AfterAll
  static void stop() {
    served.close();
  }

  private static Served.Got execute(String function, String more) {
    return served.post(
        "/v1/execute",
        "{\"source\": %s, \"function\": \"%s\"%s}".formatted(Served.json(COUNTER), function, more));
  }

  @Test
  void a_function_is_called_with_values_and_its_value_comes_back() {
    Served.Got got = execute("double", ", \"args\": [1.5]");
    assertThat(got.status()).isEqualTo(200);
    assertThat(got.header("content-type")).isEqualTo("application/json");
    assertThat(got.header("cache-control")).isEqualTo("no-store");
    assertThat(got.header("x-content-type-options")).isEqualTo("nosniff");
    assertThat(got.document().get("status")).isEqualTo("ok");
    assertThat(got.document().get("result")).isEqualTo(3.0);
  }

  @Test
  void keyword_arguments_limits_and_files_arrive() {
    assertThat(execute("count", ", \"kwargs\": {\"step\": 5}").document().get("result"))
        .isEqualTo(5L);
    assertThat(execute("loop", ", \"limits\": {\"wall_ms\": 300}").field("status"))
        .isEqualTo("wall_timeout");
    Served.Got got =
        served.post(
            "/v1/execute",
            """
            {"source": "def f():\\n    return open('a.txt').read()", "function": "f",
             "policy": "restricted+files", "files": {"a.txt": "content"}}\
            """);
    assertThat(got.document().get("result")).isEqualTo("content");
  }

  @Test
  void whatever_user_code_does_is_a_status_and_no_problem() {
    assertThat(execute("boom", "").field("status")).isEqualTo("exception");
    Served.Got refused =
        served.post("/v1/execute", "{\"source\": \"import os\", \"function\": \"f\"}");
    assertThat(refused.status()).isEqualTo(200);
    assertThat(refused.field("status")).isEqualTo("policy_violation");
    assertThat(refused.document().get("program")).isNull();
    Served.Got broken =
        served.post("/v1/execute", "{\"source\": \"def f(:\", \"function\": \"f\"}");
    assertThat(broken.field("status")).isEqualTo("syntax_error");
  }

  @Test
  void limits_are_clamped_to_the_ceiling_and_echoed() {
    Served.Got got = execute("double", ", \"args\": [1], \"limits\": {\"wall_ms\": 3600000}");
    assertThat(got.text()).contains("\"wall_ms\":600000");
  }

  @Test
  void a_strict_client_gets_no_tagged_value() {
    assertThat(execute("odd", "").text()).contains("\"$type\":\"set\"");
    assertThat(execute("odd", ", \"strict\": true").field("status")).isEqualTo("not_representable");
  }

  @Test
  void a_program_is_registered_by_its_hash_looked_at_and_called() {
    String source = "{\"source\": \"def f(x: int, y=2) -> int:\\n    return x + y + 0\\n\"}";
    Served.Got first = served.post("/v1/programs", source);
    Served.Got second = served.post("/v1/programs", source);
    String id = String.valueOf(first.field("program"));
    assertThat(id).matches("sha256:[0-9a-f]{64}");
    assertThat(first.status()).isEqualTo(201);
    assertThat(first.header("location")).isEqualTo("/v1/programs/" + id);
    assertThat(second.status()).isEqualTo(200);
    assertThat(second.text()).isEqualTo(first.text());
    assertThat(served.get("/v1/programs/" + id).text()).isEqualTo(first.text());
    Served.Got called =
        served.post("/v1/programs/" + id + "/call", "{\"function\": \"f\", \"args\": [40]}");
    assertThat(called.document().get("result")).isEqualTo(42L);
    assertThat(called.field("program")).isEqualTo(id);
  }

  @Test
  void a_program_that_nobody_registered_and_a_function_that_it_lacks_are_problems() {
    String none = "/v1/programs/sha256:" + "0".repeat(64);
    served.get(none).isProblem(ProblemCode.PROGRAM_NOT_FOUND);
    served.post(none + "/call", "{\"function\": \"f\"}").isProblem(ProblemCode.PROGRAM_NOT_FOUND);
    Served.Got got = execute("dubble", "").isProblem(ProblemCode.FUNCTION_NOT_FOUND);
    assertThat(got.text()).contains("\"suggestions\":[\"double\"");
    assertThat(got.document().get("pointer")).isEqualTo("/function");
  }

  @Test
  void a_rejected_source_is_not_registered_and_its_document_says_why() {
    Served.Got got = served.post("/v1/programs", "{\"source\": \"import os\"}");
    assertThat(got.status()).isEqualTo(200);
    assertThat(got.field("status")).isEqualTo("policy_violation");
    assertThat(got.header("location")).isEmpty();
  }

  @Test
  void a_check_is_the_document_of_a_source_or_sarif() {
    assertThat(served.post("/v1/check", "{\"source\": \"import os\"}").text())
        .contains("\"line\":1", "policy_violation");
    byte[] body =
        "{\"source\": \"import os\", \"filename\": \"a b.py\"}".getBytes(StandardCharsets.UTF_8);
    Served.Got sarif =
        served.post("/v1/check", "application/json", body, "Accept", "application/sarif+json");
    assertThat(sarif.header("content-type")).isEqualTo("application/sarif+json");
    assertThat(sarif.text()).contains("\"version\":\"2.1.0\"", "\"uri\":\"a%20b.py\"");
  }

  @Test
  void an_upload_does_the_same_as_json() {
    String form =
        """
        --b
        Content-Disposition: form-data; name="source"; filename="mine.py"
        Content-Type: text/x-python

        def f(xs, k=0):
            return [len(xs) + k, __name__]

        --b
        Content-Disposition: form-data; name="function"

        f
        --b
        Content-Disposition: form-data; name="args"

        [[1, 2]]
        --b
        Content-Disposition: form-data; name="kwargs"

        {"k": 3}
        --b--
        """
            .replace("\n", "\r\n");
    byte[] body = form.getBytes(StandardCharsets.UTF_8);
    Served.Got got = served.post("/v1/execute", "multipart/form-data; boundary=b", body);
    assertThat(got.text()).contains("\"result\":[5,");
  }

  @Test
  void a_name_of_a_file_may_be_nearly_as_long_as_a_header_of_a_part() {
    for (String name : new String[] {"a".repeat(4_000), "\\a".repeat(2_000)}) {
      String form =
          """
          --b
          Content-Disposition: form-data; name="source"; filename="%s"

          def f(): pass
          --b--
          """
              .replace("\n", "\r\n")
              .formatted(name);
      byte[] body = form.getBytes(StandardCharsets.UTF_8);
      Served.Got got = served.post("/v1/check", "multipart/form-data; boundary=b", body);
      assertThat(got.status()).isEqualTo(200);
    }
  }

  @Test
  void rows_that_have_begun_take_of_the_memory_for_all_bodies() throws IOException {
    try (var small = new Served(ServerSettings.builder().bodies(60_000, 100_000))) {
      String path = "/v1/programs/" + small.program(COUNTER) + "/map?function=double";
      byte[] row = ("[\"" + "x".repeat(50_000) + "\"]").getBytes(StandardCharsets.UTF_8);
      try (Socket first = begun(small, path);
          Socket second = begun(small, path)) {
        Served.await(
            "there is no room left",
            () -> small.post(path, "application/x-ndjson", row).status() == 503);
        var refused =
            small.post(path, "application/x-ndjson", row).isProblem(ProblemCode.OVERLOADED);
        // What is left of its rows must not be taken for another request.
        assertThat(refused.header("connection")).isEqualToIgnoringCase("close");
        assertThat(first.isConnected() && second.isConnected()).isTrue();
      }
      Served.await(
          "there is room again",
          () -> small.post(path, "application/x-ndjson", row).status() == 200);
    }
  }

  /** A map whose only row does not end. */
  private static Socket begun(Served service, String path) throws IOException {
    Socket socket = service.socket();
    send(
        socket.getOutputStream(),
        """
        POST %s HTTP/1.1
        Host: a
        Content-Type: application/x-ndjson
        Content-Length: 1000000

        """
                .replace("\n", "\r\n")
                .formatted(path)
            + "[\""
            + "x".repeat(45_000));
    return socket;
  }

  @Test
  void a_client_that_takes_no_events_does_not_hold_its_call_beyond_its_time() throws IOException {
    String source = "def f():\n  while True: print('x' * 100_000)";
    String body =
        "{\"source\": %s, \"function\": \"f\", \"limits\": {\"wall_ms\": 500, \"output_bytes\": %d}}"
            .formatted(Served.json(source), 1 << 24);
    try (var patient = new Served(ServerSettings.builder().writeTime(Duration.ofHours(1)));
        Socket socket = patient.socket()) {
      socket.setReceiveBufferSize(1_024);
      String head =
          """
          POST /v1/execute HTTP/1.1
          Host: a
          Accept: text/event-stream
          Content-Type: application/json
          Content-Length: %d

          """
              .formatted(body.length())
              .replace("\n", "\r\n");
      send(socket.getOutputStream(), head + body);

      Served.await("it runs", () -> patient.sandbox.load().runningCalls() == 1);
      Served.await("it is over", () -> patient.sandbox.load().runningCalls() == 0);
      assertThat(patient.service.requestsUnderWay()).isEqualTo(1);
    }
  }

  @Test
  void rows_go_in_and_out_as_lines() {
    String id = served.program(COUNTER);
    byte[] rows = "[1]\n\n{\"x\": 2}\n[[]]".getBytes(StandardCharsets.UTF_8);
    Served.Got got =
        served.post("/v1/programs/" + id + "/map?function=double", "application/x-ndjson", rows);
    assertThat(got.header("content-type")).isEqualTo("application/x-ndjson");
    assertThat(got.text().lines())
        .containsExactly(
            "{\"row\":0,\"status\":\"ok\",\"result\":2}",
            "{\"row\":1,\"status\":\"ok\",\"result\":4}",
            "{\"row\":2,\"status\":\"ok\",\"result\":[]}");
  }

  @Test
  void what_goes_wrong_after_the_first_row_is_the_last_line() {
    String path = "/v1/programs/" + served.program(COUNTER) + "/map?function=double";
    byte[] rows = "[1]\n[2\n".getBytes(StandardCharsets.UTF_8);
    Served.Got got = served.post(path, "application/x-ndjson", rows);
    assertThat(got.status()).isEqualTo(200);
    assertThat(got.text().lines().toList().getLast())
        .startsWith("{\"problem\":{")
        .contains("malformed_json", "\"line\":2");
    byte[] worse = "[1".getBytes(StandardCharsets.UTF_8);
    served.post(path, "application/x-ndjson", worse).isProblem(ProblemCode.MALFORMED_JSON);
    byte[] one = "[1]".getBytes(StandardCharsets.UTF_8);
    served
        .post(path + "&wall_ms=x", "application/x-ndjson", one)
        .isProblem(ProblemCode.INVALID_FIELD);
    served
        .post(path + "&colour=x", "application/x-ndjson", one)
        .isProblem(ProblemCode.UNKNOWN_FIELD);
  }

  @Test
  void a_row_is_answered_before_the_next_one_is_sent() throws IOException {
    String id = served.program(COUNTER);
    try (Socket socket = served.socket()) {
      OutputStream out = socket.getOutputStream();
      send(
          out,
          """
          POST /v1/programs/%s/map?function=double HTTP/1.1
          Host: a
          Content-Type: application/x-ndjson
          Transfer-Encoding: chunked

          """
              .replace("\n", "\r\n")
              .formatted(id));
      var in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      for (int i = 0; i < 3; i++) {
        String row = "[" + i + "]\n";
        send(out, Integer.toHexString(row.length()) + "\r\n" + row + "\r\n");
        String line = in.readLine();
        while (!line.startsWith("{\"row\":" + i)) {
          line = in.readLine();
        }
        assertThat(line).contains("\"result\":" + 2 * i);
      }
      send(out, "0\r\n\r\n");
      assertThat(in.lines().takeWhile(line -> !line.equals("0"))).isNotNull();
    }
  }

  @Test
  void a_session_keeps_globals_from_call_to_call_until_it_is_deleted() {
    Served.Got opened = served.post("/v1/sessions", "{\"source\": " + Served.json(COUNTER) + "}");
    assertThat(opened.status()).isEqualTo(201);
    String path = opened.header("location");
    assertThat(path).isEqualTo("/v1/sessions/" + opened.field("session"));
    String call = "{\"function\": \"count\"}";
    assertThat(served.post(path + "/call", call).document().get("result")).isEqualTo(1L);
    assertThat(served.post(path + "/call", call).document().get("result")).isEqualTo(2L);
    assertThat(served.get(path).document().get("calls")).isEqualTo(2L);
    assertThat(served.method("DELETE", path).status()).isEqualTo(204);
    served.post(path + "/call", call).isProblem(ProblemCode.SESSION_NOT_FOUND);
    served.get(path).isProblem(ProblemCode.SESSION_NOT_FOUND);
    served.method("DELETE", path).isProblem(ProblemCode.SESSION_NOT_FOUND);
  }

  @Test
  void a_session_ends_when_nobody_calls_it_or_a_call_ends_its_worker() {
    String source = "{\"source\": " + Served.json(COUNTER);
    String idle = served.post("/v1/sessions", source + ", \"idle_ms\": 1}").header("location");
    Served.await("expiry", () -> served.get(idle).status() == 404);
    String path = served.post("/v1/sessions", source + "}").header("location");
    String call = "{\"function\": \"loop\", \"limits\": {\"wall_ms\": 200}}";
    assertThat(served.post(path + "/call", call).field("status")).isEqualTo("wall_timeout");
    served.get(path).isProblem(ProblemCode.SESSION_NOT_FOUND);
    Served.await("no session left", () -> served.service.openSessions() == 0);
  }

  @Test
  void a_caller_has_so_many_sessions_and_no_more() {
    String source = "{\"source\": \"def f(): return 1\"}";
    var open = new ArrayList<String>();
    for (int i = 0; i < 3; i++) {
      open.add(served.post("/v1/sessions", source).header("location"));
    }
    Served.Got more =
        served.post("/v1/sessions", source).isProblem(ProblemCode.CONCURRENCY_LIMITED);
    assertThat(more.header("retry-after")).isEqualTo("1");
    open.forEach(path -> assertThat(served.method("DELETE", path).status()).isEqualTo(204));
  }

  @Test
  void events_tell_what_is_printed_and_then_the_result() {
    byte[] body =
        "{\"source\": %s, \"function\": \"shout\"}"
            .formatted(Served.json(COUNTER))
            .getBytes(StandardCharsets.UTF_8);
    Served.Got got =
        served.post("/v1/execute", "application/json", body, "Accept", "text/event-stream");
    assertThat(got.header("content-type")).isEqualTo("text/event-stream");
    assertThat(got.text())
        .startsWith("event: stdout\ndata: {\"text\":\"hello")
        .contains("\n\nevent: result\ndata: {\"status\":\"ok\",\"result\":1,")
        .endsWith("}\n\n");
  }

  @Test
  void what_there_is_can_be_looked_up() {
    assertThat(served.get("/v1/policies").text())
        .isEqualTo("{\"policies\":[\"expression\",\"restricted\",\"full\"]}");
    assertThat(served.get("/v1/policies/restricted+files").field("name"))
        .isEqualTo("restricted+files");
    served.get("/v1/policies/restrictd").isProblem(ProblemCode.POLICY_NOT_FOUND);
    assertThat(served.get("/v1/profiles").text()).isEqualTo("{\"profiles\":[],\"default\":null}");
    assertThat(served.get("/v1/isolation").document().get("usable")).isEqualTo(true);
  }

  @Test
  void other_paths_and_methods_are_problems() {
    served.get("/").isProblem(ProblemCode.NOT_FOUND);
    served.get("/v1").isProblem(ProblemCode.NOT_FOUND);
    served.get("/v1/programs/").isProblem(ProblemCode.NOT_FOUND);
    Served.Got got =
        served.method("DELETE", "/v1/policies").isProblem(ProblemCode.METHOD_NOT_ALLOWED);
    assertThat(got.header("allow")).isEqualTo("GET, HEAD");
  }

  @Test
  void a_head_is_a_get_without_a_body() {
    Served.Got head = served.method("HEAD", "/v1/policies");
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.text()).isEmpty();
    assertThat(head.header("content-length"))
        .isEqualTo(served.get("/v1/policies").header("content-length"));
  }

  private static void send(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
