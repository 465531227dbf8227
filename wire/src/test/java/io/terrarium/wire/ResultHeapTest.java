package io.terrarium.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.terrarium.value.ListValue;
import io.terrarium.value.Value;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** Values that are decoded at the same time share what there is for them. */
final class ResultHeapTest {
  private static final DecoderLimits LIMITS = new DecoderLimits(300, 10_000_000, 100_000_000);
  private static final long FOR_A_PART = 5_000_000;

  private static Value decode(int items, ResultHeap heap) throws IOException {
    byte[] data = ValueEncoder.encode(Collections.nCopies(items, "a"));
    return new ValueDecoder(new MarshalReader(ByteBuffer.wrap(data)), LIMITS, heap).whole();
  }

  @Test
  void small_values_need_nothing_of_it() throws IOException {
    assertThat(((ListValue) decode(9_000, new ResultHeap(0))).items()).hasSize(9_000);
  }

  @Test
  void a_value_for_which_there_is_no_room_is_an_error_of_ours_and_takes_none() throws IOException {
    var heap = new ResultHeap(FOR_A_PART);
    assertThatExceptionOfType(OutOfMemoryError.class)
        .isThrownBy(() -> decode(200_000, heap))
        .withMessageContaining("values that are being decoded");
    assertThat(((ListValue) decode(100_000, heap)).items()).hasSize(100_000);
  }

  @Test
  void what_a_value_took_is_there_for_the_next() throws IOException {
    var heap = new ResultHeap(FOR_A_PART);
    for (int round = 0; round < 10; round++) {
      assertThat(((ListValue) decode(100_000, heap)).items()).hasSize(100_000);
      heap.take(FOR_A_PART);
      heap.giveBack(FOR_A_PART);
    }
  }

  @Test
  void an_engine_may_leave_less_and_never_more() {
    var heap = new ResultHeap(100);
    heap.limitTo(50);
    heap.limitTo(80);
    assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> heap.take(51));
    heap.take(50);
  }
}
