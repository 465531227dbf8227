package io.terrarium.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArrayValueTest {
  @Test
  void arrays_of_java_come_back_as_they_were() {
    assertThat(ArrayValue.of(new double[] {1, -0.0, Double.NaN}).asDoubles())
        .containsExactly(1, -0.0, Double.NaN);
    assertThat(ArrayValue.of(new long[] {1, Long.MIN_VALUE}).asLongs())
        .containsExactly(1, Long.MIN_VALUE);
    assertThat(ArrayValue.of(new int[] {-7}).as(int[].class)).containsExactly(-7);
    assertThat(ArrayValue.of(new float[] {0.5f}).as(float[].class)).containsExactly(0.5f);
    assertThat(ArrayValue.of(new boolean[] {true, false}).as(boolean[].class))
        .containsExactly(true, false);
    assertThat(ArrayValue.of(new double[][] {{1, 2}, {3, 4}}).as(double[][].class))
        .isDeepEqualTo(new double[][] {{1, 2}, {3, 4}});
  }

  @Test
  void whole_numbers_become_doubles_and_floats_no_whole_numbers() {
    assertThat(ArrayValue.of(new int[] {1, 2}).as(double[].class)).containsExactly(1, 2);
    assertThatThrownBy(() -> ArrayValue.of(new double[] {1}).asLongs())
        .isInstanceOf(ValueConversionException.class)
        .hasMessageStartingWith("result[0]");
  }

  @Test
  void as_a_list_it_has_its_elements_or_its_rows() {
    assertThat(ArrayValue.of(new long[] {1, 2}).asList())
        .containsExactly(IntValue.of(1), IntValue.of(2));
    assertThat(ArrayValue.of(new double[][] {{1}, {2}}).asList())
        .containsExactly(ArrayValue.of(new double[] {1}), ArrayValue.of(new double[] {2}));
    assertThat(ArrayValue.of(new double[][] {{1}, {2}}).toJava())
        .isEqualTo(List.of(List.of(1.0), List.of(2.0)));
    assertThat(array(ElementType.INT16, List.of(), 5, 0).toJava()).isEqualTo(5L);
  }

  @Test
  void a_row_that_is_all_of_an_array_has_its_bytes_without_a_copy() {
    ArrayValue cube = array(ElementType.BOOL, List.of(1, 2, 2), 1, 0, 0, 1);

    var square = (ArrayValue) cube.asList().getFirst();

    assertThat(square).isEqualTo(array(ElementType.BOOL, List.of(2, 2), 1, 0, 0, 1));
    assertThat(square.size()).isEqualTo(4);
    assertThat(square.data()).isSameAs(cube.data());
    assertThat(square.asList())
        .containsExactly(
            ArrayValue.of(new boolean[] {true, false}), ArrayValue.of(new boolean[] {false, true}));
    assertThat(array(ElementType.BOOL, List.of(2, 0)).asList())
        .containsExactly(array(ElementType.BOOL, List.of(0)), array(ElementType.BOOL, List.of(0)));
  }

  @Test
  void numbers_without_a_sign_and_of_half_size_are_what_they_are() {
    assertThat(array(ElementType.UINT8, List.of(1), 255).asLongs()).containsExactly(255);
    assertThat(array(ElementType.UINT64, List.of(1), -1, -1, -1, -1, -1, -1, -1, -1).element(0))
        .hasToString("18446744073709551615");
    assertThat(array(ElementType.FLOAT16, List.of(1), 0, 0x3e).asDoubles()).containsExactly(1.5);
    assertThat(array(ElementType.COMPLEX64, List.of(1), 0, 0, 0x80, 0x3f, 0, 0, 0, 0x40).element(0))
        .isEqualTo(new ComplexValue(1, 2));
  }

  @Test
  void times_are_dates_datetimes_and_timedeltas_where_nothing_is_lost() {
    assertThat(times(ElementType.DATETIME64_D, 1).element(0).asLocalDate())
        .isEqualTo(LocalDate.of(1970, 1, 2));
    assertThat(times(ElementType.DATETIME64_NS, -1_000).element(0).asLocalDateTime())
        .isEqualTo(LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_999_000));
    assertThat(times(ElementType.TIMEDELTA64_MS, 1_500).element(0).asDuration())
        .isEqualTo(Duration.ofMillis(1500));
    assertThat(times(ElementType.DATETIME64_S, Long.MIN_VALUE).element(0).isNone()).isTrue();
    assertThatThrownBy(() -> times(ElementType.DATETIME64_NS, 1).asList())
        .isInstanceOf(ValueConversionException.class)
        .hasMessageContaining("result[0]: it has nanoseconds");
    assertThatThrownBy(() -> times(ElementType.DATETIME64_D, Long.MAX_VALUE).element(0))
        .isInstanceOf(ValueConversionException.class);
    assertThat(times(ElementType.DATETIME64_NS, 1)).hasToString("array([1], dtype=datetime64[ns])");
  }

  @Test
  void bytes_that_do_not_fit_the_shape_are_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> array(ElementType.INT8, List.of(2), 1))
        .withMessage("an array of shape [2] and type int8 has 2 bytes, and not 1");
    assertThatIllegalArgumentException().isThrownBy(() -> ArrayValue.of(new double[][] {{1}, {}}));
  }

  @Test
  void an_array_of_few_bytes_makes_no_endless_lists() {
    ArrayValue none = array(ElementType.INT8, List.of(Integer.MAX_VALUE, 0));

    assertThat(none.size()).isZero();
    assertThat(none.toString()).hasSizeLessThan(250);
    assertThatThrownBy(none::toJava).hasMessageContaining("too many lists");
    assertThat(array(ElementType.INT8, List.of(2, 0)).toJava())
        .isEqualTo(List.of(List.of(), List.of()));
  }

  @Test
  void a_series_is_its_values_and_a_data_frame_its_columns() {
    ArrayValue numbers = ArrayValue.of(new double[] {1, 2});
    var series = new SeriesValue(NoneValue.INSTANCE, TableIndex.upTo(2), numbers);
    var frame =
        new DataFrameValue(
            List.of(new DataFrameValue.Column(new StrValue("x"), numbers)), TableIndex.upTo(2));

    assertThat(series.asDoubles()).containsExactly(1, 2);
    assertThat(series.as(double[].class)).containsExactly(1, 2);
    assertThat(series.toJava()).isEqualTo(List.of(1.0, 2.0));
    assertThat(frame.asMap()).isEqualTo(Map.of(new StrValue("x"), numbers));
    assertThat(frame.toJava()).isEqualTo(Map.of("x", List.of(1.0, 2.0)));
    assertThat(frame.as(Columns.class).x()).containsExactly(1.0, 2.0);
    assertThat(series).hasToString("Series(array([1.0, 2.0], dtype=float64))");
  }

  record Columns(List<Double> x) {}

  @Test
  void columns_of_another_length_than_the_index_are_refused() {
    ArrayValue one = ArrayValue.of(new double[] {1});

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SeriesValue(NoneValue.INSTANCE, TableIndex.upTo(2), one));
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new DataFrameValue(
                List.of(new DataFrameValue.Column(new StrValue("x"), one)), TableIndex.upTo(2)));
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new SeriesValue(
                NoneValue.INSTANCE, TableIndex.upTo(1), ArrayValue.of(new double[][] {{1}})));
  }

  private static ArrayValue array(ElementType type, List<Integer> shape, int... bytes) {
    byte[] data = new byte[bytes.length];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) bytes[i];
    }
    return ArrayValue.of(type, shape, BytesValue.of(data));
  }

  private static ArrayValue times(ElementType type, long units) {
    ByteBuffer data = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(units);
    return ArrayValue.of(type, List.of(1), BytesValue.of(data.array()));
  }
}
