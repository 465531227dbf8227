package io.terrarium.server.operations;

import static io.terrarium.server.operations.Operated.EXECUTE;
import static io.terrarium.server.operations.Operated.body;
import static io.terrarium.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.terrarium.testing.NothingLeft;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NothingLeft.class)
class HealthTest {
  private static final String F = body("def f(): return 1\n", "f");
  private static final String NAP = body("import time\ndef f(): time.sleep(60)\n", "f");

  @Test
  void it_is_ready_when_its_self_check_was_passed_and_there_are_workers() {
    try (Operated service = Operated.with()) {
      assertThat(service.get("/healthz").body()).isEqualTo("{\"status\":\"alive\"}");
      HttpResponse<String> ready = service.get("/readyz");
      assertThat(ready.statusCode()).isEqualTo(200);
      assertThat(ready.body())
          .contains("\"status\":\"ready\"", "\"engine\":", "\"self_check\":{\"attempts\":")
          .contains("\"pool\":{\"idle_workers\":", "\"waiting_calls\":0");
    }
  }

  @Test
  void while_it_ends_it_is_not_ready_takes_no_work_and_finishes_what_is_under_way() {
    try (Operated service = Operated.with("server.drain_time = \"30s\"")) {
      String nap = NAP.replace("60", "1");
      var underWay = service.postLater(EXECUTE, nap);
      eventually("it runs", () -> service.sandbox.load().runningCalls() == 1);
      service.service.drain();

      assertThat(service.get("/healthz").statusCode()).isEqualTo(200);
      HttpResponse<String> ready = service.get("/readyz");
      assertThat(ready.statusCode()).isEqualTo(503);
      assertThat(ready.body()).contains("\"status\":\"draining\"");
      HttpResponse<String> refused = service.post(EXECUTE, F);
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.body()).contains("\"code\":\"draining\"");
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
      assertThat(underWay.join().body()).contains("\"status\":\"ok\"");
    }
  }

  @Test
  void what_does_not_end_within_the_bound_is_cancelled_and_answered() {
    Operated service = Operated.with("server.drain_time = \"200ms\"");
    var underWay = service.postLater(EXECUTE, NAP);
    eventually("it runs", () -> service.sandbox.load().runningCalls() == 1);
    service.service.close(service.sandbox::close);

    assertThat(underWay.join().body()).contains("\"status\":\"cancelled\"");
    service.close();
  }

  @Test
  void metrics_count_calls_limits_requests_and_show_the_pool() {
    try (Operated service = Operated.with()) {
      service.post(EXECUTE, F);
      service.post(EXECUTE, body("def f(): return 1/0\n", "f"));
      service.post(EXECUTE, NAP.replace("}", ",\"limits\":{\"wall_ms\":100}}"));
      service.post(EXECUTE, "{");
      service.get("/no/such/path");

      HttpResponse<String> answer = service.get("/metrics");
      assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
          .startsWith("text/plain; version=0.0.4");
      String calls =
          "terrarium_calls_total{engine=\"" + service.sandbox.isolation().engine() + "\",";
      assertThat(answer.body().lines().toList())
          .contains(
              calls + "status=\"ok\"} 1.0",
              calls + "status=\"exception\"} 1.0",
              calls + "status=\"wall_timeout\"} 1.0",
              "terrarium_call_seconds_count{status=\"wall_timeout\"} 1",
              "terrarium_kills_total{limit=\"wall_time\"} 1.0",
              "terrarium_kills_total{limit=\"memory\"} 0.0",
              "terrarium_http_requests_total{route=\"/v1/execute\",status=\"200\"} 3.0",
              "terrarium_http_requests_total{route=\"/v1/execute\",status=\"400\"} 1.0",
              "terrarium_http_requests_total{route=\"none\",status=\"404\"} 1.0",
              "terrarium_problems_total{code=\"malformed_json\"} 1.0",
              "terrarium_calls_waiting 0.0",
              "terrarium_sessions_open 0.0",
              "terrarium_draining 0.0");
      assertThat(answer.body())
          .containsPattern("(?m)^terrarium_workers_idle [0-9.]+$")
          .containsPattern("(?m)^terrarium_queue_seconds_count [1-9]");
    }
  }

  /** A line of the text format: a comment, or a name, labels and a number. */
  @Test
  void metrics_are_in_prometheus_text_format_and_no_caller_makes_a_label() {
    Pattern line =
        Pattern.compile(
            "# (HELP|TYPE) [a-z_]+ .+"
                + "|[a-z_]+(\\{[a-z_]+=\"[^\"\\\\]*\"(,[a-z_]+=\"[^\"\\\\]*\")*\\})? [-+0-9.eE]+");
    try (Operated service = Operated.with()) {
      service.post(EXECUTE, body("def odd_name(): return 1\n", "odd_name"));
      service.post(EXECUTE, body("def f(): return 1\n", "no_such_function"));
      service.post("/v1/odd_path", "{}");
      service.get("/v1/programs/sha256:odd_program");

      String text = service.get("/metrics").body();
      assertThat(text).doesNotContain("odd_", "no_such_function");
      assertThat(text.lines()).allMatch(it -> line.matcher(it).matches());
    }
  }

  @Test
  void the_page_about_operation_lists_every_metric() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "operation.md"));
    try (Operated service = Operated.with()) {
      service.post(EXECUTE, F);
      service.post(EXECUTE, "{");
      eventually(
          "a worker has ended",
          () -> service.get("/metrics").body().contains("terrarium_workers_ended_total{"));
      List<String> names =
          service
              .get("/metrics")
              .body()
              .lines()
              .filter(it -> it.startsWith("# TYPE "))
              .map(it -> it.split(" ", -1)[2])
              .toList();
      assertThat(names).hasSizeGreaterThan(15);
      assertThat(names).allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
      var listed =
          Pattern.compile("`(terrarium_[a-z_]+)`").matcher(page).results().map(it -> it.group(1));
      assertThat(listed.distinct().toList()).containsExactlyInAnyOrderElementsOf(names);
    }
  }
}
