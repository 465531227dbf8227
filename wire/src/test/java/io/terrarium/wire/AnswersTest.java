package io.terrarium.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terrarium.Diagnostic;
import io.terrarium.FunctionSignature;
import io.terrarium.FunctionSignature.Parameter;
import io.terrarium.Limit;
import io.terrarium.Outcome;
import io.terrarium.OutputListener;
import io.terrarium.PythonError;
import io.terrarium.value.BytesValue;
import io.terrarium.value.IntValue;
import io.terrarium.value.ListValue;
import io.terrarium.value.NoneValue;
import io.terrarium.value.StrValue;
import io.terrarium.value.Value;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@Tag("python")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AnswersTest {
  private static final long CALL = 0x1122334455667788L;
  private static final String ERROR =
      "('ValueError', 'no luck', 3, None, 'Traceback \\u2026', (('user.py', 3, 5, 3, 9, 'f', 'x = 1'),))";
  private static final PythonError DECODED_ERROR =
      new PythonError(
          "ValueError",
          "no luck",
          OptionalInt.of(3),
          OptionalInt.empty(),
          "Traceback …",
          List.of(
              new PythonError.Frame(
                  "user.py",
                  3,
                  OptionalInt.of(5),
                  OptionalInt.of(3),
                  OptionalInt.of(9),
                  "f",
                  "x = 1")));

  private PythonPeer python;

  @BeforeAll
  void start() throws IOException {
    python = new PythonPeer();
  }

  @AfterAll
  void stop() throws IOException {
    python.close();
  }

  @Test
  void a_program_comes_with_its_signatures() throws IOException {
    assertThat(
            answer(
                FrameKind.PROGRAM,
                "(b'code', (('f', 'async_function', 1, 'Doc.', (('x', 'keyword_only', '1', 'int'),"
                    + " ('y', 'var_keyword', None, None)), None),), ('json',))"))
        .isEqualTo(
            new Answer.Compiled(
                BytesValue.of("code".getBytes(StandardCharsets.US_ASCII)),
                List.of(
                    new FunctionSignature(
                        "f",
                        true,
                        1,
                        Optional.of("Doc."),
                        List.of(
                            new Parameter(
                                "x",
                                Parameter.Kind.KEYWORD_ONLY,
                                Optional.of("1"),
                                Optional.of("int")),
                            new Parameter(
                                "y",
                                Parameter.Kind.VAR_KEYWORD,
                                Optional.empty(),
                                Optional.empty())),
                        Optional.empty())),
                List.of("json")));
  }

  @Test
  void a_rejection_comes_with_its_diagnostics() throws IOException {
    assertThat(
            answer(
                FrameKind.REJECTED,
                "('policy', (('no-eval', 'eval is not allowed', 1, 2, 1, 6, ' eval(x)', 'parse it'),))"))
        .isEqualTo(
            new Answer.Rejected(
                Outcome.Rejected.Reason.POLICY,
                List.of(
                    new Diagnostic(
                        "no-eval",
                        "eval is not allowed",
                        1,
                        2,
                        1,
                        6,
                        " eval(x)",
                        Optional.of("parse it")))));
  }

  @Test
  void every_other_answer_is_read_too() throws IOException {
    assertThat(answer(FrameKind.RETURNED, "7")).isEqualTo(new Answer.Returned(IntValue.of(7)));
    assertThat(answer(FrameKind.RAISED, ERROR)).isEqualTo(new Answer.Raised(DECODED_ERROR));
    assertThat(answer(FrameKind.UNREPRESENTABLE, "('generator', 'result', 'wrap it')"))
        .isEqualTo(new Answer.Unrepresentable("generator", "result", "wrap it"));
    assertThat(answer(FrameKind.LIMIT, "('memory', 'out', " + ERROR + ")"))
        .isEqualTo(new Answer.LimitReached(Limit.MEMORY, "out", Optional.of(DECODED_ERROR)));
    assertThat(answer(FrameKind.LIMIT, "('output', 'much', None)"))
        .isEqualTo(new Answer.LimitReached(Limit.OUTPUT, "much", Optional.empty()));
    assertThat(answer(FrameKind.NO_SUCH_FUNCTION, "('missing', '', ('g', 'h'))"))
        .isEqualTo(new Answer.NoSuchFunction(Optional.empty(), List.of("g", "h")));
    assertThat(answer(FrameKind.NO_SUCH_FUNCTION, "('not_callable', 'int', ())"))
        .isEqualTo(new Answer.NoSuchFunction(Optional.of("int"), List.of()));
  }

  @Test
  void greetings_and_output_are_read() throws IOException {
    assertThat(decode(FrameKind.READY, new byte[32]))
        .isEqualTo(new WorkerMessage.Ready(BytesValue.of(new byte[32])));
    byte[] reason = python.dump("('seccomp', 'filter', 22, 'Invalid argument')");
    byte[] failed = ByteBuffer.allocate(32 + reason.length).put(new byte[32]).put(reason).array();
    assertThat(decode(FrameKind.FAILED, failed))
        .isEqualTo(
            new WorkerMessage.SetUpFailed(
                BytesValue.of(new byte[32]), "seccomp", "filter", 22, "Invalid argument"));
    assertThat(decode(FrameKind.OUTPUT, "\1pπ".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(new WorkerMessage.Output(OutputListener.Stream.STDOUT, "pπ"));
    assertThat(decode(FrameKind.TRUNCATED, new byte[] {2}))
        .isEqualTo(new WorkerMessage.OutputTruncated(OutputListener.Stream.STDERR));
  }

  @Test
  void host_calls_are_read() throws IOException {
    assertThat(answer(FrameKind.HOST_CALL, "('price_of', ('tea', [1]), {'to': None})"))
        .isEqualTo(
            new WorkerMessage.HostCall(
                "price_of",
                List.of(new StrValue("tea"), Value.of(List.of(1))),
                Map.of("to", NoneValue.INSTANCE)));
    assertThat(answer(FrameKind.HOST_CALL, "('f', (), {})"))
        .isEqualTo(new WorkerMessage.HostCall("f", List.of(), Map.of()));
  }

  @Test
  void what_is_not_exactly_a_host_call_is_refused() throws IOException {
    assertRefusedAnswer(FrameKind.HOST_CALL, "()", "a tuple of 0 items, where 3 belong");
    assertRefusedAnswer(FrameKind.HOST_CALL, "('f', [], {})", "that are no tuple");
    assertRefusedAnswer(FrameKind.HOST_CALL, "('f', (), ())", "that are no dict");
    assertRefusedAnswer(FrameKind.HOST_CALL, "('f', (), {1: 2})", "that is no str");
    assertRefusedAnswer(FrameKind.HOST_CALL, "(1, (), {})", "type 'i', where 'u' belongs");
    assertRefusedAnswer(FrameKind.HOST_CALL, "('f' * 201, (), {})", "where 200 is the most");
    assertRefusedAnswer(
        FrameKind.HOST_CALL, "('f', ((..., 'namedtuple', 'P', (('a', 1),)),), 1)", "no dict");
    assertRefusedAnswer(
        FrameKind.HOST_CALL, "('f', (..., 'namedtuple', 'P', (('a', 1),)), {})", "no tuple");
    assertRefusedAnswer(
        FrameKind.HOST_CALL, "('f', ([0] * 100_000,), {})", "more values than are allowed");
    assertRefused(
        FrameKind.HOST_CALL,
        ByteBuffer.allocate(9).putLong(CALL + 1).put((byte) 'N').array(),
        "the answer is not to this call");
    byte[] call = python.dump("('f', (), {})");
    assertRefused(
        FrameKind.HOST_CALL, withCall(Arrays.copyOf(call, call.length + 1)), "1 bytes too many");
    assertRefused(FrameKind.HOST_RETURNED, withCall(call), "a request from a worker");
    assertRefused(FrameKind.HOST_RAISED, withCall(call), "a request from a worker");
  }

  @Test
  void what_became_of_rows_is_read() throws IOException {
    assertThat(answer(FrameKind.ROWS, "(3, [7, 'x'], None)"))
        .isEqualTo(
            new Answer.RowsDone(
                3, new ListValue(List.of(IntValue.of(7), new StrValue("x"))), Optional.empty()));
    assertThat(answer(FrameKind.ROWS, "(0, [], ('E', " + ERROR + "))"))
        .isEqualTo(
            new Answer.RowsDone(
                0, new ListValue(List.of()), Optional.of(new Answer.Raised(DECODED_ERROR))));
    assertThat(answer(FrameKind.ROWS, "(0, [], ('U', ('generator', 'result', 'wrap it')))"))
        .extracting(rows -> ((Answer.RowsDone) rows).count())
        .isEqualTo(1);
    assertThat(answer(FrameKind.ROWS, "(0, [1.5] * 9, ('L', ('result', 'much', None)))"))
        .extracting(rows -> ((Answer.RowsDone) rows).count())
        .isEqualTo(10);
    assertThat(decode(FrameKind.OUTPUT_ROW, new byte[] {0, 0, 1, 2}))
        .isEqualTo(new WorkerMessage.OutputRow(258));
  }

  @Test
  void what_is_not_exactly_word_of_rows_is_refused() throws IOException {
    assertRefusedAnswer(FrameKind.ROWS, "(0, [])", "a tuple of 2 items, where 3 belong");
    assertRefusedAnswer(FrameKind.ROWS, "(-1, [], None)", "where none below 0 belongs");
    assertRefusedAnswer(FrameKind.ROWS, "(2**40, [], None)", "where 'i' belongs");
    assertRefusedAnswer(FrameKind.ROWS, "(0, (1,), None)", "values of rows that are no list");
    assertRefusedAnswer(FrameKind.ROWS, "(0, {}, None)", "values of rows that are no list");
    assertRefusedAnswer(FrameKind.ROWS, "(0, [], ('R', 1))", "an unknown end of a row");
    assertRefusedAnswer(FrameKind.ROWS, "(0, [], ('E',))", "a tuple of 1 items, where 2 belong");
    assertRefusedAnswer(FrameKind.ROWS, "(0, [], ('E', 5))", "where '(' belongs");
    assertRefusedAnswer(FrameKind.ROWS, "(0, [...], None)", "is none that is sent");
    assertRefused(FrameKind.OUTPUT_ROW, new byte[3], "a row in 3 bytes");
    assertRefused(FrameKind.OUTPUT_ROW, new byte[5], "a row in 5 bytes");
    assertRefused(FrameKind.CALL_ROWS, new byte[0], "a request from a worker");
  }

  @Test
  void an_answer_to_another_call_is_refused() {
    byte[] payload = ByteBuffer.allocate(9).putLong(CALL + 1).put((byte) 'N').array();
    assertRefused(FrameKind.RETURNED, payload, "the answer is not to this call");
    assertRefused(FrameKind.RETURNED, new byte[7], "the answer is not to this call");
  }

  @Test
  void what_is_not_exactly_an_answer_is_refused() throws IOException {
    assertRefusedAnswer(FrameKind.RAISED, "()", "a tuple of 0 items, where 6 belong");
    assertRefusedAnswer(FrameKind.LIMIT, "('time', '', None)", "an unknown limit");
    assertRefusedAnswer(FrameKind.REJECTED, "('whim', ())", "an unknown reason");
    assertRefusedAnswer(FrameKind.NO_SUCH_FUNCTION, "('lost', '', ())", "an unknown reason");
    assertRefusedAnswer(
        FrameKind.PROGRAM,
        "(b'', (('f', 'method', 1, None, (), None),), ())",
        "unknown kind of function");
    assertRefusedAnswer(
        FrameKind.RAISED, "('E', '', -1, None, '', ())", "where none below 0 belongs");
    assertRefusedAnswer(
        FrameKind.RAISED, "('E', 'x' * 600_000, 1, None, '', ())", "where 524288 is the most");
    assertRefusedAnswer(
        FrameKind.RAISED,
        "('E', '', 1, None, '', (('a', 1, None, None, None, '', ''),) * 201)",
        "201 items, where 200 is the most");
    assertRefused(FrameKind.RETURNED, withCall(new byte[] {'N', 'N'}), "1 bytes too many");
    assertRefused(FrameKind.READY, new byte[31], "a token of 31 bytes");
    assertRefused(FrameKind.OUTPUT, new byte[] {3, 'x'}, "neither 1 nor 2");
    assertRefused(FrameKind.OUTPUT, new byte[0], "neither 1 nor 2");
    assertRefused(FrameKind.OUTPUT, new byte[] {1, (byte) 0xff}, "not UTF-8");
    assertRefused(FrameKind.TRUNCATED, new byte[] {1, 1}, "1 bytes too many");
    assertRefused(FrameKind.EXECUTE, new byte[0], "a request from a worker");
  }

  @Test
  void mutated_and_cut_answers_are_answers_or_refused() throws IOException {
    byte[][] valid = {
      python.dump(ERROR),
      python.dump(
          "(b'', (('f', 'function', 1, None, (('x', 'keyword_only', None, None),), None),), ())"),
      python.dump("('policy', (('a', 'b', 1, 2, 3, 4, '', None),))"),
      python.dump("('memory', '', " + ERROR + ")"),
      python.dump("('price_of', ('tea', [1.5, {}]), {'currency': (..., 'uuid', bytes(16))})"),
      python.dump("(3, [1.5] * 9 + ['x'], ('E', " + ERROR + "))"),
    };
    var random = new Random(3);
    for (int round = 0; round < 20_000; round++) {
      byte[] data = valid[round % valid.length].clone();
      data[random.nextInt(data.length)] = (byte) random.nextInt(256);
      byte[] payload = withCall(Arrays.copyOf(data, data.length - random.nextInt(3) / 2));
      for (FrameKind kind : FrameKind.values()) {
        try {
          decode(kind, payload);
        } catch (WireFormatException e) {
          assertThat(e.offset()).isNotNegative();
        }
      }
    }
  }

  private WorkerMessage answer(FrameKind kind, String expression) throws IOException {
    return decode(kind, withCall(python.dump(expression)));
  }

  private void assertRefusedAnswer(FrameKind kind, String expression, String message)
      throws IOException {
    assertRefused(kind, withCall(python.dump(expression)), message);
  }

  private static void assertRefused(FrameKind kind, byte[] payload, String message) {
    assertThatThrownBy(() -> decode(kind, payload))
        .isInstanceOf(WireFormatException.class)
        .hasMessageContaining(message);
  }

  private static byte[] withCall(byte[] data) {
    return ByteBuffer.allocate(8 + data.length).putLong(CALL).put(data).array();
  }

  private static WorkerMessage decode(FrameKind kind, byte[] payload) throws WireFormatException {
    return Answers.decode(new Frame(kind, ByteBuffer.wrap(payload)), CALL, DecoderLimits.DEFAULT);
  }
}
