package io.terrarium.server.operations;

import static io.terrarium.server.operations.Operated.EXECUTE;
import static io.terrarium.server.operations.Operated.body;
import static io.terrarium.server.operations.Operated.key;
import static io.terrarium.server.operations.Operated.secret;
import static io.terrarium.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeysTest {
  private static final String F = body("def f(): return 1\n", "f");
  private static final String LONG = body("import time\ndef f(): time.sleep(60)\n", "f");

  @Test
  void with_keys_whoever_shows_none_or_another_one_is_nobody() {
    try (Operated service = Operated.with(key("shop"), key("desk"))) {
      HttpResponse<String> none = service.post(EXECUTE, F);
      assertThat(none.statusCode()).isEqualTo(401);
      assertThat(none.body()).contains("\"code\":\"key_required\"");
      assertThat(none.headers().firstValue("WWW-Authenticate")).contains("Bearer");
      assertThat(none.headers().firstValue("Content-Type")).contains("application/problem+json");

      HttpResponse<String> another = service.post(EXECUTE, F, "Authorization", "Bearer secret");
      assertThat(another.statusCode()).isEqualTo(401);
      assertThat(another.body()).contains("\"code\":\"key_unknown\"").doesNotContain("shop");

      assertThat(service.post(EXECUTE, F, "Authorization", bearer("shop")).body())
          .contains("\"result\":1");
      assertThat(service.post(EXECUTE, F, "X-API-Key", secret("desk")).body())
          .contains("\"result\":1");
      assertThat(service.post(EXECUTE, F, "authorization", "bearer  " + secret("desk")).body())
          .contains("\"result\":1");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Basic c2VjcmV0          | key_required
          Bearer                  | key_required
          Bearer a b              | key_required
          secret-of-shop          | key_required
          Bearer SECRET-OF-SHOP   | key_unknown
          Bearer secret-of-shop2  | key_unknown
          """)
  void what_is_no_key_is_none(String authorization, String code) {
    try (Operated service = Operated.with(key("shop"))) {
      assertThat(service.post(EXECUTE, F, "Authorization", authorization).body())
          .contains("\"code\":\"" + code + "\"");
    }
  }

  @Test
  void two_keys_at_once_are_a_mistake() {
    try (Operated service = Operated.with(key("shop"), key("desk"))) {
      HttpResponse<String> both =
          service.post(EXECUTE, F, "Authorization", bearer("shop"), "X-API-Key", secret("desk"));
      assertThat(both.statusCode()).isEqualTo(400);
      assertThat(both.body()).contains("\"code\":\"malformed_request\"");
    }
  }

  @Test
  void health_needs_no_key_and_metrics_as_configured() {
    try (Operated service = Operated.with("server.metrics = \"with_key\"", key("shop"))) {
      assertThat(service.get("/healthz").statusCode()).isEqualTo(200);
      assertThat(service.get("/readyz").statusCode()).isEqualTo(200);
      assertThat(service.get("/metrics").statusCode()).isEqualTo(401);
      assertThat(service.get("/metrics", "X-API-Key", secret("shop")).statusCode()).isEqualTo(200);
    }
    try (Operated service = Operated.with("server.metrics = \"off\"")) {
      assertThat(service.get("/metrics").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void a_program_is_known_to_the_key_that_registered_it_only() {
    try (Operated service = Operated.with(key("shop"), key("desk"))) {
      String source = "{\"source\":\"def f(): return 1\"}";
      HttpResponse<String> made =
          service.post("/v1/programs", source, "Authorization", bearer("shop"));
      assertThat(made.statusCode()).isEqualTo(201);
      String path = made.headers().firstValue("Location").orElseThrow();

      assertThat(service.get(path, "Authorization", bearer("shop")).statusCode()).isEqualTo(200);
      HttpResponse<String> others = service.get(path, "Authorization", bearer("desk"));
      assertThat(others.statusCode()).isEqualTo(404);
      assertThat(others.body()).contains("program_not_found");
      assertThat(
              service
                  .post(path + "/call", "{\"function\":\"f\"}", "Authorization", bearer("desk"))
                  .statusCode())
          .isEqualTo(404);
    }
  }

  @Test
  void a_key_runs_in_its_profiles_and_in_no_other() {
    try (Operated service =
        Operated.with(
            key("shop", "profiles = [\"small\", \"big\"]"),
            key("any"),
            "[profiles.small.limits]\nwall_time = \"3s\"",
            "[profiles.big.limits]\nwall_time = \"7s\"",
            "[profiles.other]")) {
      String[] shop = {"Authorization", bearer("shop")};

      assertThat(service.post(EXECUTE, F, shop).body()).contains("\"wall_ms\":3000");
      assertThat(service.post(EXECUTE, with(F, "profile", "big"), shop).body())
          .contains("\"wall_ms\":7000");
      HttpResponse<String> other = service.post(EXECUTE, with(F, "profile", "other"), shop);
      assertThat(other.statusCode()).isEqualTo(403);
      assertThat(other.body()).contains("profile_not_permitted");
      HttpResponse<String> policy = service.post(EXECUTE, with(F, "policy", "full"), shop);
      assertThat(policy.statusCode()).isEqualTo(403);
      assertThat(policy.body()).contains("policy_not_permitted");
      HttpResponse<String> none = service.post(EXECUTE, with(F, "profile", "bg"), shop);
      assertThat(none.statusCode()).isEqualTo(422);
      assertThat(none.body()).contains("profile_not_found", "\"suggestions\":[\"big\"]");

      String[] any = {"Authorization", bearer("any")};
      assertThat(service.post(EXECUTE, with(F, "profile", "big"), any).body())
          .contains("\"wall_ms\":7000");
      assertThat(service.post(EXECUTE, with(F, "policy", "full"), any).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void a_key_makes_so_many_requests_in_a_second_and_another_is_not_held_back() {
    try (Operated service = Operated.with(key("shop", "rate = 0.01", "burst = 2"), key("desk"))) {
      String[] shop = {"Authorization", bearer("shop")};

      assertThat(service.post(EXECUTE, F, shop).statusCode()).isEqualTo(200);
      assertThat(service.post(EXECUTE, F, shop).statusCode()).isEqualTo(200);
      HttpResponse<String> third = service.post(EXECUTE, F, shop);
      assertThat(third.statusCode()).isEqualTo(429);
      assertThat(third.body()).contains("\"code\":\"rate_limited\"", "\"retry_after_ms\":");
      assertThat(third.headers().firstValueAsLong("Retry-After").orElseThrow())
          .isBetween(50L, 100L);
      assertThat(service.post(EXECUTE, F, "Authorization", bearer("desk")).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void a_key_has_so_many_calls_at_a_time_and_another_is_not_held_back() {
    try (Operated service =
        Operated.with(
            "server.drain_time = \"0s\"",
            key("shop", "concurrency = 1", "queue_length = 1"),
            key("desk"))) {
      String[] shop = {"Authorization", bearer("shop")};
      String limited = LONG.replace("}", ",\"limits\":{\"wall_ms\":2000}}");

      var running = service.postLater(EXECUTE, limited, shop);
      eventually("it runs", () -> service.sandbox.load().runningCalls() == 1);
      var waiting = service.postLater(EXECUTE, F, shop);
      eventually("another one waits", () -> service.service.requestsUnderWay() == 2);
      HttpResponse<String> third = service.post(EXECUTE, F, shop);

      assertThat(third.statusCode()).isEqualTo(429);
      assertThat(third.body()).contains("\"code\":\"concurrency_limited\"");
      assertThat(third.headers().firstValue("Retry-After")).contains("1");
      assertThat(service.post(EXECUTE, F, "Authorization", bearer("desk")).statusCode())
          .isEqualTo(200);
      assertThat(running.join().body()).contains("wall_timeout");
      assertThat(waiting.join().body()).contains("\"result\":1");
      assertThat(service.post(EXECUTE, F, shop).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void one_of_several_keys_leaves_the_others_half_of_the_places_without_being_told() {
    try (Operated service =
        Operated.with(
            "sandbox.concurrency = 3\nserver.drain_time = \"0s\"",
            key("shop", "queue_length = 1"),
            key("desk"))) {
      String[] shop = {"Authorization", bearer("shop")};

      var first = service.postLater(EXECUTE, LONG, shop);
      var second = service.postLater(EXECUTE, LONG, shop);
      eventually("two of them run", () -> service.sandbox.load().runningCalls() == 2);
      var third = service.postLater(EXECUTE, F, shop);
      eventually("the third waits", () -> service.service.requestsUnderWay() == 3);

      assertThat(service.post(EXECUTE, F, shop).body()).contains("concurrency_limited");
      assertThat(service.post(EXECUTE, F, "Authorization", bearer("desk")).body())
          .contains("\"result\":1");
      var all = List.of(first, second, third);
      assertThat(all).noneMatch(CompletableFuture::isDone);
      all.forEach(it -> it.cancel(true));
    }
  }

  @Test
  void an_only_key_has_all_places() {
    try (Operated service =
        Operated.with("sandbox.concurrency = 3\nserver.drain_time = \"0s\"", key("shop"))) {
      String[] shop = {"Authorization", bearer("shop")};
      var all = Stream.generate(() -> service.postLater(EXECUTE, LONG, shop)).limit(3).toList();
      eventually("all of them run", () -> service.sandbox.load().runningCalls() == 3);
      all.forEach(it -> it.cancel(true));
    }
  }

  @Test
  void the_sessions_of_one_of_several_keys_take_half_of_the_memory_at_most() {
    try (Operated service =
        Operated.with("sandbox.memory_budget = \"256MiB\"", key("shop"), key("desk"))) {
      String session =
          "{\"source\":\"def f(): return 1\",\"limits\":{\"memory_bytes\":%d}}".formatted(64 << 20);
      String[] shop = {"Authorization", bearer("shop")};
      assertThat(service.post("/v1/sessions", session, shop).statusCode()).isEqualTo(201);
      HttpResponse<String> second = service.post("/v1/sessions", session, shop);
      assertThat(second.statusCode()).isEqualTo(201);

      HttpResponse<String> third = service.post("/v1/sessions", session, shop);
      assertThat(third.statusCode()).isEqualTo(429);
      assertThat(third.body()).contains("concurrency_limited", "134217728 bytes");
      assertThat(
              service.post("/v1/sessions", session, "Authorization", bearer("desk")).statusCode())
          .isEqualTo(201);

      service.delete(second.headers().firstValue("Location").orElseThrow(), shop);
      assertThat(service.post("/v1/sessions", session, shop).statusCode()).isEqualTo(201);
    }
  }

  @Test
  void the_bodies_of_one_of_several_keys_take_half_of_the_memory_for_them_at_most()
      throws IOException {
    try (Operated service =
            Operated.with(
                "server.body = \"64KiB\"\nserver.bodies = \"192KiB\"",
                key("shop", "concurrency = 4"),
                key("desk"));
        Socket first = unfinished(service, "shop", 60_000);
        Socket second = unfinished(service, "shop", 30_000)) {
      String padded = F + " ".repeat(40_000);

      eventually(
          "the key has its half",
          () ->
              service
                  .post(EXECUTE, padded, "Authorization", bearer("shop"))
                  .body()
                  .contains("concurrency_limited"));
      // Some of its body was dropped: what follows on the connection would be taken for the rest.
      assertThat(service.post(EXECUTE, padded, "Authorization", bearer("shop")).headers().map())
          .containsEntry("connection", List.of("close"));
      assertThat(service.post(EXECUTE, padded, "Authorization", bearer("desk")).body())
          .contains("\"result\":1");
      assertThat(first.isConnected() && second.isConnected()).isTrue();
    }
  }

  /** A request with a body of which so many bytes come, and no more. */
  private static Socket unfinished(Operated service, String key, int bytes) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), service.service.port());
    String head =
        """
        POST /v1/execute HTTP/1.1
        Host: localhost
        X-API-Key: %s
        Content-Type: application/json
        Content-Length: 65536

        """
            .formatted(secret(key));
    socket.getOutputStream().write(head.replace("\n", "\r\n").getBytes(UTF_8));
    socket.getOutputStream().write(" ".repeat(bytes).getBytes(UTF_8));
    return socket;
  }

  @Test
  void a_map_has_no_more_workers_than_its_key_has_calls_at_a_time() {
    try (Operated service = Operated.with(key("shop", "concurrency = 1"))) {
      String count =
          "N = 0\ndef count(x):\n  global N\n  N += 1\n  sum(range(1000000))\n  return N\n";
      String source = "{\"source\":\"" + count.replace("\n", "\\n") + "\"}";
      String path =
          service
              .post("/v1/programs", source, "Authorization", bearer("shop"))
              .headers()
              .firstValue("Location")
              .orElseThrow();
      HttpResponse<String> rows =
          service.post(
              path + "/map?function=count&parallel=4",
              "[1]\n".repeat(8),
              "Authorization",
              bearer("shop"),
              "Content-Type",
              "application/x-ndjson");
      for (int row = 0; row < 8; row++) {
        assertThat(rows.body())
            .contains("{\"row\":%d,\"status\":\"ok\",\"result\":%d}".formatted(row, row + 1));
      }
    }
  }

  private static String bearer(String key) {
    return "Bearer " + secret(key);
  }

  private static String with(String body, String field, String value) {
    return body.replace("}", ",\"%s\":\"%s\"}".formatted(field, value));
  }
}
