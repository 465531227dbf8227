package io.terrarium.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FrameReaderTest {
  private static final int MAXIMUM = 10_000_000;

  /**
   * Hands out the bytes in pieces of up to a given length (0: all that is wanted), and counts how
   * often it is asked.
   */
  private static final class Pieces implements ReadableByteChannel {
    private final ByteBuffer data;
    private final Random lengths;
    private final int longest;
    private int reads;

    Pieces(byte[] data, int longest) {
      this.data = ByteBuffer.wrap(data);
      this.lengths = new Random(longest);
      this.longest = longest;
    }

    @Override
    public int read(ByteBuffer target) {
      reads++;
      if (!data.hasRemaining()) {
        return -1;
      }
      int most = Math.min(data.remaining(), target.remaining());
      int length = longest == 0 ? most : Math.min(lengths.nextInt(longest) + 1, most);
      target.put(data.slice(data.position(), length));
      data.position(data.position() + length);
      return length;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  @Test
  void frames_arrive_whole_however_the_stream_is_cut() throws IOException {
    byte[][] payloads = {
      {}, {1}, bytes(8_187), bytes(8_188), bytes(100_000), {2, 3}, bytes(700_000)
    };
    var stream = new ByteArrayOutputStream();
    for (byte[] payload : payloads) {
      stream.writeBytes(frame('R', payload));
    }
    for (int longest : new int[] {1, 2, 7, 5_000, 1_000_000}) {
      var reader = new FrameReader(new Pieces(stream.toByteArray(), longest));
      for (byte[] payload : payloads) {
        Frame frame = read(reader, MAXIMUM);
        assertThat(frame.kind()).isEqualTo(FrameKind.RETURNED);
        assertThat(array(frame)).isEqualTo(payload);
      }
      assertThat(reader.read(MAXIMUM)).isNull();
    }
  }

  @Test
  void a_small_frame_costs_one_read_and_what_lies_behind_it_is_seen() throws IOException {
    byte[] two = concatenated(frame('R', new byte[] {1}), frame('o', new byte[] {1, 'x'}));
    var channel = new Pieces(two, 0);
    var reader = new FrameReader(channel);
    assertThat(read(reader, MAXIMUM).kind()).isEqualTo(FrameKind.RETURNED);
    assertThat(channel.reads).isEqualTo(1);
    assertThat(reader.leftOver()).isEqualTo(7);
    assertThat(read(reader, MAXIMUM).kind()).isEqualTo(FrameKind.OUTPUT);
    assertThat(channel.reads).isEqualTo(1);
    assertThat(reader.leftOver()).isZero();
  }

  @Test
  void a_frame_that_is_too_long_is_refused_before_its_payload_is_read() throws IOException {
    var channel = new Pieces(frame('R', new byte[11]), 5);
    assertThatThrownBy(() -> new FrameReader(channel).read(10))
        .isInstanceOf(WireFormatException.class)
        .hasMessageContaining("a frame of 11 bytes, where 10 is the most");
    assertThatThrownBy(() ->
            reader((byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 'R').read(MAXIMUM))
        .isInstanceOf(WireFormatException.class)
        .hasMessageContaining("a frame of 4294967295 bytes");
    assertThat(
            read(new FrameReader(new Pieces(frame('R', new byte[10]), 5)), 10)
                .payload()
                .remaining())
        .isEqualTo(10);
  }

  @Test
  void kinds_that_workers_do_not_send_are_refused() throws IOException {
    for (int kind = 0; kind < 256; kind++) {
      FrameReader reader = new FrameReader(new Pieces(frame((char) kind, new byte[0]), 9));
      if ("HFothwPDRBEULN".indexOf(kind) >= 0) {
        assertThat(read(reader, 0).kind().code()).isEqualTo((byte) kind);
      } else {
        assertThatThrownBy(() -> reader.read(0))
            .isInstanceOf(WireFormatException.class)
            .hasMessageContaining("workers send no frame of kind");
      }
    }
  }

  @Test
  void a_stream_that_ends_within_a_frame_is_no_clean_end() {
    byte[] frame = frame('R', new byte[] {1, 2, 3});
    for (int length = 1; length < frame.length; length++) {
      byte[] cut = Arrays.copyOf(frame, length);
      assertThatThrownBy(() -> new FrameReader(new Pieces(cut, 9)).read(MAXIMUM))
          .isInstanceOf(EOFException.class);
    }
  }

  @Test
  void a_declared_length_takes_no_memory_before_the_bytes_arrive() {
    byte[] start = Arrays.copyOf(frame('R', new byte[MAXIMUM]), 100);
    long before = Allocation.soFar();
    assertThatThrownBy(() -> new FrameReader(new Pieces(start, 100)).read(MAXIMUM))
        .isInstanceOf(EOFException.class);
    assertThat(Allocation.soFar() - before).isLessThan(100_000);
  }

  @Test
  void a_request_is_written_as_a_frame_in_order() throws IOException {
    var bytes = new ByteArrayOutputStream();
    var writer = new FrameWriter(Channels.newChannel(bytes));
    EncodedRequest request =
        Requests.encode(
            new Request.CallFunction(
                "f",
                List.of("x".repeat(500_000)),
                Map.of(),
                Map.of(),
                new CallLimits(1, 2, 3, 4, true, false)),
            0x0102030405060708L,
            1_000_000);
    writer.write(request);
    writer.write(request);
    byte[] frame = new byte[request.frame().remaining()];
    request.frame().get(frame);
    assertThat(bytes.toByteArray()).isEqualTo(concatenated(frame, frame));
    assertThat(ByteBuffer.wrap(frame).getInt()).isEqualTo(frame.length - 5);
    assertThat(frame[4]).isEqualTo((byte) 'S');
    assertThat(Arrays.copyOfRange(frame, 5, 13)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
  }

  static byte[] frame(char kind, byte[] payload) {
    return ByteBuffer.allocate(5 + payload.length)
        .putInt(payload.length)
        .put((byte) kind)
        .put(payload)
        .array();
  }

  static FrameReader reader(byte... bytes) {
    return new FrameReader(new Pieces(bytes, Math.max(1, bytes.length)));
  }

  static Frame read(FrameReader reader, int maximum) throws IOException {
    @Nullable Frame frame = reader.read(maximum);
    assertThat(frame).isNotNull();
    return Objects.requireNonNull(frame);
  }

  private static byte[] array(Frame frame) {
    byte[] payload = new byte[frame.payload().remaining()];
    frame.payload().get(payload);
    return payload;
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static byte[] concatenated(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }
}
