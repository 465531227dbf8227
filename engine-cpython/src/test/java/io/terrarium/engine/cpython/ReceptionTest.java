package io.terrarium.engine.cpython;

import static io.terrarium.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.terrarium.engine.cpython.Reception.Arrival;
import io.terrarium.testing.NothingLeft;
import io.terrarium.wire.ValueEncoder;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("python")
@ExtendWith(NothingLeft.class)
final class ReceptionTest {
  private static final int OWN_USER = -1;

  private Reception reception;

  @BeforeEach
  void open() {
    reception = Reception.open(OWN_USER);
  }

  @AfterEach
  void close() {
    reception.close();
  }

  @Test
  void only_the_owner_can_enter_the_folder_of_the_socket() throws IOException {
    Path folder = folder();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
    assertThat(folder.getFileName().toString()).startsWith("terrarium-");
  }

  @Test
  void who_shows_the_token_that_is_expected_comes_in() throws IOException {
    Reception.Expectation expectation = reception.expect();
    try (SocketChannel worker = connect()) {
      greet(worker, 'H', expectation.token());

      eventually("it has arrived", () -> expectation.arrival().isDone());
      assertThat(expectation.arrival().join()).isInstanceOf(Arrival.Ready.class);
      expectation.forget();
    }
  }

  @Test
  void who_shows_a_wrong_token_is_turned_away() throws IOException {
    Reception.Expectation expectation = reception.expect();
    byte[] wrong = expectation.token().clone();
    wrong[31] ^= 1;
    try (SocketChannel stranger = connect()) {
      greet(stranger, 'H', wrong);

      assertTurnedAway(stranger);
      assertThat(expectation.arrival()).isNotDone();
    }
    expectation.cancel();
  }

  @Test
  void a_token_is_used_up_by_the_first_who_shows_it() throws IOException {
    Reception.Expectation expectation = reception.expect();
    try (SocketChannel first = connect();
        SocketChannel second = connect()) {
      greet(first, 'H', expectation.token());
      eventually("the first has arrived", () -> expectation.arrival().isDone());
      greet(second, 'H', expectation.token());

      assertTurnedAway(second);
      expectation.forget();
    }
  }

  @Test
  void a_cancelled_expectation_admits_nobody() throws IOException {
    Reception.Expectation expectation = reception.expect();
    expectation.cancel();
    try (SocketChannel late = connect()) {
      greet(late, 'H', expectation.token());

      assertTurnedAway(late);
    }
  }

  @Test
  void whatever_is_no_greeting_is_turned_away() throws IOException {
    byte[] token = reception.expect().token();
    for (byte[] noise :
        List.of(
            frame(31, 'H', new byte[31]),
            frame(33, 'H', new byte[33]),
            frame(Integer.MAX_VALUE, 'F', new byte[64]),
            frame(-1, 'H', token),
            frame(32, 'R', token),
            frame(8193, 'F', new byte[8193]),
            frame(40, 'F', new byte[40]))) {
      try (SocketChannel stranger = connect()) {
        stranger.write(ByteBuffer.wrap(noise));

        assertTurnedAway(stranger);
      }
    }
  }

  @Test
  void a_failed_set_up_is_told_to_the_one_who_waits() throws IOException {
    Reception.Expectation expectation = reception.expect();
    byte[] failure = ValueEncoder.encode(tuple("seccomp", "load_filter", 22, "Invalid argument"));
    byte[] payload =
        ByteBuffer.allocate(32 + failure.length).put(expectation.token()).put(failure).array();
    try (SocketChannel worker = connect()) {
      greet(worker, 'F', payload);

      eventually("it is known", () -> expectation.arrival().isDone());
      assertThat(expectation.arrival().join())
          .isInstanceOfSatisfying(
              Arrival.Failed.class,
              failed -> {
                assertThat(failed.failure().subject()).isEqualTo("seccomp");
                assertThat(failed.failure().errno()).isEqualTo(22);
              });
      assertTurnedAway(worker);
    }
  }

  @Test
  void a_failed_set_up_with_an_unreadable_reason_is_turned_away() throws IOException {
    Reception.Expectation expectation = reception.expect();
    byte[] payload = ByteBuffer.allocate(40).put(expectation.token()).array();
    try (SocketChannel worker = connect()) {
      greet(worker, 'F', payload);

      assertTurnedAway(worker);
      // Whoever waits is told, and does not wait for the end of its time.
      eventually("the one who waits is told", () -> expectation.arrival().isDone());
    }
  }

  @Test
  void closing_removes_the_socket_and_its_folder_and_cancels_who_is_expected() {
    Reception.Expectation expectation = reception.expect();
    reception.close();

    assertThat(reception.socket()).doesNotExist();
    assertThat(reception.socket().getParent()).doesNotExist();
    assertThat(expectation.arrival()).isCancelled();
  }

  @Test
  void a_folder_that_nobody_listens_in_any_more_is_removed_at_the_next_start() throws IOException {
    Path stale = Files.createTempDirectory(parent(), "terrarium-");
    ServerSocketChannel gone = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    gone.bind(UnixDomainSocketAddress.of(stale.resolve("workers")));
    gone.close();

    Reception.open(OWN_USER).close();

    assertThat(stale).doesNotExist();
  }

  @Test
  void a_folder_that_somebody_listens_in_stays() throws IOException {
    Reception.open(OWN_USER).close();

    assertThat(reception.socket()).exists();
    try (SocketChannel worker = connect()) {
      assertThat(worker.isConnected()).isTrue();
    }
  }

  @Test
  void a_folder_with_anything_else_in_it_and_a_link_are_not_touched() throws IOException {
    Path other = Files.createTempDirectory(parent(), "terrarium-");
    Path precious = Files.writeString(other.resolve("precious"), "mine");
    Path link = parent().resolve("terrarium-link-" + ProcessHandle.current().pid());
    Files.createSymbolicLink(link, other);
    try {
      Reception.open(OWN_USER).close();

      assertThat(precious).exists();
      assertThat(Files.isSymbolicLink(link)).isTrue();
    } finally {
      Files.delete(link);
      Files.delete(precious);
      Files.delete(other);
    }
  }

  private Path folder() {
    return Objects.requireNonNull(reception.socket().getParent());
  }

  private Path parent() {
    return Objects.requireNonNull(folder().getParent());
  }

  private SocketChannel connect() throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(reception.socket()));
  }

  private static void greet(SocketChannel channel, char kind, byte[] payload) throws IOException {
    channel.write(ByteBuffer.wrap(frame(payload.length, kind, payload)));
  }

  private static byte[] frame(int length, char kind, byte[] payload) {
    return ByteBuffer.allocate(5 + payload.length)
        .putInt(length)
        .put((byte) kind)
        .put(payload)
        .array();
  }

  private static Object tuple(Object... items) {
    return new io.terrarium.value.TupleValue(
        java.util.Arrays.stream(items).map(io.terrarium.value.Value::of).toList());
  }

  /** The other side closes: the end of the stream, or a reset where it left bytes unread. */
  private static void assertTurnedAway(SocketChannel channel) {
    try {
      assertThat(channel.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("reset");
    }
  }
}
