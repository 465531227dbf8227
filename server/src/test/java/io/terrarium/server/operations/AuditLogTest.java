package io.terrarium.server.operations;

import static io.terrarium.server.operations.Operated.EXECUTE;
import static io.terrarium.server.operations.Operated.key;
import static io.terrarium.server.operations.Operated.secret;
import static io.terrarium.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.terrarium.config.ServerSettings.LogFormat;
import io.terrarium.json.ValueJson;
import io.terrarium.server.logging.ServiceLog;
import io.terrarium.value.DictValue;
import io.terrarium.value.Value;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuditLogTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "00-" + TRACE + "-b7ad6b7169203331-01";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @AfterEach
  void silence() {
    ServiceLog.begin(LogFormat.TEXT, OutputStream.nullOutputStream(), false);
  }

  private List<DictValue> lines() {
    return out.toString(StandardCharsets.UTF_8)
        .lines()
        .map(ValueJson::readObject)
        .filter(it -> text(it, "logger").equals(AuditLog.NAME))
        .toList();
  }

  private static Value value(DictValue line, String field) {
    return line.entries().stream()
        .filter(it -> it.key().asString().equals(field))
        .map(DictValue.Entry::value)
        .findFirst()
        .orElseThrow();
  }

  private static String text(DictValue line, String field) {
    return value(line, field).asString();
  }

  private static double number(DictValue line, String field) {
    return value(line, field).asDouble();
  }

  @Test
  void a_call_is_a_line_that_says_who_what_and_how_much_and_never_with_what() {
    ServiceLog.begin(LogFormat.JSON, out, false);
    try (Operated service = Operated.with(key("shop"))) {
      HttpResponse<String> answer =
          service.post(
              EXECUTE,
              "{\"source\":\"def srcmark(x): print('prntmark'); return x\","
                  + "\"function\":\"srcmark\",\"args\":[\"rgmark\"]}",
              "X-API-Key",
              secret("shop"),
              "traceparent",
              PARENT,
              "tracestate",
              "vendor=abc");

      assertThat(answer.headers().firstValue("traceparent")).contains(PARENT);
      assertThat(answer.headers().firstValue("tracestate")).contains("vendor=abc");
      DictValue call = lines().getFirst();
      assertThat(text(call, "message")).isEqualTo("call");
      assertThat(text(call, "key")).isEqualTo("shop");
      assertThat(text(call, "function")).isEqualTo("srcmark");
      assertThat(text(call, "status")).isEqualTo("ok");
      assertThat(text(call, "program")).matches("sha256:[0-9a-f]{64}");
      assertThat(text(call, "trace_id")).isEqualTo(TRACE);
      assertThat(text(call, "request_id"))
          .isEqualTo(answer.headers().firstValue("x-request-id").orElseThrow());
      assertThat(text(call, "time")).matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");
      assertThat(number(call, "wall_ms")).isPositive();
      assertThat(number(call, "cpu_ms")).isPositive();
      assertThat(out.toString(StandardCharsets.UTF_8))
          .doesNotContain("rgmark", "prntmark", "def ", secret("shop"));
    }
  }

  @Test
  void a_map_that_was_cut_says_by_what_and_after_how_many_rows() throws IOException {
    ServiceLog.begin(LogFormat.JSON, out, false);
    try (Operated service = Operated.with()) {
      String program = program(service, "def f(x): return x");
      try (var client = new Socket(InetAddress.getLoopbackAddress(), service.service.port())) {
        client.getOutputStream().write(map(program, 100, "[1]\n").getBytes(UTF_8));
        var answers = new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8));
        for (String line = ""; !line.contains("\"row\":0"); line = answers.readLine()) {
          assertThat(line).isNotNull();
        }
      }
      eventually("the map is over", () -> service.service.requestsUnderWay() == 0);

      service.raw(map(program, 8, "[1]\n[2]\n").replace("[2]", "[2}"));
      String ends = program(service, "raise ValueError(1)\ndef f(x): return x");
      service.raw(map(ends, 4, "[1]\n"));
      service.raw(map(program, 4, "[1]\n"));
    }
    assertThat(
            lines().stream()
                .filter(it -> text(it, "message").equals("call"))
                .filter(it ->
                    it.entries().stream().anyMatch(has -> has.key().asString().equals("rows")))
                .map(it -> text(it, "status") + " " + value(it, "rows").asLong()))
        .containsExactly("cancelled 1", "malformed_json 1", "exception 0", "ok 1");
  }

  @Test
  void the_module_body_of_a_session_is_a_line_whatever_becomes_of_it() {
    ServiceLog.begin(LogFormat.JSON, out, false);
    try (Operated service = Operated.with()) {
      service.post("/v1/sessions", "{\"source\":\"x = 1\"}");
      service.post("/v1/sessions", "{\"source\":\"raise ValueError(1)\"}");
    }
    assertThat(lines())
        .allMatch(it -> text(it, "program").startsWith("sha256:"))
        .extracting(it -> text(it, "function") + text(it, "status"))
        .containsExactly("ok", "exception");
  }

  @Test
  void what_a_key_may_not_do_is_written_down_with_its_name() {
    ServiceLog.begin(LogFormat.JSON, out, false);
    try (Operated service =
        Operated.with(
            key("shop", "profiles = [\"small\"]"), "[profiles.small]", "[profiles.other]")) {
      String other = "{\"source\":\"\",\"function\":\"f\",\"profile\":\"other\"}";
      service.post(EXECUTE, other, "X-API-Key", secret("shop"));
      service.post(EXECUTE, other.replace("profile", "policy"), "X-API-Key", secret("shop"));
    }
    assertThat(lines())
        .extracting(it -> text(it, "message") + " " + text(it, "key") + " " + text(it, "problem"))
        .containsExactly("refused shop profile_not_permitted", "refused shop policy_not_permitted");
  }

  private static String program(Operated service, String source) {
    String body = "{\"source\":\"" + source.replace("\n", "\\n") + "\"}";
    return service.post("/v1/programs", body).headers().firstValue("Location").orElseThrow();
  }

  private static String map(String program, int length, String rows) {
    return """
    POST %s/map?function=f HTTP/1.1
    Host: localhost
    Connection: close
    Content-Type: application/x-ndjson
    Content-Length: %d

    """
            .formatted(program, length)
            .replace("\n", "\r\n")
        + rows;
  }

  @Test
  void whatever_a_function_is_called_its_line_is_one() {
    ServiceLog.begin(LogFormat.TEXT, out, false);
    String forged =
        "f\\n2026-01-01T00:00:00Z info  audit: call key=root\\u2028\\u0085\\u202e\\u001b[2J";
    try (Operated service = Operated.with()) {
      service.post("/v1/execute", "{\"source\":\"def f(): pass\",\"function\":\"" + forged + "\"}");
    }
    String text = out.toString(StandardCharsets.UTF_8);
    assertThat(List.of(text.strip().split("[\\n\\r\\u2028\\u2029\\u0085]", -1)))
        .hasSize((int) text.lines().count())
        .allMatch(it -> it.matches("\\d{4}-\\d\\d-\\d\\dT.*"))
        .noneMatch(it -> it.startsWith("2026-01-01"));
    assertThat(text).doesNotContain("\u001b", "\u202e").contains("key=anyone");
  }

  @Test
  void keys_that_are_refused_are_written_down_without_the_key() {
    ServiceLog.begin(LogFormat.JSON, out, false);
    try (Operated service = Operated.with(key("shop"))) {
      service.post(EXECUTE, "{}", "X-API-Key", "wrngmark");
    }
    DictValue refused = lines().getFirst();
    assertThat(text(refused, "message")).isEqualTo("refused");
    assertThat(text(refused, "problem")).isEqualTo("key_unknown");
    assertThat(text(refused, "address")).isEqualTo("127.0.0.1");
    assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("wrngmark");
  }

  @Test
  void pages_of_others_that_are_refused_are_written_down_without_what_they_say() {
    ServiceLog.begin(LogFormat.JSON, out, false);
    try (Operated service = Operated.with()) {
      service.post(EXECUTE, "{}", "Origin", "http://rgnmark.example");
    }
    DictValue refused = lines().getFirst();
    assertThat(text(refused, "message")).isEqualTo("refused");
    assertThat(text(refused, "problem")).isEqualTo("origin_not_permitted");
    assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("rgnmark");
  }

  @Test
  void what_fails_is_one_line_too_with_its_stack_trace() {
    ServiceLog.begin(LogFormat.JSON, out, false);
    ServiceLog.logger("io.terrarium.test")
        .log(System.Logger.Level.ERROR, "it failed\nbadly", new IllegalStateException("why\nnot"));
    ServiceLog.logger("io.terrarium.test").log(System.Logger.Level.INFO, "{0} of {1}", 1, 2);
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).hasSize(2);
    assertThat(text(ValueJson.readObject(lines.get(0)), "message")).isEqualTo("it failed\nbadly");
    assertThat(text(ValueJson.readObject(lines.get(0)), "stack_trace"))
        .contains("why\nnot", "AuditLogTest");
    assertThat(text(ValueJson.readObject(lines.get(1)), "message")).isEqualTo("1 of 2");
  }
}
