package io.terrarium.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.terrarium.config.ServerSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that open connections and do nothing, or next to nothing, keep nobody out. */
class IdleClientsTest {
  private static final int CONNECTIONS = 32;

  /** How many of them may have work at the same time; the others are enough for our own client. */
  private static final int AT_WORK = 28;

  private static final String POLICIES = "GET /v1/policies HTTP/1.1\r\nHost: localhost\r\n\r\n";
  private static final String HEAD =
      "POST /v1/execute HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
  private static final String EXECUTE = "{\"source\": \"def f(): return 1\", \"function\": \"f\"}";

  private Served served;
  private final Deque<Socket> sockets = new ArrayDeque<>();

  @BeforeEach
  void start() {
    // Every other bound is what it usually is: a test that waited for one would take half a minute.
    served = new Served(ServerSettings.builder().connections(CONNECTIONS));
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    served.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "POST /v1/exe",
        "POST /v1/execute HTTP/1.1\r\nHost: localhost\r\nX-Slow: a",
        HEAD + "Content-Length: 100\r\n\r\n{",
        HEAD + "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n",
      })
  void who_comes_after_many_that_are_silent_is_answered(String begin) throws IOException {
    open(3 * CONNECTIONS, "127.0.0.1", begin);

    assertThat(served.post("/v1/execute", EXECUTE).text()).contains("\"result\":1");
    assertThat(served.service.openConnections()).isLessThanOrEqualTo(CONNECTIONS);
  }

  @Test
  void many_connections_of_one_address_end_none_of_another() throws IOException {
    Socket honest = open("127.0.0.2");
    BufferedReader answers = reader(honest);
    send(honest, POLICIES);
    assertThat(answer(answers)).startsWith("HTTP/1.1 200");

    open(3 * CONNECTIONS, "127.0.0.1", "");

    send(honest, POLICIES);
    assertThat(answer(answers)).startsWith("HTTP/1.1 200");
  }

  @Test
  void a_call_that_goes_on_is_not_ended_for_those_who_come() throws IOException {
    Socket client = open("127.0.0.1");
    BufferedReader answers = reader(client);
    begin(client, served.program("def f(x): return x"));
    send(client, "4\r\n[1]\n\r\n");
    assertThat(lineWith(answers, "\"row\":0")).contains("\"result\":1");

    open(3 * CONNECTIONS, "127.0.0.1", "");
    assertThat(served.get("/v1/policies").status()).isEqualTo(200);

    send(client, "4\r\n[2]\n\r\n0\r\n\r\n");
    assertThat(lineWith(answers, "\"row\":1")).contains("\"result\":2");
  }

  @Test
  void work_is_refused_while_what_costs_nothing_is_answered_where_most_connections_have_work()
      throws IOException {
    String program = served.program("def f(x): return x");
    for (int i = 0; i < AT_WORK; i++) {
      begin(open("127.0.0.1"), program);
    }
    Served.await("all have work", () -> served.service.connectionsAtWork() == AT_WORK);

    served.post("/v1/execute", EXECUTE).isProblem(ProblemCode.OVERLOADED);
    open(3 * CONNECTIONS, "127.0.0.1", "");
    assertThat(served.get("/v1/policies").status()).isEqualTo(200);
  }

  @Test
  void what_was_ended_is_counted() throws IOException {
    open(2 * CONNECTIONS, "127.0.0.1", "");
    Served.await(
        "those too many are ended",
        () -> served.service.connectionsEnded().getOrDefault("room", 0L) >= CONNECTIONS);
    assertThat(served.service.connectionsEnded()).containsOnlyKeys("room", "handshake", "stuck");
  }

  /** Begins a map that waits for its rows. */
  private static void begin(Socket client, String program) {
    send(
        client,
        """
        POST /v1/programs/%s/map?function=f HTTP/1.1
        Host: localhost
        Content-Type: application/x-ndjson
        Transfer-Encoding: chunked

        """
            .formatted(program)
            .replace("\n", "\r\n"));
  }

  private void open(int number, String address, String begin) throws IOException {
    for (int i = 0; i < number; i++) {
      send(open(address), begin);
    }
  }

  private Socket open(String from) throws IOException {
    var socket =
        new Socket(
            InetAddress.getLoopbackAddress(),
            served.service.port(),
            InetAddress.ofLiteral(from),
            0);
    socket.setSoTimeout((int) Served.SOON.toMillis());
    sockets.add(socket);
    return socket;
  }

  /** Whoever is ended may be so before it has said anything. */
  private static void send(Socket socket, String text) {
    try {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
    } catch (IOException e) {
      assertThat(e).hasMessageMatching("(?i).*(reset|broken pipe|closed|abort).*");
    }
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  /** The head of an answer, whose body is read and forgotten. */
  private static String answer(BufferedReader reader) throws IOException {
    var head = new StringBuilder();
    int length = 0;
    for (String line = reader.readLine(); !line.isEmpty(); line = reader.readLine()) {
      head.append(line).append('\n');
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
      }
    }
    for (int i = 0; i < length; i++) {
      reader.read();
    }
    return head.toString();
  }

  private static String lineWith(BufferedReader reader, String text) throws IOException {
    String line = reader.readLine();
    while (line != null && !line.contains(text)) {
      line = reader.readLine();
    }
    return String.valueOf(line);
  }
}
