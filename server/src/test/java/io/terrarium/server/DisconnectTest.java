package io.terrarium.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.terrarium.SandboxLoad;
import io.terrarium.config.ServerSettings;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A client that leaves takes its call with it, whatever kind of call that is. */
class DisconnectTest {
  private static final String LOOP =
      """
      def loop(x=0):
          while True:
              pass
      def talk():
          while True:
              print("x" * 100)
      """;

  private static final List<String> STATUSES = new CopyOnWriteArrayList<>();
  private static Served served;

  @BeforeAll
  static void start() {
    Caller anyone = Caller.anyone(new TreeMap<>());
    var listening =
        new Operations() {
          @Override
          public Caller caller(Request request) {
            return anyone;
          }

          @Override
          public void called(Request request, CallRecord call) {
            STATUSES.add(call.status());
          }
        };
    served = new Served(ServerSettings.builder(), listening, List.of());
  }

  @AfterAll
  static void stop() {
    served.close();
  }

  private static void leavesInTheMiddle(String request) throws IOException {
    STATUSES.clear();
    try (Socket socket = served.socket()) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
      Served.await("the call runs", () -> load().runningCalls() > 0);
    }
    Served.await("no call runs", () -> load().runningCalls() == 0);
    Served.await("the request is over", () -> served.service.requestsUnderWay() == 0);
    assertThat(STATUSES).containsExactly("cancelled");
    assertThat(served.get("/v1/policies").status()).isEqualTo(200);
  }

  private static SandboxLoad load() {
    return served.sandbox.load();
  }

  private static String post(String path, String mediaType, String accept, String body) {
    return "POST %s HTTP/1.1\r\nHost: a\r\nContent-Type: %s\r\nAccept: %s\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(path, mediaType, accept, body.length(), body);
  }

  @Test
  void of_a_source() throws IOException {
    String body = "{\"source\": %s, \"function\": \"loop\"}".formatted(Served.json(LOOP));
    leavesInTheMiddle(post("/v1/execute", "application/json", "*/*", body));
  }

  @Test
  void of_a_program_while_it_prints() throws IOException {
    String path = "/v1/programs/" + served.program(LOOP) + "/call";
    leavesInTheMiddle(
        post(path, "application/json", "text/event-stream", "{\"function\": \"talk\"}"));
  }

  @Test
  void of_a_session_which_ends_with_it() throws IOException {
    String path =
        served.post("/v1/sessions", "{\"source\": " + Served.json(LOOP) + "}").header("location");
    leavesInTheMiddle(post(path + "/call", "application/json", "*/*", "{\"function\": \"loop\"}"));
    served.get(path).isProblem(ProblemCode.SESSION_NOT_FOUND);
  }

  @Test
  void of_a_map() throws IOException {
    String path = "/v1/programs/" + served.program(LOOP) + "/map?function=loop";
    leavesInTheMiddle(post(path, "application/x-ndjson", "*/*", "[1]\n"));
  }

  @Test
  void of_a_map_in_the_middle_of_its_rows() throws IOException {
    String path = "/v1/programs/" + served.program(LOOP) + "/map?function=loop";
    leavesInTheMiddle(
        "POST %s HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-ndjson\r\nContent-Length: 99\r\n\r\n[1]\n"
            .formatted(path));
  }

  @Test
  void a_service_that_ends_cancels_what_does_not_end_in_time() throws IOException {
    try (var own = new Served();
        Socket socket = own.socket()) {
      String body = "{\"source\": %s, \"function\": \"loop\"}".formatted(Served.json(LOOP));
      socket
          .getOutputStream()
          .write(
              post("/v1/execute", "application/json", "*/*", body)
                  .getBytes(StandardCharsets.UTF_8));
      Served.await("the call runs", () -> own.sandbox.load().runningCalls() > 0);
      own.service.close();
      assertThat(own.sandbox.load().runningCalls()).isZero();
    }
  }
}
