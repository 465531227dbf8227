package io.terrarium.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terrarium.Call;
import io.terrarium.Limit;
import io.terrarium.Outcome;
import io.terrarium.Policy;
import io.terrarium.Session;
import io.terrarium.Source;
import io.terrarium.UserCodeException;
import io.terrarium.value.ArrayValue;
import io.terrarium.value.BytesValue;
import io.terrarium.value.DataFrameValue;
import io.terrarium.value.ElementType;
import io.terrarium.value.ListValue;
import io.terrarium.value.NoneValue;
import io.terrarium.value.SeriesValue;
import io.terrarium.value.StrValue;
import io.terrarium.value.TableIndex;
import io.terrarium.value.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("python")
class ArraysTest extends Science {
  private static final String IMPORTS =
      "import numpy as np, pandas as pd\ndef f(x=None):\n    return ";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          np.float64(1.5)                         | 1.5
          np.float32(0.5)                         | 0.5
          np.int8(-3)                             | -3
          np.uint64(2 ** 64 - 1)                  | 18446744073709551615
          np.bool_(True)                          | True
          np.complex64(1j)                        | complex(0.0, 1.0)
          np.str_('é')                            | 'é'
          np.bytes_(b'x')                         | b'x'
          np.datetime64('2024-01-02')             | date(2024-01-02)
          np.datetime64('2024-01-02T03:04', 'ns') | datetime(2024-01-02T03:04)
          np.timedelta64(1, 'm')                  | timedelta(days=0, seconds=60, microseconds=0)
          np.datetime64('NaT')                    | None
          pd.Timestamp(0)                         | datetime(1970-01-01T00:00)
          pd.Timestamp(0, tz='Asia/Tokyo')        | datetime(1970-01-01T09:00, UTC+PT9H)
          pd.Timedelta(hours=1)                   | timedelta(days=0, seconds=3600, microseconds=0)
          [pd.NaT, pd.NA]                         | [None, None]
          {np.int64(1): np.float64(2)}            | {1: 2.0}
          np.arange(6.0).reshape(2, 3)[:, ::2]    | array([array([0.0, 2.0], dtype=float64), array([3.0, 5.0], dtype=float64)], dtype=float64)
          np.arange(3, dtype='>i4')               | array([0, 1, 2], dtype=int32)
          np.array(5)                             | array(5, dtype=int64)
          np.array([['a', 'b']])                  | [['a', 'b']]
          np.array([1, 'a', None], dtype=object)  | [1, 'a', None]
          pd.Index([1, 2])                        | array([1, 2], dtype=int64)
          pd.Series([1.5], name='n')              | Series(array([1.5], dtype=float64))
          pd.DataFrame({'a': [1], 'b': ['x']})    | DataFrame({'a': array([1], dtype=int64), 'b': ['x']})
          pd.Series(pd.Categorical(['u']))        | Series(['u'])
          pd.Series([1, None], dtype='Int64')     | Series([1, None])
          """)
  void what_numpy_and_pandas_have_arrives_as_the_value_that_it_is(String expression, String shown) {
    Value value = program(IMPORTS + expression, Policy.FULL).call("f");

    assertThat(value).hasToString(shown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          [np.datetime64(1, 'ns')]                | result[0]        | more digits
          np.timedelta64(1, 'M')                  | result           | more digits
          np.longdouble(1)                        | result           | as long
          np.zeros(1, dtype=[('a', 'i4')])        | result           | array of records
          {'k': pd.Timestamp(1)}                  | result['k']      | nanoseconds
          pd.Period('2024')                       | result           | cannot be handed back
          np.matrix([[1]])                        | result           | cannot be handed back
          [np.empty((2 ** 31, 0))]                | result[0]        | Java counts to 2147483647
          np.empty((65536, 65536, 0))             | result           | Java counts to 2147483647
          pd.Series([object()])                   | result.values[0] | cannot be handed back
          """)
  void what_has_no_form_is_refused_with_the_path_to_it(
      String expression, String path, String reason) {
    Outcome outcome = program(IMPORTS + expression, Policy.FULL).invoke(Call.of("f"));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Unrepresentable.class,
            refused -> {
              assertThat(refused.path()).isEqualTo(path);
              assertThat(refused.message()).contains(reason);
            });
  }

  @Test
  void an_array_that_contains_itself_and_one_that_is_too_large_are_refused() {
    String selfish = "a = np.empty(1, dtype=object)\n    a[0] = a\n    return a";
    String source = IMPORTS.replace("return ", selfish);

    assertThat(program(source, Policy.FULL).invoke(Call.of("f")))
        .isInstanceOf(Outcome.Unrepresentable.class);
    assertThat(program(IMPORTS + "np.ones(3_000_000)", Policy.FULL).invoke(Call.of("f")))
        .isInstanceOfSatisfying(
            Outcome.LimitExceeded.class,
            exceeded -> assertThat(exceeded.limit()).isEqualTo(Limit.RESULT));
  }

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void arrays_of_every_type_go_there_and_back(ElementType type) {
    byte[] data = new byte[6 * type.bytes()];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) (i % 2);
    }
    ArrayValue array = ArrayValue.of(type, List.of(2, 3), BytesValue.of(data));

    Value back =
        program(IMPORTS + "x.copy() if x.flags.writeable else None", Policy.FULL).call("f", array);
    Value name =
        program(IMPORTS + "x.dtype.name, type(x) is np.ndarray", Policy.FULL).call("f", array);

    assertThat(back).isEqualTo(array);
    assertThat(name.asList().getFirst().asString()).isEqualTo(type.numpyName());
    assertThat(name.asList().get(1).asBoolean()).isTrue();
  }

  @Test
  void tables_go_there_and_back() {
    var index =
        new TableIndex(
            List.of(
                new TableIndex.Level(new StrValue("k"), ListValue.ofDoubles(new double[] {1, 2})),
                new TableIndex.Level(NoneValue.INSTANCE, ArrayValue.of(new long[] {7, 8}))));
    Value texts = Value.of(List.of("a", "b"));
    var frame =
        new DataFrameValue(
            List.of(
                new DataFrameValue.Column(new StrValue("x"), ArrayValue.of(new double[] {1, 2})),
                new DataFrameValue.Column(new StrValue("x"), texts)),
            TableIndex.upTo(2));
    var series =
        new SeriesValue(new StrValue("s"), index, ArrayValue.of(new boolean[] {true, false}));

    assertThat(program(IMPORTS + "x", Policy.FULL).call("f", frame)).isEqualTo(frame);
    SeriesValue back = (SeriesValue) program(IMPORTS + "x", Policy.FULL).call("f", series);
    assertThat(back.name()).isEqualTo(series.name());
    assertThat(back.values()).isEqualTo(series.values());
    assertThat(back.index().levels().getFirst().values().asDoubles()).containsExactly(1, 2);
    assertThat(back.index().levels().get(1)).isEqualTo(index.levels().get(1));
    assertThat(
            program(IMPORTS + "type(x) is pd.Series, x.sum() if False else x.name", Policy.FULL)
                .call("f", series)
                .toString())
        .isEqualTo("(True, 's')");
  }

  @Test
  void arrays_within_arguments_work_in_sessions_too() {
    try (Session session = program(IMPORTS + "x['a'][0] * 2", LENDING).openSession()) {
      Map<String, Object> nested = Map.of("a", List.of(ArrayValue.of(new double[] {1, 2})));

      assertThat(session.call("f", nested).asDoubles()).containsExactly(2, 4);
    }
  }

  @Test
  void a_million_numbers_make_no_object_each() {
    double[] numbers = new double[1_000_000];
    numbers[999_999] = 1.5;

    Value doubled = program(IMPORTS + "x * 2", LENDING).call("f", ArrayValue.of(numbers));

    assertThat(doubled.asDoubles()).hasSize(1_000_000).endsWith(3.0);
  }

  @Test
  void a_runtime_without_numpy_says_so_to_the_caller() {
    var program = sandbox.compile(Source.of("def f(x): return x"));

    assertThatThrownBy(() -> program.call("f", ArrayValue.of(new double[] {1})))
        .isInstanceOf(UserCodeException.class)
        .hasMessageContaining("this runtime has no numpy: preload it");
  }

  @Test
  void a_program_that_changes_pandas_lies_to_itself_alone() {
    String lie = "pd.Series.to_numpy = lambda self: self\n    return pd.Series([1.0])";

    assertThat(program(IMPORTS.replace("return ", lie), Policy.FULL).invoke(Call.of("f")))
        .isInstanceOf(Outcome.Unrepresentable.class);
    assertThat(program(IMPORTS + "pd.Series([1.0])", Policy.FULL).call("f").asDoubles())
        .containsExactly(1);
  }
}
