package io.terrarium.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.terrarium.value.ListValue;
import io.terrarium.value.Value;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Values that are decoded at the same time share what there is for them. */
final class ResultHeapTest {
  private static final DecoderLimits LIMITS = new DecoderLimits(300, 10_000_000, 100_000_000);
  private static final long FOR_A_PART = 5_000_000;

  private static Value decode(int items, ResultHeap heap) throws IOException {
    return decode(Collections.nCopies(items, "a"), LIMITS, heap);
  }

  private static Value decode(Object object, DecoderLimits limits, ResultHeap heap)
      throws IOException {
    var data = ByteBuffer.wrap(ValueEncoder.encode(object));
    return new ValueDecoder(new MarshalReader(data), limits, heap).whole();
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
  void floats_take_no_more_than_eight_bytes_each() throws IOException {
    var numbers = new double[500_000];
    long bytes = (long) numbers.length * Double.BYTES;
    var heap = new ResultHeap(bytes);
    assertThat(((ListValue) decode(numbers, LIMITS, heap)).items()).hasSize(numbers.length);
    heap.take(bytes);
    heap.giveBack(bytes);
    assertThatExceptionOfType(OutOfMemoryError.class)
        .isThrownBy(() -> decode(List.of(numbers, numbers), LIMITS, heap));
  }

  @Test
  void floats_are_counted_among_all_values_wherever_they_stand() throws IOException {
    var limits = new DecoderLimits(300, 60_003, 100_000_000);
    var heap = new ResultHeap(FOR_A_PART);
    List<double[]> most = Collections.nCopies(3, new double[20_000]);
    assertThatExceptionOfType(WireFormatException.class)
        .isThrownBy(() -> decode(most, limits, heap))
        .withMessageContaining("more values than are allowed");
    var enough = new DecoderLimits(300, 60_004, 100_000_000);
    assertThat(((ListValue) decode(most, enough, heap)).items()).hasSize(3);
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
