package io.terrarium.conformance;

import static io.terrarium.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terrarium.ArrivingRows;
import io.terrarium.CallCancelledException;
import io.terrarium.Columns;
import io.terrarium.HostFunction;
import io.terrarium.InvalidArgumentException;
import io.terrarium.InvalidRowException;
import io.terrarium.Limit;
import io.terrarium.LimitExceededException;
import io.terrarium.Limits;
import io.terrarium.MapCall;
import io.terrarium.MapCall.OnError;
import io.terrarium.NestedCallException;
import io.terrarium.Outcome;
import io.terrarium.Profile;
import io.terrarium.Program;
import io.terrarium.Row;
import io.terrarium.RowFailedException;
import io.terrarium.RowOutcome;
import io.terrarium.RowOutcomes;
import io.terrarium.Sandbox;
import io.terrarium.Source;
import io.terrarium.UnknownFunctionException;
import io.terrarium.UserCodeException;
import io.terrarium.testing.Sandboxes;
import io.terrarium.value.Value;
import io.terrarium.value.ValueConversionException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One function over many rows. */
final class MapTest extends SharedSandbox {
  private static final MapCall COLLECT = MapCall.of("f").withOnError(OnError.COLLECT);
  private static final Limits SHORT = Limits.DEFAULT.withWallTime(Duration.ofMillis(700));

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void each_row_has_its_value_in_the_order_of_the_rows(int workers) {
    Program program = sandbox.compile("def f(x): return x * 2 + 1");
    int rows = 50_000;
    try (RowOutcomes outcomes =
        program.map(MapCall.of("f").withParallelism(workers), numbers(rows))) {
      long row = 0;
      while (outcomes.hasNext()) {
        RowOutcome outcome = outcomes.next();
        assertThat(outcome.row()).isEqualTo(row);
        assertThat(outcome.value().asLong()).isEqualTo(2 * row + 1);
        row++;
      }
      assertThat(row).isEqualTo(rows);
      assertThat(outcomes.hasNext()).isFalse();
    }
  }

  @Test
  void rows_come_from_iterables_iterators_and_streams_and_a_stream_is_closed_with_the_map() {
    Program program = sandbox.compile("def f(x): return -x");
    List<Row> rows = List.of(Row.of(1), Row.of(2));
    var closed = new AtomicBoolean();

    assertThat(values(program.map("f", rows))).isEqualTo("[-1, -2]");
    assertThat(values(program.map(MapCall.of("f"), rows.iterator()))).isEqualTo("[-1, -2]");
    assertThat(values(program.map(MapCall.of("f"), rows.stream().onClose(() -> closed.set(true)))))
        .isEqualTo("[-1, -2]");
    assertThat(closed).isTrue();
    assertThat(values(program.map("f", List.of()))).isEqualTo("[]");
  }

  @Test
  void a_row_that_has_arrived_is_answered_before_the_next_one_arrives() {
    Program program = sandbox.compile("def f(x): return -x");
    var rows =
        new ArrivingRows() {
          private int arrived = 1;
          private int taken;
          private Runnable news = () -> {};

          @Override
          public boolean isReady() {
            return taken < arrived || arrived > 3;
          }

          @Override
          public void whenReady(Runnable newNews) {
            news = newNews;
          }

          @Override
          public boolean hasNext() {
            assertThat(isReady()).as("whoever asks need not wait").isTrue();
            return taken < 3;
          }

          @Override
          public Row next() {
            return Row.of(++taken);
          }

          void arrive() {
            arrived++;
            news.run();
          }
        };
    try (RowOutcomes outcomes = program.map(MapCall.of("f"), rows)) {
      for (int row = 1; row <= 3; row++) {
        assertThat(outcomes.next().value().asLong()).isEqualTo(-row);
        rows.arrive();
      }
      assertThat(outcomes.hasNext()).isFalse();
    }
  }

  @Test
  void a_row_has_positional_arguments_or_named_ones_or_both() {
    Program program = sandbox.compile("def f(a, b=0, *more, c=0): return [a, b, more, c]");
    List<Row> rows =
        List.of(
            Row.of(1),
            Row.of(1, 2, 3),
            Row.named(Map.of("a", 4)),
            Row.of(7).with("c", 5),
            Row.of(List.of(1, 2)),
            Row.of((Object) null));

    assertThat(values(program.map("f", rows)))
        .isEqualTo(
            "[[1, 0, (), 0], [1, 2, (3,), 0], [4, 0, (), 0], [7, 0, (), 5], [[1, 2], 0, (), 0],"
                + " [None, 0, (), 0]]");
  }

  @Test
  void what_is_restored_in_python_is_restored_for_each_row() {
    Program program =
        sandbox.compile("from datetime import timedelta\ndef f(d): return d + timedelta(days=1)");
    Stream<Row> rows = IntStream.range(0, 100).mapToObj(i -> Row.of(LocalDate.EPOCH.plusDays(i)));

    List<RowOutcome> outcomes = all(program.map(MapCall.of("f"), rows));

    assertThat(outcomes.get(99).value().asLocalDate()).isEqualTo(LocalDate.EPOCH.plusDays(100));
  }

  @Test
  void coroutines_run_to_their_end_and_any_callable_will_do() {
    assertThat(values(map("async def f(x): return x + 1", 3))).isEqualTo("[1, 2, 3]");
    assertThat(values(map("async def g(x): return x + 1\ndef f(x): return g(x)", 3)))
        .isEqualTo("[1, 2, 3]");
    assertThat(values(map("f = str", 3))).isEqualTo("['0', '1', '2']");
  }

  @Test
  void the_module_body_runs_once_for_each_worker_and_globals_persist_from_row_to_row() {
    String source = "seen = []\ndef f(x):\n    seen.append(x)\n    return len(seen)";

    assertThat(values(map(source, 4))).isEqualTo("[1, 2, 3, 4]");
    assertThat(values(map(source, 4))).as("and every map has its own").isEqualTo("[1, 2, 3, 4]");
  }

  @Test
  void the_first_row_without_a_value_ends_the_map_with_its_index() {
    var handed = new AtomicInteger();
    Program program = sandbox.compile("def f(x): return 10 // (x - 500)");
    try (RowOutcomes outcomes =
        program.map(MapCall.of("f"), numbers(1_000).peek(_ -> handed.incrementAndGet()))) {
      for (int row = 0; row < 500; row++) {
        assertThat(outcomes.next().row()).isEqualTo(row);
      }
      assertThatThrownBy(outcomes::next)
          .isInstanceOfSatisfying(
              RowFailedException.class,
              failed -> {
                assertThat(failed.row()).isEqualTo(500);
                assertThat(failed.outcome()).isInstanceOf(Outcome.Raised.class);
              })
          .hasMessageStartingWith("row 500: ZeroDivisionError")
          .hasCauseInstanceOf(UserCodeException.class);
      assertThatExceptionOfType(RowFailedException.class)
          .as("and again, whoever asks")
          .isThrownBy(outcomes::hasNext);
    }
  }

  @Test
  void outcomes_can_be_collected_row_by_row() {
    String source =
        """
        def f(x):
            if x % 10 == 1: raise ValueError(x)
            if x % 10 == 2: return object()
            if x % 10 == 3: raise StopIteration
            if x % 10 == 4: raise SystemExit(x)
            return x
        """;
    List<RowOutcome> outcomes = all(sandbox.compile(source).map(COLLECT, numbers(2_000)));

    assertThat(outcomes).hasSize(2_000);
    for (RowOutcome outcome : outcomes) {
      int digit = (int) (outcome.row() % 10);
      switch (outcome.outcome()) {
        case Outcome.Raised(var error, _) -> {
          assertThat(digit).isIn(1, 3, 4);
          assertThat(error.type())
              .isEqualTo(List.of("", "ValueError", "", "StopIteration", "SystemExit").get(digit));
          assertThat(error.frames()).hasSize(digit == 3 ? 0 : 1);
          assertThat(error.message())
              .isEqualTo(digit == 3 ? "the function raised it" : "" + outcome.row());
        }
        case Outcome.Unrepresentable none -> {
          assertThat(digit).isEqualTo(2);
          assertThat(none.path()).isEqualTo("result");
        }
        default -> assertThat(outcome.value().asLong()).isEqualTo(outcome.row());
      }
    }
  }

  @Test
  void arguments_that_do_not_fit_the_function_are_an_exception_of_their_row() {
    List<Row> rows =
        List.of(Row.of(1), Row.of(), Row.of(1, 2), Row.named(Map.of("y", 1)), Row.of(2));

    assertThat(statuses(sandbox.compile("def f(x): return x").map(COLLECT, rows)))
        .containsExactly("ok", "exception", "exception", "exception", "ok");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void a_row_that_loops_costs_only_itself(int workers) {
    Program program =
        sandbox.compile("def f(x):\n    while x == 3 or x == 700: pass\n    return x");
    MapCall call = COLLECT.withLimits(SHORT).withParallelism(workers);

    List<RowOutcome> outcomes = all(program.map(call, numbers(1_000)));

    assertOnly(outcomes, row -> row == 3 || row == 700, Outcome.LimitExceeded.class);
    assertThat(((Outcome.LimitExceeded) outcomes.get(700).outcome()).limit())
        .isEqualTo(Limit.WALL_TIME);
  }

  @Test
  void processor_time_is_that_of_a_row() {
    Program program = sandbox.compile("def f(x):\n    while x == 40: pass\n    return x");
    Limits limits = Limits.DEFAULT.withCpuTime(Duration.ofMillis(200));

    List<RowOutcome> outcomes = all(program.map(COLLECT.withLimits(limits), numbers(60)));

    assertOnly(outcomes, row -> row == 40, Outcome.LimitExceeded.class);
    assertThat(((Outcome.LimitExceeded) outcomes.get(40).outcome()).limit())
        .isEqualTo(Limit.CPU_TIME);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void host_calls_are_counted_row_by_row(int workers) {
    MapCall call = COLLECT.withLimits(Limits.DEFAULT.withHostCalls(1)).withParallelism(workers);

    assertThat(statuses(calling("def f(x): return same(x)").map(call, numbers(200))))
        .hasSize(200)
        .containsOnly("ok");

    String twice = "def f(x):\n    if x == 70: same(x)\n    return same(x)";
    List<RowOutcome> outcomes = all(calling(twice).map(call, numbers(100)));
    assertOnly(outcomes, row -> row == 70, Outcome.LimitExceeded.class);
    assertThat(((Outcome.LimitExceeded) outcomes.get(70).outcome()).limit())
        .isEqualTo(Limit.HOST_CALLS);
  }

  @Test
  void a_row_that_loops_after_a_host_call_costs_only_itself() {
    String source = "def f(x):\n    same(x)\n    while x == 3: pass\n    return same(x)";

    List<RowOutcome> outcomes =
        all(calling(source).map(COLLECT.withLimits(SHORT.withHostCalls(2)), numbers(20)));

    assertOnly(outcomes, row -> row == 3, Outcome.LimitExceeded.class);
    assertThat(((Outcome.LimitExceeded) outcomes.get(3).outcome()).limit())
        .isEqualTo(Limit.WALL_TIME);
  }

  @Test
  void a_host_function_cannot_map_rows() {
    Program inner = sandbox.compile("def f(x): return x");
    RowOutcomes begun = inner.map("f", List.of(Row.of(1)));
    var thrown = new ArrayList<Throwable>();
    HostFunction maps =
        HostFunction.of(
            "maps",
            _ -> {
              for (Runnable mapping :
                  List.<Runnable>of(
                      () -> inner.map("f", List.of(Row.of(1))),
                      () -> inner.mapDoubles("f", new double[1]),
                      () -> begun.forEachRemaining(_ -> {}))) {
                try {
                  mapping.run();
                } catch (NestedCallException e) {
                  thrown.add(e);
                }
              }
              return null;
            });
    var _ = sandbox.compile(Source.of("def f(): maps()").withHostFunction(maps)).call("f");

    assertThat(thrown).hasSize(3);
  }

  @Test
  void a_map_takes_no_more_places_than_its_profile_has() {
    Profile one = Profile.named("one").maximumConcurrentCalls(1).build();
    try (Sandbox several = Sandboxes.settings().maximumConcurrentCalls(4).create()) {
      Program program =
          several.compile(
              Source.of("import time\ndef f(x):\n    time.sleep(0.2)\n    return x").in(one));

      assertThat(readAhead(program, 4)).isEqualTo(readAhead(program, 1));
    }
  }

  /** How many rows are read until the first one has its outcome. */
  private static int readAhead(Program program, int workers) {
    var read = new AtomicInteger();
    Iterator<Row> endless = Stream.generate(() -> Row.of(read.getAndIncrement())).iterator();
    try (RowOutcomes outcomes = program.map(MapCall.of("f").withParallelism(workers), endless)) {
      outcomes.next();
      return read.get();
    }
  }

  @Test
  void a_row_that_ends_its_process_costs_only_itself() {
    Program program =
        sandbox.compile(
            full("import os\ndef f(x):\n    if x % 300 == 7: os._exit(3)\n    return x"));

    List<RowOutcome> outcomes = all(program.map(COLLECT, numbers(1_000)));

    assertOnly(outcomes, row -> row % 300 == 7, Outcome.Crashed.class);
  }

  @Test
  void a_row_that_wants_too_much_memory_costs_only_itself() {
    Program program =
        sandbox.compile("def f(x):\n    return len('x' * (2 * 10 ** 9 if x % 90 == 50 else 1))");

    List<RowOutcome> outcomes = all(program.map(COLLECT, numbers(200)));

    assertOnly(outcomes, row -> row % 90 == 50, Outcome.LimitExceeded.class);
    assertThat(((Outcome.LimitExceeded) outcomes.get(50).outcome()).limit())
        .isEqualTo(Limit.MEMORY);
  }

  @Test
  void values_that_only_together_take_too_much_memory_are_each_fine() {
    // The rows before these are quick, so many of these run at once at first.
    Program program =
        sandbox.compile(
            "def f(x): return len(g(x))\ndef g(x): return 'x'\n"
                + "def h(x): return 'x' * (2_000_000 if x > 3_000 else 1)");
    Limits limits = Limits.DEFAULT.withMemoryBytes(64L << 20);

    try (RowOutcomes outcomes = program.map(MapCall.of("h").withLimits(limits), numbers(3_100))) {
      long length = 0;
      while (outcomes.hasNext()) {
        length += outcomes.next().value().asString().length();
      }
      assertThat(length).isEqualTo(3_001 + 99 * 2_000_000L);
    }
  }

  @Test
  void honest_rows_may_together_take_longer_than_one_may() {
    Program program = sandbox.compile("import time\ndef f(x):\n    time.sleep(0.02)\n    return x");
    Limits limits = Limits.DEFAULT.withWallTime(Duration.ofMillis(500));

    assertThat(all(program.map(MapCall.of("f").withLimits(limits), numbers(60)))).hasSize(60);
  }

  @Test
  void a_worker_that_never_ends_its_turn_is_ended_and_that_costs_no_row() {
    String source =
        """
        import sys, time
        opened()
        def f(x):
            frame = sys._getframe()
            while frame:
                run = frame.f_locals.get("self")
                if hasattr(run, "_turn_ends"):
                    run._turn_ends = 1 << 62
                frame = frame.f_back
            time.sleep(0.04)
            return x
        """;
    var opened = new AtomicInteger();
    HostFunction counting = HostFunction.of("opened", _ -> opened.incrementAndGet());
    Program program = sandbox.compile(full(source).withHostFunction(counting));
    MapCall call =
        COLLECT
            .withLimits(Limits.DEFAULT.withWallTime(Duration.ofMillis(300)))
            .withBatches(1 << 20, Duration.ofSeconds(10));

    assertOnly(all(program.map(call, numbers(110))), _ -> false, Outcome.Crashed.class);

    assertThat(opened).as("workers").hasValueGreaterThan(1);
  }

  @Test
  void the_whole_has_a_time_of_its_own() {
    Program program = sandbox.compile("import time\ndef f(x):\n    time.sleep(0.05)\n    return x");
    MapCall call = COLLECT.withWallTime(Duration.ofMillis(400));

    try (RowOutcomes outcomes = program.map(call, numbers(1_000))) {
      assertThat(outcomes.next().value().asLong()).isZero();
      assertThatExceptionOfType(LimitExceededException.class)
          .isThrownBy(() -> outcomes.forEachRemaining(_ -> {}))
          .withMessageContaining("All rows together took longer than 400 ms");
    }
  }

  @Test
  void what_a_row_prints_is_its_own() {
    Program program =
        sandbox.compile(
            full(
                "import sys\ndef f(x):\n    if x % 100 == 5:\n        print('row', x, end='')\n"
                    + "        print('!', file=sys.stderr)\n    return x"));

    List<RowOutcome> outcomes = all(program.map(COLLECT, numbers(1_000)));

    for (RowOutcome outcome : outcomes) {
      boolean prints = outcome.row() % 100 == 5;
      assertThat(outcome.outcome().report().stdout().text())
          .isEqualTo(prints ? "row " + outcome.row() : "");
      assertThat(outcome.outcome().report().stderr().text()).isEqualTo(prints ? "!\n" : "");
    }
  }

  @Test
  void output_is_bounded_for_each_row_and_for_all() {
    Program program = sandbox.compile("def f(x): print('x' * 99)");
    Limits limits = Limits.DEFAULT.withOutput(50, Limits.OutputOverflow.TRUNCATE);

    List<RowOutcome> each = all(program.map(COLLECT.withLimits(limits), numbers(10)));
    List<RowOutcome> inAll = all(program.map(COLLECT.withOutputBytes(450), numbers(10)));

    assertThat(each)
        .allSatisfy(outcome -> {
          assertThat(outcome.outcome().report().stdout().text()).hasSize(50);
          assertThat(outcome.outcome().report().stdout().truncated()).isTrue();
        });
    assertThat(inAll.stream().map(it -> it.outcome().report().stdout().text().length()))
        .containsExactly(100, 100, 100, 100, 50, 0, 0, 0, 0, 0);
    assertThat(inAll.get(9).outcome().report().stdout().truncated()).isTrue();
    assertThat(inAll.get(3).outcome().report().stdout().truncated()).isFalse();
  }

  @Test
  void a_row_that_prints_more_than_it_may_can_be_a_failure() {
    Program program = sandbox.compile("def f(x):\n    if x == 7: print('x' * 99)\n    return x");
    Limits limits = Limits.DEFAULT.withOutput(50, Limits.OutputOverflow.FAIL);

    List<RowOutcome> outcomes = all(program.map(COLLECT.withLimits(limits), numbers(20)));

    assertOnly(outcomes, row -> row == 7, Outcome.LimitExceeded.class);
  }

  @Test
  void a_result_that_is_too_large_costs_only_its_row() {
    Program program = sandbox.compile("def f(x): return 'x' * (5_000 if x % 50 == 3 else 500)");
    Limits limits = Limits.DEFAULT.withResultBytes(1_000);

    List<RowOutcome> outcomes = all(program.map(COLLECT.withLimits(limits), numbers(200)));

    assertOnly(outcomes, row -> row % 50 == 3, Outcome.LimitExceeded.class, 500);
  }

  @Test
  void a_row_without_a_form_in_python_ends_the_map_with_its_index_and_the_reason() {
    Program program = sandbox.compile("def f(x): return x");
    List<Row> rows = List.of(Row.of(1), Row.of(2), Row.of(List.of(new Thread())), Row.of(3));
    try (RowOutcomes outcomes = program.map(COLLECT, rows)) {
      assertThat(outcomes.next().value().asInt()).isEqualTo(1);
      assertThat(outcomes.next().value().asInt()).isEqualTo(2);
      assertThatThrownBy(outcomes::next)
          .isInstanceOfSatisfying(
              InvalidRowException.class, invalid -> assertThat(invalid.row()).isEqualTo(2))
          .hasMessageStartingWith("row 2: args[0][0]: a Java java.lang.Thread");
    }
  }

  @Test
  void a_row_larger_than_arguments_may_be_is_refused_with_its_index() {
    Program program = sandbox.compile("def f(x): return len(x)");
    Limits limits = Limits.DEFAULT.withArgumentBytes(1_000);
    try (RowOutcomes outcomes =
        program.map(
            MapCall.of("f").withLimits(limits),
            List.of(Row.of("x"), Row.of("x".repeat(2_000))).iterator())) {
      assertThat(outcomes.next().value().asInt()).isEqualTo(1);
      assertThatExceptionOfType(InvalidRowException.class)
          .isThrownBy(outcomes::next)
          .withMessageContaining("row 1: args[0]: the arguments take more than 1000 bytes");
    }
  }

  @Test
  void rows_much_larger_than_a_batch_pass() {
    Program program = sandbox.compile("def f(xs): return sum(xs)");
    double[] numbers = new double[1_000_000];
    java.util.Arrays.fill(numbers, 0.5);

    assertThat(
            values(program.map("f", List.of(Row.of(numbers), Row.of(List.of(1)), Row.of(numbers)))))
        .isEqualTo("[500000.0, 1, 500000.0]");
  }

  @Test
  void what_the_source_of_rows_throws_comes_after_the_rows_before_it() {
    Program program = sandbox.compile("def f(x): return x");
    Stream<Row> rows =
        numbers(1_000)
            .peek(row -> {
              if (row.arguments().getFirst().equals(600L)) {
                throw new IllegalStateException("the disk is on fire");
              }
            });
    var seen = new AtomicInteger();
    try (RowOutcomes outcomes = program.map(COLLECT, rows)) {
      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(() -> outcomes.forEachRemaining(_ -> seen.incrementAndGet()))
          .withMessage("the disk is on fire");
      assertThat(seen).hasValue(600);
    }
  }

  @Test
  void an_unknown_function_is_said_as_for_a_call() {
    assertThatExceptionOfType(UnknownFunctionException.class)
        .isThrownBy(
            () -> sandbox.compile("def mean(x): return x").map("meen", List.of(Row.of(1))).next())
        .withMessageContaining("mean");
  }

  @Test
  void a_module_body_that_fails_fails_the_map_and_no_row() {
    try (RowOutcomes outcomes = map("x = 1 / 0\ndef f(x): return x", 3)) {
      assertThatExceptionOfType(UserCodeException.class)
          .isThrownBy(outcomes::hasNext)
          .withMessageContaining("ZeroDivisionError");
    }
  }

  @Test
  void rows_are_read_only_as_far_ahead_as_workers_need_them() {
    Program program = sandbox.compile("def f(x): return x");
    var read = new AtomicInteger();
    Iterator<Row> endless = Stream.generate(() -> Row.of(read.getAndIncrement())).iterator();
    try (RowOutcomes outcomes = program.map(MapCall.of("f"), endless)) {
      assertThat(read).as("nothing happens before the first outcome is asked for").hasValue(0);
      for (int row = 0; row < 100_000; row++) {
        assertThat(outcomes.next().row()).isEqualTo(row);
      }
      assertThat(read.get()).isLessThan(1_000_000);
    }
  }

  @Test
  void an_interrupt_ends_the_map_and_the_flag_is_kept() {
    Program program = sandbox.compile("def f(x):\n    while x == 1: pass\n    return x");
    var thrown = new AtomicReference<Throwable>();
    var flag = new AtomicBoolean();
    var seen = new AtomicInteger();
    Thread reader =
        Thread.ofPlatform()
            .start(() -> {
              try (RowOutcomes outcomes = program.map(COLLECT, numbers(10))) {
                outcomes.forEachRemaining(_ -> seen.incrementAndGet());
              } catch (CallCancelledException e) {
                thrown.set(e);
                flag.set(Thread.currentThread().isInterrupted());
              }
            });
    eventually("a row is there", () -> seen.get() == 1);
    reader.interrupt();

    eventually("it has ended", () -> !reader.isAlive());
    assertThat(thrown.get()).hasMessageContaining("interrupted");
    assertThat(flag).isTrue();
    assertThat(nextCall()).isEqualTo("hello next");
  }

  @Test
  void closing_from_elsewhere_ends_the_map() {
    Program program = sandbox.compile("def f(x):\n    while x == 1: pass\n    return x");
    RowOutcomes outcomes = program.map(COLLECT, numbers(10));
    var thrown = new AtomicReference<Throwable>();
    var seen = new AtomicInteger();
    Thread reader =
        Thread.ofPlatform()
            .start(() -> {
              try {
                outcomes.forEachRemaining(_ -> seen.incrementAndGet());
              } catch (CallCancelledException e) {
                thrown.set(e);
              }
            });
    eventually("a row is there", () -> seen.get() == 1);
    outcomes.close();

    eventually("it has ended", () -> !reader.isAlive());
    assertThat(thrown.get()).hasMessageContaining("closed");
  }

  @Test
  void a_map_that_is_not_read_to_its_end_is_over_when_it_is_closed() {
    Program program = sandbox.compile("def f(x): return x");
    for (int round = 0; round < 5; round++) {
      try (RowOutcomes outcomes =
          program.map(MapCall.of("f").withParallelism(2), numbers(1_000_000))) {
        outcomes.next();
      }
    }
    RowOutcomes unread = program.map("f", List.of(Row.of(1)));
    unread.close();
    assertThatExceptionOfType(CallCancelledException.class).isThrownBy(unread::hasNext);
    assertThat(mapThreads()).isZero();
  }

  @Test
  void columns_of_numbers_go_in_and_one_comes_out() {
    Program program = sandbox.compile("def f(x, y=0, n=1): return (x + y) * n");
    double[] xs = LongStream.range(0, 30_000).mapToDouble(i -> i / 2.0).toArray();
    double[] ys = xs.clone();
    long[] ns = LongStream.range(0, 30_000).toArray();

    assertThat(program.mapDoubles("f", xs)).isEqualTo(xs);
    double[] results =
        program.mapDoubles(MapCall.of("f").withParallelism(2), Columns.of(xs).with(ys).with(ns));
    assertThat(results[20_001]).isEqualTo(20_001.0 * 20_001);
    assertThat(program.mapDoubles("f", new double[0])).isEmpty();
  }

  @Test
  void a_result_that_is_no_number_names_its_row() {
    Program program =
        sandbox.compile(
            "def f(x):\n    if x == 700: return 'no'\n    if x == 800: 1 / 0\n    return x");
    double[] xs = LongStream.range(0, 1_000).asDoubleStream().toArray();

    assertThatExceptionOfType(ValueConversionException.class)
        .isThrownBy(() -> program.mapDoubles("f", xs))
        .withMessageContaining("row 700: a Python str cannot become a Java double");
    double[] later = LongStream.range(701, 1_000).asDoubleStream().toArray();
    assertThatThrownBy(() -> program.mapDoubles("f", later))
        .isInstanceOfSatisfying(
            RowFailedException.class, failed -> assertThat(failed.row()).isEqualTo(99));
    assertThatExceptionOfType(InvalidArgumentException.class)
        .isThrownBy(() -> program.mapDoubles("f", new double[2], new double[3]))
        .withMessageContaining("column 1 has 3 rows, and those before it have 2");
  }

  @Test
  void a_column_with_a_row_that_loops_names_it() {
    Program program = sandbox.compile("def f(x):\n    while x == 70: pass\n    return x");
    double[] xs = LongStream.range(0, 100).asDoubleStream().toArray();

    assertThatThrownBy(() -> program.mapDoubles(MapCall.of("f").withLimits(SHORT), Columns.of(xs)))
        .isInstanceOfSatisfying(
            RowFailedException.class,
            failed -> {
              assertThat(failed.row()).isEqualTo(70);
              assertThat(failed.outcome()).isInstanceOf(Outcome.LimitExceeded.class);
            });
  }

  private RowOutcomes map(String source, long rows) {
    return sandbox.compile(source).map(MapCall.of("f"), numbers(rows));
  }

  private Program calling(String source) {
    HostFunction same = HostFunction.of("same", long.class, number -> number);
    return sandbox.compile(Source.of(source).withHostFunction(same));
  }

  private static Stream<Row> numbers(long rows) {
    return LongStream.range(0, rows).mapToObj(Row::of);
  }

  private static List<RowOutcome> all(RowOutcomes outcomes) {
    try (outcomes) {
      var all = new ArrayList<RowOutcome>();
      outcomes.forEachRemaining(all::add);
      for (int row = 0; row < all.size(); row++) {
        assertThat(all.get(row).row()).isEqualTo(row);
      }
      return all;
    }
  }

  private static String values(RowOutcomes outcomes) {
    return all(outcomes).stream().map(RowOutcome::value).map(Value::toString).toList().toString();
  }

  private static List<String> statuses(RowOutcomes outcomes) {
    return all(outcomes).stream().map(outcome -> outcome.outcome().status()).toList();
  }

  private static void assertOnly(
      List<RowOutcome> outcomes, LongPredicate failing, Class<? extends Outcome> kind) {
    for (RowOutcome outcome : outcomes) {
      Class<?> expected = failing.test(outcome.row()) ? kind : Outcome.Returned.class;
      assertThat(outcome.outcome()).as("row " + outcome.row()).isInstanceOf(expected);
    }
  }

  private static void assertOnly(
      List<RowOutcome> outcomes, LongPredicate failing, Class<? extends Outcome> kind, int length) {
    assertOnly(outcomes, failing, kind);
    assertThat(outcomes)
        .filteredOn(outcome -> !failing.test(outcome.row()))
        .allSatisfy(outcome -> assertThat(outcome.value().asString()).hasSize(length));
  }

  private static long mapThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("terrarium-map"))
        .count();
  }
}
