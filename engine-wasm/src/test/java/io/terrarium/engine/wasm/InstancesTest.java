package io.terrarium.engine.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import io.terrarium.Call;
import io.terrarium.IsolationReport;
import io.terrarium.Limit;
import io.terrarium.Limits;
import io.terrarium.Outcome;
import io.terrarium.Policy;
import io.terrarium.Program;
import io.terrarium.PythonRuntime;
import io.terrarium.Sandbox;
import io.terrarium.SandboxSettings;
import io.terrarium.Session;
import io.terrarium.Source;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What instances can be made to do, and how they are ended. */
class InstancesTest {
  private static final Limits SHORT = Limits.DEFAULT.withWallTime(Duration.ofMillis(300));
  private static Sandbox sandbox;

  @BeforeAll
  static void open() {
    sandbox = settings().create();
  }

  @AfterAll
  static void close() throws InterruptedException {
    sandbox.close();
    assertThat(Instances.stillThere()).isEmpty();
  }

  private static SandboxSettings.Builder settings() {
    return SandboxSettings.builder().engine(WasmEngine.NAME).idleWorkers(1);
  }

  private static Program full(String source) {
    return sandbox.compile(Source.of(source).under(Policy.FULL));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "while True: pass",
        "import re; re.match('(a+)+$', 'a' * 60 + 'b')",
        "7 ** (10 ** 8)",
        "sorted(range(10 ** 6), key=lambda x: sum(range(10 ** 4)))",
        "sum(0 for _ in iter(int, 1))",
        "list(range(10 ** 7, 0, -1)).sort(); f()",
        "'ab' * 10 ** 7 in 'a' * 10 ** 8; f()",
        "import time; time.sleep(1000)",
        "import os; os.read(0, 1)",
        "import json\n    while True: json.loads('[' * 90 + ']' * 90)",
        "import os\n    while True: os.urandom(10 ** 7)",
        "import asyncio; asyncio.run(asyncio.sleep(1000))",
        "def g():\n        try: h()\n        except BaseException: g()\n    h = g\n    while True: g()",
      })
  void whatever_a_program_is_busy_with_is_stopped(String body) throws InterruptedException {
    Program program = full("def f():\n    " + body + "\n");
    Outcome outcome = program.invoke(Call.of("f").withLimits(SHORT));
    assertThat(outcome).isInstanceOf(Outcome.LimitExceeded.class);
    assertThat(((Outcome.LimitExceeded) outcome).limit()).isEqualTo(Limit.WALL_TIME);
    assertThat(program.invoke(Call.of("f").withLimits(SHORT)).report().usage().wallTime())
        .isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void the_processor_time_of_the_thread_is_held() {
    Limits limits =
        Limits.DEFAULT.withCpuTime(Duration.ofMillis(200)).withWallTime(Duration.ofSeconds(20));
    Outcome outcome =
        full("def f():\n    while True: pass\n").invoke(Call.of("f").withLimits(limits));
    assertThat(outcome).isInstanceOf(Outcome.LimitExceeded.class);
    assertThat(((Outcome.LimitExceeded) outcome).limit()).isEqualTo(Limit.CPU_TIME);
  }

  @Test
  void a_session_that_waits_for_its_next_call_ends_when_it_is_closed() {
    try (Session session = full("n = 1\ndef f():\n    return n\n").openSession()) {
      assertThat(session.call("f").asInt()).isEqualTo(1);
    }
  }

  @Test
  void memory_is_bounded_and_a_lower_bound_holds() {
    Program program = full("def f(n):\n    return len(bytearray(n << 20))\n");
    assertThat(program.call("f", 200).asLong()).isEqualTo(200L << 20);
    for (Call call :
        List.of(
            Call.of("f", 300),
            Call.of("f", 64).withLimits(Limits.DEFAULT.withMemoryBytes(32L << 20)))) {
      assertThat(program.invoke(call)).isInstanceOf(Outcome.LimitExceeded.class);
    }
  }

  @Test
  void instances_draw_random_numbers_of_their_own() {
    Program program =
        full("import random, uuid\ndef f():\n    return [random.random(), str(uuid.uuid4())]\n");
    assertThat(program.call("f")).isNotEqualTo(program.call("f"));
  }

  @Test
  void deep_recursion_in_c_is_an_exception() {
    Program program =
        full("def f(n):\n    x = []\n    for _ in range(n): x = [x]\n    return len(repr(x))\n");
    assertThat(program.call("f", 1_000).asInt()).isEqualTo(2_002);
    assertThat(program.invoke(Call.of("f", 100_000))).isInstanceOf(Outcome.Raised.class);
  }

  @Test
  void nothing_of_the_host_is_there() {
    Program program =
        full(
            """
            import os, sys, time
            def tried(work):
                try:
                    return repr(work())
                except Exception as error:
                    return type(error).__name__
            def f():
                return [
                    tried(lambda: [n for n in os.listdir("/") if n not in ("opt", "guest")]),
                    tried(lambda: open("/etc/passwd")),
                    tried(lambda: open("/guest/guest.py")),
                    tried(lambda: open("/tmp/x", "w")),
                    tried(lambda: dict(os.environ)),
                    tried(lambda: os.system("true")),
                    tried(lambda: time.monotonic_ns() % 100_000),
                ]
            """);
    List<String> seen = program.call("f").asList().stream().map(Object::toString).toList();
    assertThat(String.join(" ", seen)).doesNotContain("etc", "root:").contains("{}");
    assertThat(seen.getLast()).contains("0");
  }

  @Test
  void what_programs_change_neither_the_image_nor_the_next_program_has() {
    Program vandal =
        full(
            """
            import builtins, gc, json, math, re, sys
            def f():
                builtins.len = lambda x: -1
                json.dumps = math.sqrt = re.compile = None
                for found in gc.get_objects():
                    if type(found) is dict and found is not globals():
                        found["terrarium was here"] = "terrarium was here"
                kept = [bytearray(b"x" * 65536) for _ in range(500)]
                return sum(map(sum, kept)) > 0
            """);
    int before = Arrays.deepHashCode(WasmEngine.image().pages());
    for (int call = 0; call < 3; call++) {
      assertThat(vandal.call("f").asBoolean()).isTrue();
      assertThat(
              full("""
              import json, math, sys
              def f():
                  return [len("abc"), json.dumps([1]), math.sqrt(4), "terrarium was here" in vars(sys)]
              """)
                  .call("f")
                  .toString())
          .isEqualTo("[3, '[1]', 2.0, False]");
    }
    assertThat(Arrays.deepHashCode(WasmEngine.image().pages())).isEqualTo(before);
  }

  @Test
  void an_exit_of_the_program_is_told() {
    Outcome outcome = full("import os\ndef f():\n    os._exit(3)\n").invoke(Call.of("f"));
    assertThat(outcome).isInstanceOf(Outcome.Crashed.class);
    assertThat(((Outcome.Crashed) outcome).cause())
        .isEqualTo(Outcome.Crashed.Cause.EXIT_WITHOUT_RESULT);
  }

  @Test
  void the_engine_says_what_isolates_its_instances() {
    IsolationReport report = new WasmEngine().inspect(settings().build());
    assertThat(report.usable()).isTrue();
    assertThat(report.selfCheck()).isNotEmpty().allMatch(IsolationReport.Attempt::stopped);
    assertThat(report.layers()).allMatch(IsolationReport.Layer::present);
    assertThat(report.runtime().orElseThrow()).startsWith("CPython 3.13");
  }

  @Test
  void what_only_an_interpreter_of_the_system_has_is_refused_by_name() {
    var settings =
        settings().runtime(PythonRuntime.named("numbers").preload("numpy").build()).build();
    assertThat(new WasmEngine().inspect(settings).notes()).anyMatch(note -> note.contains("numpy"));
  }
}
