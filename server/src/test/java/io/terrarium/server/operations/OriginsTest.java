package io.terrarium.server.operations;

import static io.terrarium.server.operations.Operated.EXECUTE;
import static io.terrarium.server.operations.Operated.body;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginsTest {
  private static final String F = body("def f(): return 1\n", "f");
  private static final String APP = "https://app.example.com";

  @Test
  void pages_of_other_origins_may_do_nothing_unless_they_are_named() {
    try (Operated service = Operated.with()) {
      HttpResponse<String> preflight =
          service.options(EXECUTE, "Origin", APP, "Access-Control-Request-Method", "POST");
      assertThat(preflight.statusCode()).isEqualTo(403);
      assertThat(preflight.headers().map().keySet())
          .noneMatch(it -> it.startsWith("access-control-"));
      HttpResponse<String> form = service.post(EXECUTE, F, "Origin", APP);
      assertThat(form.statusCode()).isEqualTo(403);
      assertThat(form.body()).contains("\"code\":\"origin_not_permitted\"");
      assertThat(service.post(EXECUTE, F, "Origin", "null").statusCode()).isEqualTo(403);
    }
  }

  @Test
  void the_service_s_own_page_may_call_it() {
    try (Operated service = Operated.with()) {
      String own = "http://127.0.0.1:" + service.service.port();
      HttpResponse<String> answer = service.post(EXECUTE, F, "Origin", own);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().map().keySet()).noneMatch(it -> it.startsWith("access-control-"));
    }
  }

  @Test
  void pages_of_an_origin_that_is_named_may_call() {
    try (Operated service = Operated.with("server.cors_origins = [\"" + APP + "\"]")) {
      HttpResponse<String> preflight =
          service.options(EXECUTE, "Origin", APP, "Access-Control-Request-Method", "POST");
      assertThat(preflight.statusCode()).isEqualTo(204);
      assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin")).contains(APP);
      assertThat(preflight.headers().firstValue("Access-Control-Allow-Headers").orElseThrow())
          .contains("Authorization", "Content-Type");
      assertThat(preflight.headers().firstValue("Access-Control-Allow-Credentials")).isEmpty();
      HttpResponse<String> answer = service.post(EXECUTE, F, "Origin", APP);
      assertThat(answer.body()).contains("\"result\":1");
      assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains(APP);
      assertThat(answer.headers().firstValue("Vary")).contains("Origin");
      assertThat(service.post(EXECUTE, F, "Origin", APP + ".evil.example").statusCode())
          .isEqualTo(403);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "evil.example:8080", "localhost.evil.example", "[::2]"})
  void without_keys_it_answers_to_the_names_of_its_own_machine_only(String host) {
    try (Operated service = Operated.with()) {
      assertThat(service.raw(request(host))).startsWith("HTTP/1.1 403");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1:1234", "[::1]:80", "LOCALHOST"})
  void and_to_those_it_does(String host) {
    try (Operated service = Operated.with()) {
      assertThat(service.raw(request(host))).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void with_keys_it_answers_to_any_name() {
    try (Operated service = Operated.with(Operated.key("shop"))) {
      assertThat(service.raw(request("service.example"))).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void every_answer_tells_browsers_to_let_it_do_nothing() {
    try (Operated service = Operated.with()) {
      for (HttpResponse<String> answer :
          List.of(service.get("/healthz"), service.get("/nothing"))) {
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
            .startsWith("default-src 'none'")
            .contains("frame-ancestors 'none'");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.headers().firstValue("X-Frame-Options")).contains("DENY");
        assertThat(answer.headers().firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(answer.headers().firstValue("Strict-Transport-Security")).isEmpty();
        assertThat(answer.headers().firstValue("X-Request-Id")).isPresent();
      }
    }
  }

  private static String request(String host) {
    return "GET /healthz HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
  }
}
