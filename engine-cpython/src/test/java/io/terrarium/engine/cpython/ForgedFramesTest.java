package io.terrarium.engine.cpython;

import static io.terrarium.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.terrarium.Call;
import io.terrarium.Limits;
import io.terrarium.MapCall;
import io.terrarium.Outcome;
import io.terrarium.Outcome.Crashed;
import io.terrarium.Outcome.Returned;
import io.terrarium.Policy;
import io.terrarium.Program;
import io.terrarium.Row;
import io.terrarium.RowOutcome;
import io.terrarium.RowOutcomes;
import io.terrarium.Sandbox;
import io.terrarium.SandboxException;
import io.terrarium.Session;
import io.terrarium.Source;
import io.terrarium.WorkerCrashedException;
import io.terrarium.testing.NothingLeft;
import io.terrarium.testing.Sandboxes;
import io.terrarium.value.StrValue;
import java.time.Duration;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Programs that write to the channel themselves. A well-formed answer is the program's own result,
 * however it was made; nothing that it writes may touch another call, hang the supervisor, or count
 * as anything but a broken protocol.
 */
@Tag("python")
@ExtendWith(NothingLeft.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ForgedFramesTest {
  /** The call id is no secret within the worker: it lies in a frame of the runtime. */
  private static final String TOOLS =
      """
      import marshal, os, struct, sys
      CHANNEL = 3
      def call_id():
          frame = sys._getframe()
          while frame is not None:
              found = frame.f_locals.get('call')
              if type(found) is bytes and len(found) == 8:
                  return found
              frame = frame.f_back
          raise LookupError('no call id')
      def frame(kind, payload, length=None):
          return struct.pack('>I', len(payload) if length is None else length) + kind + payload
      def answer(value, kind=b'R', call=None):
          return frame(kind, (call or call_id()) + marshal.dumps(value, 2))
      def send(data):
          while data:
              data = data[os.write(CHANNEL, data):]
      def ok(): return 'honest'
      """;

  private static final Limits SHORT = Limits.DEFAULT.withWallTime(Duration.ofSeconds(3));

  private Sandbox sandbox;

  @BeforeAll
  void open() {
    sandbox = Sandboxes.settings().engine(CpythonEngine.NAME).create();
  }

  @AfterAll
  void close() {
    sandbox.close();
  }

  @ParameterizedTest
  @MethodSource("violations")
  void what_is_no_answer_is_a_crash_and_the_next_call_is_right(String body) {
    Program program = program(body);

    Outcome outcome = program.invoke(Call.of("f").withLimits(SHORT));

    assertThat(outcome).isInstanceOf(Crashed.class);
    assertThat(((Crashed) outcome).cause())
        .isIn(Crashed.Cause.PROTOCOL_VIOLATION, Crashed.Cause.EXIT_WITHOUT_RESULT);
    assertThat(program.call("ok").asString()).isEqualTo("honest");
  }

  static Stream<Named<String>> violations() {
    return Stream.of(
        Named.of("bytes behind an answer", "send(answer('forged') + b'more'); return 1"),
        Named.of("two answers at once", "send(answer('one') + answer('two')); return 1"),
        Named.of("an answer and output", "send(answer('one') + frame(b'o', b'\\1late')); return 1"),
        Named.of("an unknown kind", "send(frame(b'z', b'')); return 1"),
        Named.of("the kind of a request", "send(answer((), b'X')); return 1"),
        Named.of("a second greeting", "send(frame(b'H', b't' * 32)); return 1"),
        Named.of(
            "a failed set-up",
            "send(frame(b'F', b't' * 32 + marshal.dumps(('a', 'b', 1, 'c'), 2))); return 1"),
        Named.of("a wrong call id", "send(answer('forged', call=b'12345678')); return 1"),
        Named.of("no call id", "send(frame(b'R', b'')); return 1"),
        Named.of("half a call id", "send(frame(b'R', b'1234')); return 1"),
        Named.of("no value", "send(frame(b'R', call_id())); return 1"),
        Named.of("an oversized length", "send(frame(b'R', b'', 0xffffffff)); return 1"),
        Named.of("a length of 2 GiB", "send(frame(b'R', call_id(), 0x7fffffff)); return 1"),
        Named.of("half a frame and exit", "send(answer('x' * 100)[:50]); os._exit(0)"),
        Named.of("half a header and exit", "send(b'\\0\\0'); os._exit(0)"),
        Named.of("a trailing byte in a value", "send(frame(b'R', call_id() + b'NN')); return 1"),
        Named.of("a reference", "send(frame(b'R', call_id() + b'r\\0\\0\\0\\0')); return 1"),
        Named.of(
            "a flagged value", "send(frame(b'R', call_id() + bytes([ord('N') | 0x80]))); return 1"),
        Named.of("a code object", "send(answer(compile('1', '', 'eval'))); return 1"),
        Named.of("a tag that nobody knows", "send(answer((..., 'mystery', 1))); return 1"),
        Named.of("a date that is none", "send(answer((..., 'date', 2024, 13, 1))); return 1"),
        Named.of("a Decimal that is none", "send(answer((..., 'decimal', 'x' * 100))); return 1"),
        Named.of("a Fraction over zero", "send(answer((..., 'fraction', 1, 0))); return 1"),
        Named.of(
            "a list of 2^31 items",
            "send(frame(b'R', call_id() + b'[\\xff\\xff\\xff\\x7f')); return 1"),
        Named.of(
            "a list of minus one item",
            "send(frame(b'R', call_id() + b'[\\xff\\xff\\xff\\xff')); return 1"),
        Named.of(
            "a million lists in one another",
            "send(frame(b'R', call_id() + b'[\\1\\0\\0\\0' * 1000000 + b'N')); return 1"),
        Named.of(
            "text that is no UTF-8",
            "send(frame(b'R', call_id() + b'u\\1\\0\\0\\0\\xff')); return 1"),
        Named.of("the answer to a compilation", "send(answer((b'', (), ()), b'P')); return 1"),
        Named.of("a rejection", "send(answer(('syntax', ()), b'D')); return 1"),
        Named.of("an exception that is none", "send(answer('text', b'E')); return 1"),
        Named.of("a limit that is none", "send(answer(('patience', 'm', None), b'L')); return 1"),
        Named.of("output of a third stream", "send(frame(b'o', b'\\3text')); return 1"),
        Named.of("output of no stream", "send(frame(b'o', b'')); return 1"),
        Named.of("output that is no UTF-8", "send(frame(b'o', b'\\1\\xff')); return 1"));
  }

  @Test
  void half_a_frame_and_silence_end_at_the_wall_limit() {
    Program program = program("send(answer('x' * 100)[:50])\n    while True: pass");

    Outcome outcome =
        program.invoke(
            Call.of("f").withLimits(Limits.DEFAULT.withWallTime(Duration.ofMillis(500))));

    assertThat(outcome.status()).isEqualTo("wall_timeout");
    assertThat(program.call("ok").asString()).isEqualTo("honest");
  }

  @Test
  void one_byte_at_a_time_ends_at_the_wall_limit_too() {
    Program program =
        program(
            "import time\n    for byte in answer('x' * 10000):\n"
                + "        os.write(CHANNEL, bytes([byte])); time.sleep(0.01)");

    assertThat(
            program
                .invoke(
                    Call.of("f").withLimits(Limits.DEFAULT.withWallTime(Duration.ofMillis(500))))
                .status())
        .isEqualTo("wall_timeout");
  }

  @Test
  void a_well_formed_answer_is_the_programs_own_value_and_costs_it_its_life() {
    Program program = program("send(answer('forged'))\n    while True: pass");

    assertThat(program.call("f")).isEqualTo(new StrValue("forged"));
    assertThat(program.call("ok").asString()).isEqualTo("honest");
  }

  @Test
  void a_forged_answer_does_not_falsify_usage_or_limits() {
    Program program =
        program(
            "import time\n    end = time.process_time() + 0.2\n"
                + "    while time.process_time() < end: pass\n    send(answer('forged'))\n    os._exit(0)");

    Outcome outcome = program.invoke(Call.of("f").withLimits(SHORT));

    assertThat(outcome).isInstanceOf(Returned.class);
    assertThat(outcome.report().usage().cpuTime()).isGreaterThan(Duration.ofMillis(190));
    assertThat(outcome.report().limits()).isEqualTo(SHORT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "for _ in range(200): send(frame(b'o', b'\\1' + b'x' * 8000))",
        "send(frame(b'o', b'\\1' + b'x' * 70000))",
        "while True: send(frame(b'o', b'\\1'))",
        "while True: send(frame(b't', b'\\1'))",
      })
  void more_output_than_the_runtime_may_send_ends_the_call_at_once(String flood) {
    Program program = program(flood);

    Outcome outcome =
        program.invoke(
            Call.of("f").withLimits(SHORT.withOutput(1_000, Limits.OutputOverflow.TRUNCATE)));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Crashed.class,
            crash -> assertThat(crash.cause()).isEqualTo(Outcome.Crashed.Cause.PROTOCOL_VIOLATION));
    assertThat(outcome.report().stdout().text()).hasSizeLessThanOrEqualTo(1_000);
    assertThat(program.call("ok").asString()).isEqualTo("honest");
  }

  @Test
  void a_session_whose_worker_goes_on_computing_after_its_answer_is_ended() {
    Program program = program("send(answer('forged'))\n    while True: pass");
    try (Session session = program.openSession()) {
      assertThat(session.call("f").asString()).isEqualTo("forged");

      eventually("the worker is ended", () -> !session.alive());
    }
    assertThat(program.call("ok").asString()).isEqualTo("honest");
  }

  @Test
  void what_is_no_answer_to_an_opening_does_not_open_a_session() {
    Program program =
        compile(TOOLS + "send(frame(b'N', call_id() + marshal.dumps(('missing', '', ()), 2)))\n");

    assertThatExceptionOfType(WorkerCrashedException.class).isThrownBy(program::openSession);
  }

  @Test
  void answers_that_a_session_writes_ahead_never_become_the_value_of_a_later_call() {
    Program program =
        compile(
            TOOLS
                + """
                last = None
                def f(how):
                    global last
                    last = call_id()
                    if how == 'ahead':
                        send(answer('ahead', call=b'\\0' * 8))
                    elif how == 'replayed':
                        send(answer('replayed'))
                    elif how == 'twice':
                        send(answer('first'))
                        send(answer('second'))
                    return how
                def g(n): return n
                """);
    for (String how : new String[] {"ahead", "replayed", "twice"}) {
      try (Session session = program.openSession()) {
        Outcome first = session.invoke(Call.of("f", how).withLimits(SHORT));
        assertThat(first.status()).isIn("ok", "crashed");

        if (session.alive()) {
          Outcome second = session.invoke(Call.of("g", 42).withLimits(SHORT));
          assertThat(second)
              .satisfiesAnyOf(
                  outcome -> assertThat(outcome).isInstanceOf(Crashed.class),
                  outcome -> assertThat(outcome.orElseThrow().asInt()).isEqualTo(42));
        }
      }
      try (Session other = program.openSession()) {
        assertThat(other.call("g", 7).asInt()).isEqualTo(7);
      }
    }
  }

  @Test
  void a_session_that_swallows_its_next_request_harms_that_call_alone() {
    Program program =
        program(
            "import time\n    send(answer('forged'))\n    os.read(CHANNEL, 1 << 16); time.sleep(60)");
    Limits limits = Limits.DEFAULT.withWallTime(Duration.ofMillis(500));
    try (Session session = program.openSession();
        Session other = program.openSession()) {
      assertThat(session.call("f").asString()).isEqualTo("forged");

      assertThat(session.invoke(Call.of("ok").withLimits(limits)).status())
          .isEqualTo("wall_timeout");

      assertThat(session.alive()).isFalse();
      assertThat(other.call("ok").asString()).isEqualTo("honest");
    }
    assertThat(program.call("ok").asString()).isEqualTo("honest");
  }

  @Test
  void a_session_that_guesses_nothing_cannot_answer_before_it_is_asked() {
    Program program =
        compile(
            TOOLS
                + """
                class Late:
                    def __del__(self):
                        try: send(answer('late'))
                        except LookupError: send(answer('late', call=b'\\0' * 8))
                def f():
                    global late
                    late = Late()
                    return 1
                def g():
                    global late
                    late = None
                    return 2
                """);
    try (Session session = program.openSession()) {
      assertThat(session.call("f").asInt()).isEqualTo(1);
      for (int round = 0; round < 3 && session.alive(); round++) {
        Outcome outcome = session.invoke(Call.of("g").withLimits(SHORT));
        String seen =
            outcome instanceof Returned returned ? returned.value().toString() : outcome.status();
        assertThat(seen).isIn("2", "'late'", "crashed");
      }
    }
  }

  @Test
  void a_forged_compilation_can_only_harm_its_own_program() {
    // Nothing of a program runs while it is compiled, so it has no chance to answer itself.
    try {
      compile("# coding: utf-8\n" + TOOLS + "send(answer((b'', (), ()), b'P'))");
    } catch (SandboxException e) {
      throw new AssertionError("it compiles like any other", e);
    }
  }

  @ParameterizedTest
  @MethodSource("forgedRows")
  void what_a_row_says_of_other_rows_is_never_believed(String body) {
    Program program =
        compile(
            TOOLS
                + """
                def rows(values, next=0, failure=None):
                    return answer((next, values, failure), b'B')
                def f(x):
                    if x == 40:
                        %s
                    return x
                """
                    .formatted(body));
    MapCall call = MapCall.of("f").withLimits(SHORT).withOnError(MapCall.OnError.COLLECT);

    try (RowOutcomes outcomes = program.map(call, LongStream.range(0, 120).mapToObj(Row::of))) {
      for (int row = 0; row < 120; row++) {
        RowOutcome outcome = outcomes.next();
        assertThat(outcome.row()).isEqualTo(row);
        if (row == 40 && outcome.outcome() instanceof Crashed) {
          continue;
        }
        assertThat(outcome.value().asLong()).isEqualTo(row);
      }
      assertThat(outcomes.hasNext()).isFalse();
    }
  }

  static Stream<Named<String>> forgedRows() {
    return Stream.of(
        Named.of("more values than there are rows", "send(rows([0] * 100000)); os._exit(0)"),
        Named.of("no row at all", "send(rows([], 5)); os._exit(0)"),
        Named.of("more rows to come than are left", "send(rows([x], 100000)); os._exit(0)"),
        Named.of("the largest number of rows", "send(rows([x], 0x7fffffff)); os._exit(0)"),
        Named.of("values that are no list", "send(rows({'a': 1})); os._exit(0)"),
        Named.of("an end that is none", "send(rows([], 0, ('R', 1))); os._exit(0)"),
        Named.of("the answer to a call", "send(answer('forged')); os._exit(0)"),
        Named.of("a missing function", "send(answer(('missing', '', ()), b'N')); os._exit(0)"),
        Named.of("output of a row that was", "send(frame(b'w', struct.pack('>i', 0)))"),
        Named.of("output of a row to come", "send(frame(b'w', struct.pack('>i', 119)))"),
        Named.of("output of a row below none", "send(frame(b'w', struct.pack('>i', -1)))"),
        Named.of("output of no row", "send(frame(b'o', b'\\1text'))"),
        Named.of("rows behind the last ones", "send(rows([x]) + rows([x])); os._exit(0)"),
        Named.of(
            "a lack of memory that goes on", "send(rows([], 1, ('L', ('memory', '', None))))"));
  }

  @Test
  void a_forged_value_is_at_most_that_of_rows_that_ran_with_it() {
    Program program =
        compile(
            TOOLS
                + """
                def f(x):
                    if x == 0:
                        send(answer((0, ['forged'], None), b'B'))
                        while True: pass
                    return x
                """);
    MapCall call = MapCall.of("f").withLimits(SHORT).withOnError(MapCall.OnError.COLLECT);

    try (RowOutcomes outcomes = program.map(call, LongStream.range(0, 3).mapToObj(Row::of))) {
      assertThat(outcomes.next().value()).isEqualTo(new StrValue("forged"));
      assertThat(outcomes.next().outcome().status()).isIn("ok", "wall_timeout");
      assertThat(outcomes.next().value().asLong()).isEqualTo(2);
    }
  }

  @Test
  void a_worker_that_answers_for_all_rows_at_once_answers_for_those_of_its_batch_alone() {
    Program program =
        compile(
            TOOLS
                + """
                def f(x):
                    while x == 40:
                        send(answer((1, ['forged'], None), b'B'))
                    return x
                """);
    MapCall call = MapCall.of("f").withLimits(SHORT).withOnError(MapCall.OnError.COLLECT);

    try (RowOutcomes outcomes = program.map(call, LongStream.range(0, 3_000).mapToObj(Row::of))) {
      for (int row = 0; row < 3_000; row++) {
        RowOutcome outcome = outcomes.next();
        assertThat(outcome.row()).isEqualTo(row);
        if (row < 8 || row > 2_000) {
          assertThat(outcome.value().asLong()).isEqualTo(row);
        }
      }
      assertThat(outcomes.hasNext()).isFalse();
    }
  }

  @Test
  void word_of_rows_is_no_answer_to_a_call() {
    Program program = program("send(answer((0, [1], None), b'B')); return 1");

    assertThat(program.invoke(Call.of("f").withLimits(SHORT)))
        .isInstanceOfSatisfying(
            Crashed.class,
            crash -> assertThat(crash.cause()).isEqualTo(Crashed.Cause.PROTOCOL_VIOLATION));
  }

  private Program program(String body) {
    return compile(TOOLS + "def f():\n    " + body + "\n");
  }

  private Program compile(String source) {
    return sandbox.compile(Source.of(source).under(Policy.FULL));
  }
}
