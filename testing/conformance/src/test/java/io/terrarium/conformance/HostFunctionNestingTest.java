package io.terrarium.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terrarium.Call;
import io.terrarium.HostFunction;
import io.terrarium.HostFunctionException;
import io.terrarium.Limits;
import io.terrarium.NestedCallException;
import io.terrarium.Outcome;
import io.terrarium.Outcome.Raised;
import io.terrarium.OverloadedException;
import io.terrarium.Program;
import io.terrarium.ProgramRejectedException;
import io.terrarium.Sandbox;
import io.terrarium.SandboxException;
import io.terrarium.Session;
import io.terrarium.Source;
import io.terrarium.UserCodeException;
import io.terrarium.testing.Sandboxes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Host functions that call programs, and the places in a program from which they are called. */
class HostFunctionNestingTest extends SharedSandbox {
  private static final HostFunction TWICE =
      HostFunction.of("twice", long.class, number -> 2 * number);

  @Test
  void a_host_function_calls_and_compiles_programs_in_the_place_of_its_caller() throws Exception {
    // Both callers hold the only places there are when their host functions call.
    try (Sandbox two =
        Sandboxes.settings().maximumConcurrentCalls(2).queue(0, Duration.ZERO).create()) {
      var both = new CyclicBarrier(2);
      var inner =
          HostFunction.of(
              "inner",
              long.class,
              number -> {
                var _ = both.await(10, TimeUnit.SECONDS);
                return two.compile("def g(x): return x * 3").call("g", number);
              });
      Program outer =
          two.compile(Source.of("def f(x): return inner(x) + 1").withHostFunction(inner));

      var one =
          CompletableFuture.supplyAsync(
              () -> outer.call("f", 5).asInt(), Thread::startVirtualThread);
      var other =
          CompletableFuture.supplyAsync(
              () -> outer.call("f", 6).asInt(), Thread::startVirtualThread);

      assertThat(one.get(10, TimeUnit.SECONDS)).isEqualTo(16);
      assertThat(other.get(10, TimeUnit.SECONDS)).isEqualTo(19);
    }
  }

  @Test
  void a_program_and_a_host_function_may_call_each_other_for_a_while() {
    var self = new AtomicReference<Program>();
    var deepest = new AtomicInteger();
    var again =
        HostFunction.of(
            "again",
            int.class,
            number -> {
              deepest.accumulateAndGet(number, Math::max);
              return self.get().call("factorial", number);
            });
    self.set(
        sandbox.compile(
            Source.of(
                    "def factorial(n): return n and n * again(n - 1) or 1\ndef up(n): again(n + 1)")
                .withHostFunction(again)));

    assertThat(self.get().call("factorial", 5).asInt()).isEqualTo(120);
    deepest.set(0);
    Outcome endless = self.get().invoke(Call.of("factorial", 1_000));
    assertThat(((Raised) endless).error().summary())
        .isEqualTo("RuntimeError: the host function again() failed");
    assertThat(nextCall()).isEqualTo("hello next");
  }

  @Test
  void its_own_session_refuses_it_and_another_one_does_not() {
    var own = new AtomicReference<Session>();
    var calling =
        HostFunction.of(
            "calling",
            _ -> {
              try {
                return own.get().call("g");
              } catch (NestedCallException e) {
                return "refused: " + e.category();
              }
            });
    var source = Source.of("def f(): return calling()\ndef g(): return 'g'");
    Program program = sandbox.compile(source.withHostFunction(calling));
    try (Session one = program.openSession();
        Session other = program.openSession()) {
      own.set(one);

      assertThat(one.call("f").asString()).isEqualTo("refused: USER");
      assertThat(other.call("f").asString()).isEqualTo("g");
      assertThat(one.call("g").asString()).isEqualTo("g");
    }
  }

  @Test
  void a_session_may_be_opened_from_within() {
    var program =
        sandbox.compile("count = 0\ndef g():\n    global count\n    count += 1\n    return count");
    var opening =
        HostFunction.of(
            "opening",
            _ -> {
              try (Session inner = program.openSession()) {
                return List.of(inner.call("g"), inner.call("g"));
              }
            });

    assertThat(call(Source.of("def f(): return opening()").withHostFunction(opening)).toString())
        .isEqualTo("[1, 2]");
  }

  @Test
  void a_call_from_within_does_not_wait_for_memory_that_its_caller_holds() {
    long memory = 64L << 20;
    Limits limits = Limits.DEFAULT.withMemoryBytes(memory);
    try (Sandbox small =
        Sandboxes.settings().defaultLimits(limits).memoryBudgetBytes(memory).create()) {
      Program inner = small.compile("def g(): return 1");
      var thrown = new AtomicReference<SandboxException>();
      var calling =
          HostFunction.of(
              "calling",
              _ -> {
                try {
                  return inner.call("g");
                } catch (OverloadedException e) {
                  thrown.set(e);
                  return "no memory";
                }
              });
      Program outer =
          small.compile(Source.of("def f(): return calling()").withHostFunction(calling));

      assertThat(outer.call("f").asString()).isEqualTo("no memory");
      assertThat(thrown.get()).hasMessageContaining("does not wait");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "def f(): return sorted([3, 1, 2], key=lambda x: -twice(x))|[3, 2, 1]",
        "def f(): return list(map(twice, [1, 2]))|[2, 4]",
        "def f(): return [x for x in (twice(y) for y in range(3)) if x]|[2, 4]",
        """
        def f():
            def g():
                yield twice(1)
                yield twice(2)
            return sum(g())|6\
        """,
        "async def f(): return twice(21)|42",
        """
        async def g(): return twice(2)
        async def f(): return await g() + twice(1)|6\
        """,
        """
        import functools
        f = functools.partial(twice, 4)|8\
        """,
        """
        class A:
            def __repr__(self): return str(twice(3))
        def f(): return f'{A()!r} {[A()]}'|'6 [6]'\
        """,
        """
        class A:
            def __getattr__(self, name): return twice(len(name))
        def f(): return A().four|8\
        """,
        """
        class A:
            @property
            def x(self): return twice(1)
            def __iter__(self): return iter([twice(2)])
        def f(): return [A().x, *A()]|[2, 4]\
        """,
        """
        x = twice(5)
        def f(): return x|10\
        """,
        "def f(x=twice(6)): return x|12",
        "def f(): return eval('twice(8)')|16",
        """
        def f():
            try:
                twice('x')
            except TypeError:
                return twice(9)|18\
        """,
        """
        class A:
            def __del__(self): said.append(twice(7))
        said = []
        def f():
            a = A()
            del a
            return said|[14]\
        """,
        """
        import datetime
        class Z(datetime.tzinfo):
            def utcoffset(self, t): return datetime.timedelta(hours=twice(1))
            def tzname(self, t): return 'Z'
            def dst(self, t): return None
        def f(): return datetime.datetime(2024, 1, 1, tzinfo=Z())|\
        """,
      })
  void it_is_called_from_wherever_a_program_runs(String line) {
    String[] parts = line.split("\\|", -1);
    Source source = Source.of(parts[0]).withHostFunction(TWICE);

    assertThat(call(source).toString()).contains(parts[1]);
    try (Session session = sandbox.compile(source).openSession()) {
      assertThat(session.call("f").toString()).contains(parts[1]);
    }
  }

  @Test
  void coroutines_that_take_turns_call_it_in_theirs() {
    var source =
        """
        import asyncio
        async def g(n):
            await asyncio.sleep(0)
            return twice(n)
        async def f(): return await asyncio.gather(g(1), g(2))
        """;

    assertThat(call(full(source).withHostFunction(TWICE)).toString()).isEqualTo("[2, 4]");
  }

  @Test
  void it_is_called_while_its_own_arguments_are_examined() {
    var source =
        """
        import datetime
        class Z(datetime.tzinfo):
            def utcoffset(self, t): return datetime.timedelta(hours=twice(1))
            def tzname(self, t): return 'Z'
            def dst(self, t): return None
        def f(): return same(datetime.datetime(2024, 1, 1, tzinfo=Z())).isoformat()
        """;
    var same = HostFunction.of("same", arguments -> arguments.get(0));

    assertThat(call(Source.of(source).withHostFunction(TWICE).withHostFunction(same)).asString())
        .isEqualTo("2024-01-01T00:00:00+02:00");
  }

  @Test
  void it_is_called_while_an_exception_is_described() {
    var source =
        """
        class Mine(Exception):
            def __str__(self): return f'twice is {twice(4)}'
        def f(): raise Mine
        """;

    Outcome outcome = invoke(Source.of(source).withHostFunction(TWICE));

    assertThat(((Raised) outcome).error().summary()).isEqualTo("Mine: twice is 8");
  }

  @Test
  void it_is_called_from_a_stream_of_the_programs_own() {
    var lines = new ArrayList<String>();
    var log = HostFunction.of("log", String.class, lines::add);
    var source =
        """
        import sys
        class Log:
            def write(self, text): return log(text) and len(text)
            def flush(self): pass
        def f():
            sys.stdout = Log()
            print('a', 'b', sep='-', end='')
        """;

    assertThat(invoke(full(source).withHostFunction(log)).status()).isEqualTo("ok");
    assertThat(lines).containsExactly("a", "-", "b", "");
  }

  @Test
  void a_session_calls_it_while_it_opens_and_reports_what_it_raises() {
    var failing =
        HostFunction.of(
            "failing",
            _ -> {
              throw new HostFunctionException("ValueError", "not today");
            });
    Program program = sandbox.compile(Source.of("x = failing()").withHostFunction(failing));

    assertThatThrownBy(program::openSession)
        .isInstanceOf(UserCodeException.class)
        .hasMessage("ValueError: not today");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "twice.__globals__",
        "twice.__closure__",
        "twice.__code__",
        "twice.__wrapped__.__globals__",
      })
  void its_insides_are_out_of_reach_under_restricted(String expression) {
    var source = Source.of("def f(): return " + expression).withHostFunction(TWICE);

    assertThatThrownBy(() -> sandbox.compile(source)).isInstanceOf(ProgramRejectedException.class);
    int dot = expression.lastIndexOf('.');
    var byName =
        "def f(): return getattr(%s, '%s')"
            .formatted(expression.substring(0, dot), expression.substring(dot + 1));
    assertThat(invoke(Source.of(byName).withHostFunction(TWICE))).isInstanceOf(Raised.class);
  }
}
