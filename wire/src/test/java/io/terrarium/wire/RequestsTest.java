package io.terrarium.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terrarium.HostFunction;
import io.terrarium.value.BytesValue;
import io.terrarium.value.DictValue;
import io.terrarium.value.IntValue;
import io.terrarium.value.ListValue;
import io.terrarium.value.NoneValue;
import io.terrarium.value.SetValue;
import io.terrarium.value.TupleValue;
import io.terrarium.value.Value;
import io.terrarium.value.ValueConversionException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RequestsTest {
  private static final Map<String, BytesValue> FILES =
      Map.of("a/b.txt", BytesValue.of(new byte[] {'x', 0}));
  private static final CallLimits LIMITS = new CallLimits(1L << 40, 2, 3, 4, true, false);
  private static final Request LOAD =
      new Request.Load(
          new ProgramData(
              BytesValue.of(new byte[] {1}),
              BytesValue.of(new byte[] {2}),
              "user.py",
              Map.of("name", "full")));
  private static final String LIMITS_TEXT = "(1099511627776, 2, 3, 4, True, False)";

  record Row(List<@Nullable String> cells) {}

  @Test
  void each_request_carries_the_tuple_of_its_kind() throws WireFormatException {
    var compile =
        new Request.Compile(
            BytesValue.of(new byte[] {'x'}), "a.py", Map.of("name", "full"), List.of());
    assertThat(payload(compile)).isEqualTo("(b'x', 'a.py', {'name': 'full'})");
    assertThat(payload(LOAD)).isEqualTo("(b'\\x01', b'\\x02', 'user.py', {'name': 'full'})");
    assertThat(payload(new Request.Open(LIMITS))).isEqualTo("(" + LIMITS_TEXT + ",)");
    assertThat(payload(new Request.Execute("f", List.of(1), Map.of("k", 2.5), FILES, LIMITS)))
        .isEqualTo("('f', (1,), {'k': 2.5}, False, {'a/b.txt': b'x\\x00'}, " + LIMITS_TEXT + ")");
    assertThat(payload(call(List.of(LocalDate.of(2024, 1, 2)))))
        .isEqualTo("('f', (date(2024-01-02),), {}, True, {}, " + LIMITS_TEXT + ")");
  }

  @Test
  void what_is_lent_comes_with_the_limits_and_its_names_with_a_source() throws WireFormatException {
    var priceOf =
        HostFunction.named("price_of")
            .documentation("Its.")
            .parameter("sku", String.class)
            .optionalKeywordOnly("at", LocalDate.class, null)
            .calling(_ -> 1);
    var lending = new CallLimits(1, 2, 3, 4, true, false, List.of(priceOf));

    assertThat(payload(new Request.CallFunction("f", List.of(), Map.of(), Map.of(), lending)))
        .isEqualTo(
            "('f', (), {}, False, {}, (1, 2, 3, 4, True, False, (('price_of', 'Its.',"
                + " (('sku', 'positional_or_keyword', None, 'str'),"
                + " ('at', 'keyword_only', 'None', 'date')), None),)))");
    assertThat(
            payload(
                new Request.Compile(
                    BytesValue.of(new byte[] {'x'}), "a.py", Map.of(), List.of("any_of"))))
        .isEqualTo("(b'x', 'a.py', {}, ('any_of',))");
  }

  @Test
  void what_a_host_function_answers_echoes_the_call() throws WireFormatException {
    assertThat(reply('r', Requests.hostReturned(List.of(1, "x"), 7, 100)))
        .isEqualTo("([1, 'x'], False)");
    assertThat(reply('r', Requests.hostReturned(LocalDate.of(2024, 1, 2), 7, 100)))
        .isEqualTo("(date(2024-01-02), True)");
    assertThat(reply('e', Requests.hostRaised("KeyError", "no", 7)))
        .isEqualTo("('KeyError', 'no')");
    assertThatThrownBy(() -> Requests.hostReturned(List.of(1, new Thread()), 7, 100))
        .isInstanceOf(ValueConversionException.class)
        .hasMessageStartingWith("result[1]: ");
    assertThatThrownBy(() -> Requests.hostReturned(List.of(1, "x".repeat(100)), 7, 100))
        .isInstanceOf(ArgumentsTooLargeException.class)
        .hasMessageStartingWith("result[1]: ");
  }

  @Test
  void rows_are_carried_by_their_shape_and_may_begin_in_the_middle() throws WireFormatException {
    var positional = new RowsEncoder(RowShape.POSITIONAL, 100);
    positional.add(List.of(1, "x"), Map.of());
    positional.add(List.of(2), Map.of());
    assertThat(rows(positional.rows(), 0))
        .startsWith("('f', 'positional', [(1, 'x'), (2,)], False,");
    assertThat(rows(positional.rows(), 1)).startsWith("('f', 'positional', [(2,)], False, ");
    var named = new RowsEncoder(RowShape.NAMED, 100);
    named.add(List.of(), Map.of("k", LocalDate.of(2024, 1, 2)));
    assertThat(rows(named.rows(), 0))
        .startsWith("('f', 'named', [{'k': date(2024-01-02)}], True, ");
    var mixed = new RowsEncoder(RowShape.of(List.of(1), Map.of("k", 2)), 100);
    mixed.add(List.of(1), Map.of("k", 2));
    assertThat(rows(mixed.rows(), 0)).startsWith("('f', 'mixed', [((1,), {'k': 2})], False, ");
    var columns = new ColumnRows(List.of(new double[] {0, 1, 2}, new long[] {3, 4, 5}), 1, 2);
    assertThat(rows(columns, 0)).startsWith("('f', 'columns', ([1.0, 2.0], [4, 5]), False, ");
    assertThat(rows(columns, 1))
        .isEqualTo(
            "('f', 'columns', ([2.0], [5]), False, (True, 2, 3, 4, 5), " + LIMITS_TEXT + ")");
  }

  @Test
  void a_row_over_its_limit_or_without_a_counterpart_is_refused_and_those_before_it_stay()
      throws WireFormatException {
    var rows = new RowsEncoder(RowShape.POSITIONAL, 40);
    rows.add(List.of("short"), Map.of());
    assertThatThrownBy(() -> rows.add(List.of(1, "x".repeat(60)), Map.of()))
        .isInstanceOf(ArgumentsTooLargeException.class)
        .hasMessageStartingWith("args[1]: the arguments take more than 40 bytes");
    assertThat(rows.count()).isEqualTo(1);
    assertThat(rows(rows.rows(), 0)).startsWith("('f', 'positional', [('short',)], ");

    var others = new RowsEncoder(RowShape.NAMED, 40);
    assertThatThrownBy(() -> others.add(List.of(), Map.of("k", new Thread())))
        .isInstanceOf(ValueConversionException.class)
        .hasMessageStartingWith("kwargs['k']: a Java java.lang.Thread");
  }

  @Test
  void tagged_forms_are_announced_and_only_then() {
    assertThat(encode(call(List.of(1, "x", Map.of("a", List.of(2.5))))).tagged()).isFalse();
    assertThat(encode(call(List.of(Set.of(1)))).tagged()).isFalse();
    assertThat(encode(call(List.of(Set.of(LocalDate.EPOCH)))).tagged()).isTrue();
    assertThat(encode(call(List.of(Map.of(LocalDate.EPOCH, 1)))).tagged()).isTrue();
    assertThat(encode(call(List.of(new Row(List.of())))).tagged()).isTrue();
  }

  @Test
  void the_memory_that_python_will_need_is_that_of_the_arguments() {
    long none = encode(call(List.of())).pythonBytes();
    long floats = encode(call(List.of(new double[10_000]))).pythonBytes();
    assertThat(none).isLessThan(1_000);
    assertThat(floats - none).isBetween(10_000L * (24 + 8), 10_000L * 48);
  }

  @Test
  void arguments_over_the_limit_are_refused_with_the_path_and_the_limit() {
    List<String> texts = List.of("x".repeat(60), "y".repeat(60));
    assertThatThrownBy(() -> Requests.encode(call(List.of(1, texts)), 0, 100))
        .isInstanceOfSatisfying(
            ArgumentsTooLargeException.class,
            e -> {
              assertThat(e.path()).isEqualTo("args[1][1]");
              assertThat(e.limitBytes()).isEqualTo(100);
            })
        .hasMessage(
            "args[1][1]: the arguments take more than 100 bytes once encoded; pass less at a time or"
                + " allow more argument bytes");
    assertThatThrownBy(() ->
            Requests.encode(
                new Request.CallFunction(
                    "f", List.of(), Map.of("k", new double[12]), Map.of(), LIMITS),
                0,
                100))
        .isInstanceOf(ArgumentsTooLargeException.class)
        .hasMessageStartingWith("kwargs['k']: ");
    assertThat(Requests.encode(call(List.of(new double[10])), 0, 102).tagged()).isFalse();
  }

  @Test
  void the_limit_is_that_of_the_arguments_and_not_of_the_program() {
    var large =
        new ProgramData(BytesValue.of(new byte[5_000]), BytesValue.of(new byte[0]), "p", Map.of());
    EncodedRequest load = Requests.encode(new Request.Load(large), 0, 0);
    var request = new Request.Execute("f", List.of(), Map.of(), Map.of(), LIMITS);
    EncodedRequest alone = Requests.encode(request, 0, 10);
    EncodedRequest behind = alone.behind(load);
    assertThat(behind.bytes()).isEqualTo(load.bytes() + alone.bytes()).isGreaterThan(5_000);
    assertThat(behind.alone().frame()).isEqualTo(alone.frame());
  }

  @Test
  void a_program_is_written_before_the_request_to_run_it_whatever_their_sizes() throws IOException {
    for (int size : new int[] {1, 20_000, 40_000, 300_000}) {
      var program =
          new ProgramData(BytesValue.of(new byte[size]), BytesValue.of(new byte[0]), "p", Map.of());
      EncodedRequest load = Requests.encode(new Request.Load(program), 0, 0);
      var request = new Request.Execute("f", List.of(), Map.of(), Map.of(), LIMITS);
      EncodedRequest alone = Requests.encode(request, 0, 10);
      var written = new ByteArrayOutputStream();
      new FrameWriter(Channels.newChannel(written)).write(alone.behind(load));
      ByteBuffer both = ByteBuffer.allocate(load.bytes() + alone.bytes());
      assertThat(ByteBuffer.wrap(written.toByteArray()))
          .isEqualTo(both.put(load.frame()).put(alone.frame()).flip());
    }
  }

  @Test
  void what_has_no_counterpart_is_refused_with_its_whole_path() {
    assertRefused(
        List.of(1, Map.of("a", List.of(new Thread()))), "args[1]['a'][0]: a Java java.lang.Thread");
    assertRefused(List.of(List.of(new Row(Arrays.asList("x", "\uD800")))), "args[0][0].cells[1]: ");
    assertRefused(List.of(Map.of("k", "\uDC00")), "args[0]['k']: a Java String with an unpaired");
  }

  @Test
  void a_key_that_python_cannot_hash_is_refused() {
    assertRefused(List.of(Map.of(List.of(1), 1)), "a Python list cannot be a key of a dict");
    Value unhashable = new TupleValue(List.of(new ListValue(List.of())));
    assertRefused(List.of(new SetValue(List.of(unhashable), true)), "an item of a set");
    assertRefused(
        List.of(new DictValue(List.of(new DictValue.Entry(unhashable, NoneValue.INSTANCE)))),
        "a Python list cannot be a key");
    Value fine = new TupleValue(List.of(IntValue.of(1)));
    assertThat(encode(call(List.of(Map.of(fine, 1)))).tagged()).isTrue();
  }

  @Test
  void what_contains_itself_or_is_nested_too_deep_is_refused() {
    var list = new ArrayList<Object>();
    list.add(list);
    list.add(list);
    assertRefused(List.of(list), "nested deeper than 200");
    var map = new LinkedHashMap<String, Object>();
    map.put("self", map);
    assertRefused(List.of(map), "nested deeper than 200");
    Value deep = NoneValue.INSTANCE;
    for (int i = 0; i < 100_000; i++) {
      deep = new TupleValue(List.of(deep));
    }
    assertRefused(List.of(deep), "nested deeper than 200");
  }

  @Test
  void a_plain_tree_is_encoded_for_configuration() throws WireFormatException {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("step", List.of(1L, "x", true, new byte[] {7}));
    tree.put("next", Map.of("a", 1));
    assertThat(ValueDecoder.decode(ValueEncoder.encode(tree), DecoderLimits.DEFAULT))
        .isEqualTo(Value.of(tree))
        .hasToString("{'step': [1, 'x', True, b'\\x07'], 'next': {'a': 1}}");
  }

  private static void assertRefused(List<? extends @Nullable Object> arguments, String message) {
    assertThatThrownBy(() -> encode(call(arguments)))
        .isInstanceOf(ValueConversionException.class)
        .hasMessageContaining(message);
  }

  private static Request call(List<? extends @Nullable Object> arguments) {
    return new Request.CallFunction("f", arguments, Map.of(), Map.of(), LIMITS);
  }

  private static String rows(Rows rows, int from) throws WireFormatException {
    return payload(new Request.CallRows("f", rows, from, new RowPlan(true, 2, 3, 4, 5), LIMITS));
  }

  private static EncodedRequest encode(Request request) {
    return Requests.encode(request, 1, 1_000_000);
  }

  private static String reply(char kind, EncodedRequest reply) throws WireFormatException {
    byte[] frame = new byte[reply.frame().remaining()];
    reply.frame().get(frame);
    assertThat((char) frame[4]).isEqualTo(kind);
    assertThat(ByteBuffer.wrap(frame).getInt()).isEqualTo(frame.length - 5);
    assertThat(ByteBuffer.wrap(frame).getLong(5)).isEqualTo(7);
    byte[] data = Arrays.copyOfRange(frame, 13, frame.length);
    return ValueDecoder.decode(data, DecoderLimits.DEFAULT).toString();
  }

  private static String payload(Request request) throws WireFormatException {
    byte[] frame = new byte[encode(request).frame().remaining()];
    encode(request).frame().get(frame);
    byte[] data = Arrays.copyOfRange(frame, 13, frame.length);
    return ValueDecoder.decode(data, DecoderLimits.DEFAULT).toString();
  }
}
