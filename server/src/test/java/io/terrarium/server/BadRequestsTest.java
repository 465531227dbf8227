package io.terrarium.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.terrarium.config.ServerSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with a request is told to its client, and never ends in a fault of ours. */
class BadRequestsTest {
  private static final String HEAD =
      "POST /v1/check HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n";

  private static Served served;

  @BeforeAll
  static void start() {
    served =
        new Served(
            ServerSettings.builder()
                .bodies(4_096, 1 << 20)
                .headTime(Duration.ofMillis(500))
                .bodyTime(Duration.ofMillis(500))
                .idleTime(Duration.ofSeconds(2))
                .writeTime(Duration.ofSeconds(1)));
  }

  @AfterAll
  static void stop() {
    served.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                                             | MALFORMED_JSON",
        "{`source`:                                     | MALFORMED_JSON",
        "{} {}                                          | MALFORMED_JSON",
        "{\"source\": NaN}                              | MALFORMED_JSON",
        "{\"source\": Infinity}                         | MALFORMED_JSON",
        "{\"source\": 'x'}                              | MALFORMED_JSON",
        "{\"source\": \"\\ud800\"}                      | MALFORMED_JSON",
        "{\"source\": \"\\x\"}                          | MALFORMED_JSON",
        "{\"source\": \"\", \"source\": \"\"}           | MALFORMED_JSON",
        "{\"source\": {\"$type\": \"nothing\"}}         | MALFORMED_JSON",
        "[]                                             | INVALID_FIELD",
        "null                                           | INVALID_FIELD",
        "1e400                                          | MALFORMED_JSON",
        "{}                                             | INVALID_FIELD",
        "{\"source\": 5}                                | INVALID_FIELD",
        "{\"source\": null}                             | INVALID_FIELD",
        "{\"source\": \"\", \"sauce\": 1}               | UNKNOWN_FIELD",
        "{\"source\": \"\", \"policy\": \"no\"}         | INVALID_FIELD",
        "{\"source\": \"\", \"policy\": \"../a.toml\"}  | INVALID_FIELD",
        "{\"source\": \"\", \"profile\": \"no\"}        | PROFILE_NOT_FOUND",
        "{\"source\": \"\", \"filename\": []}           | INVALID_FIELD",
      })
  void a_bad_body_is_a_problem(String body, ProblemCode code) {
    served.post("/v1/check", body.replace('`', '"')).isProblem(code);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"args\": {}                                   | /args",
        "\"kwargs\": []                                 | /kwargs",
        "\"kwargs\": {\"$type\": \"dict\", \"items\": [[1, 2]]} | /kwargs",
        "\"strict\": 1                                  | /strict",
        "\"files\": {\"a\": 1}                          | /files/a",
        "\"files\": {\"../a\": \"\"}                    | ",
        "\"limits\": {\"wall_ms\": \"1\"}               | /limits/wall_ms",
        "\"limits\": {\"wall_ms\": -1}                  | /limits/wall_ms",
        "\"limits\": {\"wall_ms\": 1e300}               | /limits/wall_ms",
        "\"limits\": {\"wall_ms\": 99999999999999999999999} | /limits/wall_ms",
        "\"limits\": {\"memory_bytes\": 1}              | /limits/memory_bytes",
        "\"limits\": {\"memory_bytes\": 1.5}            | /limits/memory_bytes",
        "\"limits\": {\"host_calls\": 99999999999}      | /limits/host_calls",
        "\"limits\": {\"output_overflow\": \"no\"}      | /limits/output_overflow",
        "\"limits\": 5                                  | /limits",
      })
  void a_bad_field_is_named(String field, String pointer) {
    Served.Got got =
        served
            .post(
                "/v1/execute",
                "{\"source\": \"def f(): pass\", \"function\": \"f\", " + field + "}")
            .isProblem(ProblemCode.INVALID_FIELD);
    assertThat(got.document().get("pointer")).isEqualTo(pointer);
  }

  @Test
  void text_that_is_not_utf8_or_too_deep_or_too_long_is_a_problem() {
    byte[] invalid = "{\"source\": \"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
    Served.Got got =
        served.post("/v1/check", "application/json", invalid).isProblem(ProblemCode.MALFORMED_JSON);
    assertThat(got.document().get("column")).isEqualTo(13L);
    byte[] other = "{\"source\": \"\"}".getBytes(StandardCharsets.UTF_16);
    served.post("/v1/check", "application/json", other).isProblem(ProblemCode.MALFORMED_JSON);
    served.post("/v1/check", "[".repeat(3_000)).isProblem(ProblemCode.MALFORMED_JSON);
    served.post("/v1/check", " ".repeat(5_000)).isProblem(ProblemCode.BODY_TOO_LARGE);
  }

  @Test
  void unicode_of_every_kind_comes_back_as_it_went() {
    for (String text : new String[] {"é", "漢字", "😀", "\u0000\u001f\u007f", "\ufeff", "\u2028"}) {
      Served.Got got =
          served.post(
              "/v1/execute",
              "{\"source\": \"def f(x): return x\", \"function\": \"f\", \"args\": [%s]}"
                  .formatted(Served.json(text)));
      assertThat(got.document().get("result")).isEqualTo(text);
    }
  }

  @Test
  void a_media_type_that_is_not_read_or_not_written_is_a_problem() {
    byte[] body = "{\"source\": \"\"}".getBytes(StandardCharsets.UTF_8);
    served.post("/v1/check", "text/plain", body).isProblem(ProblemCode.UNSUPPORTED_MEDIA_TYPE);
    served
        .post("/v1/sessions", "multipart/form-data; boundary=b", body)
        .isProblem(ProblemCode.UNSUPPORTED_MEDIA_TYPE);
    served
        .post("/v1/check", "application/json", body, "Accept", "image/png")
        .isProblem(ProblemCode.NOT_ACCEPTABLE);
    assertThat(
            served
                .post("/v1/check", "application/json; charset=utf-8", body, "Accept", "*/*;q=0.1")
                .status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--b",
        "--b\r\n",
        "--b--",
        "--b\r\n\r\n--b--",
        "--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--",
        "--b\r\nContent-Disposition: attachment; name=\"source\"\r\n\r\nx\r\n--b--",
        "--b\r\nContent-Disposition: form-data; name=\"source\"\r\n\r\nx\r\n--c--",
        "--b\r\nContent-Disposition: form-data; name=\"source\"\r\n\r\nx\r\n--bb\r\n",
      })
  void a_form_that_is_none_is_a_problem(String form) {
    byte[] body = form.getBytes(StandardCharsets.UTF_8);
    Served.Got got = served.post("/v1/check", "multipart/form-data; boundary=b", body);
    assertThat(got.status()).isBetween(400, 422);
    assertThat(got.text()).contains("urn:terrarium:problem:");
  }

  @Test
  void forms_of_chance_never_are_a_fault() {
    var random = new Random(7);
    String[] pieces = {
      "--b",
      "--b\r\n",
      "--b--",
      "\r\n",
      "Content-Disposition: form-data; name=\"source\"",
      "\r\n\r\n",
      "def f(): pass",
      ": ",
      "\"",
      "\\",
      "\u0000",
      "name=",
      ";",
      "-",
      "\n"
    };
    for (int i = 0; i < 300; i++) {
      var form = new StringBuilder("--b\r\n");
      for (int j = random.nextInt(12); j > 0; j--) {
        form.append(pieces[random.nextInt(pieces.length)]);
      }
      byte[] body = form.toString().getBytes(StandardCharsets.UTF_8);
      Served.Got got = served.post("/v1/check", "multipart/form-data; boundary=b", body);
      assertThat(got.status()).as(form.toString()).isLessThan(500);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\n\r\n",
        "GARBAGE\r\n\r\n",
        "GET\r\n\r\n",
        "G\u00e9T / HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "GET / HTTP/1.0\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /%c3%28 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        "GET /v1/policies?a=%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nNo colon\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX: \u0001\r\n\r\n",
        HEAD + "Content-Length: -1\r\n\r\n",
        HEAD + "Content-Length: x\r\n\r\n",
        HEAD + "Content-Length: 99999999999999999999\r\n\r\n",
        HEAD + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
        HEAD + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}",
        HEAD + "Transfer-Encoding: gzip\r\n\r\n{}",
        HEAD + "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        HEAD + "Transfer-Encoding: chunked\r\n\r\n-1\r\n",
        HEAD + "Transfer-Encoding: chunked\r\n\r\n+2\r\n{}\r\n0\r\n\r\n",
        HEAD + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}XX0\r\n\r\n",
        HEAD + "Transfer-Encoding: chunked\r\n\r\n00000000000000002\r\n{}\r\n0\r\n\r\n",
        HEAD + "Transfer-Encoding: chunked\r\n\r\n2;a=b\r\n{}\r\n0\r\n\r\n",
        HEAD + "Transfer-Encoding: chunked\r\n\r\n2\n{}\n0\n\n",
        HEAD + "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
      })
  void what_is_not_http_gets_a_problem_and_the_end_of_its_connection(String bytes)
      throws IOException {
    String answer = served.raw(bytes);
    assertThat(answer)
        .matches("(?s)HTTP/1.1 (400|404|501|505) .*")
        .contains("application/problem+json")
        .doesNotContain("GARBAGE")
        .doesNotContain("\tat ");
  }

  @Test
  void a_body_in_chunks_of_any_size_is_read_and_another_request_after_it() throws IOException {
    String body = "{\"source\": \"x = 1\"}";
    var chunks = new StringBuilder(HEAD + "Transfer-Encoding: chunked\r\n\r\n");
    for (int begin = 0, size = 1; begin < body.length(); begin += size, size++) {
      String chunk = body.substring(begin, Math.min(body.length(), begin + size));
      chunks.append("%x\r\n%s\r\n".formatted(chunk.length(), chunk));
    }
    chunks.append("0\r\n\r\n");
    String answer =
        served.raw(chunks + "GET /v1/policies HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    assertThat(answer.split("HTTP/1.1 200", -1)).hasSize(3);
  }

  @Test
  void a_head_that_is_too_long_is_a_problem() throws IOException {
    assertThat(served.raw("GET /" + "a".repeat(9_000) + " HTTP/1.1\r\n"))
        .startsWith("HTTP/1.1 414 ");
    assertThat(served.raw("GET / HTTP/1.1\r\nHost: a\r\nX: " + "a".repeat(40_000) + "\r\n\r\n"))
        .startsWith("HTTP/1.1 4");
  }

  @Test
  void a_body_that_is_too_long_is_refused_before_it_is_read() throws IOException {
    assertThat(served.raw(HEAD + "Content-Length: 5000\r\n\r\n")).startsWith("HTTP/1.1 413 ");
    assertThat(
            served.raw(
                HEAD + "Transfer-Encoding: chunked\r\n\r\n7fffffff\r\n" + " ".repeat(20_000)))
        .startsWith("HTTP/1.1 413 ");
  }

  @Test
  void what_follows_a_body_that_was_not_read_is_no_request() throws IOException {
    String smuggled = "GET /v1/policies HTTP/1.1\r\nHost: a\r\n\r\n";
    String answer = served.raw(HEAD + "Content-Length: 100000\r\n\r\n" + smuggled.repeat(3));
    assertThat(answer.split("HTTP/1.1 ", -1)).hasSize(2);
  }

  @Test
  void a_client_that_is_slow_with_its_head_or_its_body_is_given_up() throws IOException {
    assertThat(served.raw("GET / HT")).startsWith("HTTP/1.1 408 ");
    assertThat(served.raw(HEAD + "Content-Length: 9\r\n\r\n{")).startsWith("HTTP/1.1 408 ");
    assertThat(served.raw("")).isEmpty();
  }

  @Test
  void a_client_that_sends_a_byte_now_and_then_is_given_up_as_well() throws IOException {
    try (Socket socket = served.socket()) {
      OutputStream out = socket.getOutputStream();
      long end = System.nanoTime() + Served.SOON.toNanos();
      boolean given = false;
      while (!given && System.nanoTime() < end) {
        try {
          out.write('G');
          out.flush();
          given = socket.getInputStream().available() > 0;
          Thread.onSpinWait();
        } catch (IOException e) {
          given = true;
        }
      }
      assertThat(given).isTrue();
    }
  }

  @Test
  void a_client_that_takes_nothing_of_its_answer_is_given_up() throws IOException {
    String source = "def f(): return 'x' * 8_000_000";
    try (Socket socket = served.socket()) {
      socket.setReceiveBufferSize(1_024);
      String body = "{\"source\": %s, \"function\": \"f\"}".formatted(Served.json(source));
      OutputStream out = socket.getOutputStream();
      out.write(
          ("POST /v1/execute HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                  + "Content-Length: "
                  + body.length()
                  + "\r\n\r\n"
                  + body)
              .getBytes(StandardCharsets.UTF_8));
      out.flush();
      Served.await("the request begins", () -> served.service.requestsUnderWay() > 0);
      Served.await("the request is given up", () -> served.service.requestsUnderWay() == 0);
    }
  }
}
