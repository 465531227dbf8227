package io.terrarium.server.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.terrarium.testing.NothingLeft;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two services behind something that hands each connection to the next of them. */
@ExtendWith(NothingLeft.class)
class ReplicasTest {
  private static final String SOURCE = "{\"source\":\"def double(x): return 2 * x\"}";

  @Test
  void a_program_has_the_same_id_everywhere_and_a_client_that_registers_again_needs_no_more()
      throws Exception {
    try (Operated one = Operated.with();
        Operated other = Operated.with();
        var proxy = new RoundRobin(one.service.port(), other.service.port())) {
      var client = new Registering(proxy.port());
      for (int number = 0; number < 20; number++) {
        assertThat(client.call(number)).contains("\"result\":" + 2 * number + ",");
      }
      assertThat(client.registrations).isBetween(2, 8);
      assertThat(client.ids).hasSize(1);
      assertThat(one.get("/v1/programs/" + client.id).statusCode()).isEqualTo(200);
      assertThat(other.get("/v1/programs/" + client.id).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void a_replica_that_ends_is_left_by_who_asks_another_one() throws Exception {
    try (Operated one = Operated.with();
        Operated other = Operated.with();
        var proxy = new RoundRobin(one.service.port(), other.service.port())) {
      var client = new Registering(proxy.port());
      client.call(1);
      one.service.drain();
      for (int number = 0; number < 10; number++) {
        assertThat(client.call(number)).contains("\"status\":\"ok\"");
      }
      assertThat(client.turnedAway).isPositive();
    }
  }

  /** What a client has to do: register again when a program is unknown, ask again after a 503. */
  private static final class Registering {
    private final URI base;
    private String id = "";
    private int registrations;
    private int turnedAway;
    private final Set<String> ids = ConcurrentHashMap.newKeySet();

    Registering(int port) {
      base = URI.create("http://127.0.0.1:" + port);
    }

    String call(int argument) throws IOException, InterruptedException {
      for (int attempt = 0; attempt < 10; attempt++) {
        if (id.isEmpty()) {
          register();
        }
        HttpResponse<String> answer =
            post(
                "/v1/programs/" + id + "/call",
                "{\"function\":\"double\",\"args\":[" + argument + "]}");
        switch (answer.statusCode()) {
          case 200 -> {
            return answer.body();
          }
          case 404 -> {
            // Strictly in turn, one registration and one call would miss each other for ever.
            for (int time = 0; time <= attempt; time++) {
              register();
            }
          }
          case 503 -> turnedAway++;
          default -> throw new AssertionError(answer.body());
        }
      }
      throw new AssertionError("nobody answers");
    }

    private void register() throws IOException, InterruptedException {
      HttpResponse<String> answer = post("/v1/programs", SOURCE);
      if (answer.statusCode() == 503) {
        turnedAway++;
        return;
      }
      registrations++;
      id = answer.body().replaceAll("(?s).*\"program\":\"(sha256:[0-9a-f]+)\".*", "$1");
      ids.add(id);
    }

    /** With a connection of its own: so that the next one is another replica's. */
    private HttpResponse<String> post(String path, String body)
        throws IOException, InterruptedException {
      try (HttpClient client = HttpClient.newHttpClient()) {
        return client.send(
            HttpRequest.newBuilder(base.resolve(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
      }
    }
  }

  /** Hands each connection to the next port, and knows nothing of HTTP. */
  private static final class RoundRobin implements AutoCloseable {
    private final ServerSocket listening;
    private final int[] ports;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Thread accepting;

    RoundRobin(int... ports) throws IOException {
      this.ports = ports;
      this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      this.accepting = Thread.ofVirtual().start(this::accept);
    }

    int port() {
      return listening.getLocalPort();
    }

    private void accept() {
      for (int turn = 0; !listening.isClosed(); turn++) {
        try {
          Socket client = listening.accept();
          Socket replica = new Socket(InetAddress.getLoopbackAddress(), ports[turn % ports.length]);
          open.add(client);
          open.add(replica);
          Thread.ofVirtual().start(() -> copy(client, replica));
          Thread.ofVirtual().start(() -> copy(replica, client));
        } catch (IOException e) {
          return;
        }
      }
    }

    private static void copy(Socket from, Socket to) {
      try (from;
          to) {
        from.getInputStream().transferTo(to.getOutputStream());
      } catch (IOException e) {
        // One of them is gone, and so is the other then.
      }
    }

    @Override
    public void close() throws IOException {
      listening.close();
      for (Socket socket : open) {
        socket.close();
      }
      // Closing what it listens on has it end; what it leaves is looked for after the test.
      accepting.interrupt();
    }
  }
}
