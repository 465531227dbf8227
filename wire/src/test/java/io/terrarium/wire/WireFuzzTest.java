package io.terrarium.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.terrarium.value.Value;
import io.terrarium.value.ValueConversionException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;

/** Whatever arrives, nothing but the declared exceptions leaves. {@code JAZZER_FUZZ=1} fuzzes. */
class WireFuzzTest {
  private static final int MAXIMUM_PAYLOAD = 1 << 20;

  @FuzzTest(maxDuration = "2m")
  void values(byte[] data) {
    try {
      Value value = ValueDecoder.decode(data, DecoderLimits.DEFAULT);
      assertThat(value.toString()).hasSizeLessThanOrEqualTo(200);
      assertThat(value)
          .isEqualTo(ValueDecoder.decode(data, DecoderLimits.DEFAULT))
          .hasSameHashCodeAs(ValueDecoder.decode(data, DecoderLimits.DEFAULT));
      var _ = value.toJava();
    } catch (WireFormatException | ValueConversionException e) {
      // Refused, as most data is.
    }
  }

  @FuzzTest(maxDuration = "2m")
  void streams(byte[] data) throws IOException {
    var reader = new FrameReader(Channels.newChannel(new ByteArrayInputStream(data)));
    try {
      for (Frame frame = reader.read(MAXIMUM_PAYLOAD);
          frame != null;
          frame = reader.read(MAXIMUM_PAYLOAD)) {
        long callId = callId(frame.payload());
        Answers.decode(frame, callId, DecoderLimits.DEFAULT);
      }
    } catch (WireFormatException | EOFException e) {
      // Refused, as most data is.
    }
  }

  /** What the answer says that it is, so that the rest of it is looked at. */
  private static long callId(ByteBuffer payload) {
    return payload.remaining() < Long.BYTES ? 0 : payload.getLong(payload.position());
  }
}
