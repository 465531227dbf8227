package io.terrarium.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terrarium.Call;
import io.terrarium.EngineUnavailableException;
import io.terrarium.IsolationExtra;
import io.terrarium.Limits;
import io.terrarium.Outcome;
import io.terrarium.Policy;
import io.terrarium.PythonRuntime;
import io.terrarium.Sandbox;
import io.terrarium.SandboxSettings;
import io.terrarium.Source;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The differences that docs/limitations.md lists. */
final class WasmDifferencesTest {
  private static Sandbox sandbox;

  @BeforeAll
  static void open() {
    sandbox = settings().create();
  }

  @AfterAll
  static void close() {
    sandbox.close();
  }

  private static SandboxSettings.Builder settings() {
    return SandboxSettings.builder().engine("wasm").idleWorkers(1);
  }

  private static Outcome outcome(String source) {
    return sandbox.compile(Source.of(source).under(Policy.FULL)).invoke(Call.of("f"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "sys                | sys.version_info[:2]                        | (3, 13)",
        "sys                | sys.maxsize                                 | 2147483647",
        "sys                | 2 ** 70 + 0.5                               | 1.1805916207174113E21",
        "time               | time.perf_counter_ns() % 100_000            | 0",
        "subprocess         | subprocess.DEVNULL                          | -3",
        "concurrent.futures | concurrent.futures.ALL_COMPLETED            | 'ALL_COMPLETED'",
        "asyncio            | asyncio.run(asyncio.sleep(0.001, 7))        | 7",
        "datetime           | datetime.timezone.utc.utcoffset(None).days  | 0",
        "zoneinfo           | zoneinfo.ZoneInfo('Asia/Kathmandu').key     | 'Asia/Kathmandu'",
        "os                 | hasattr(os, 'getuid')                       | False",
        "hashlib            | hasattr(hashlib, 'pbkdf2_hmac')             | False",
      })
  void this_is_so(String module, String expression, String expected) {
    Outcome outcome = outcome("import " + module + "\ndef f():\n    return " + expression + "\n");
    assertThat(outcome.orElseThrow().toString()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bz2",
        "ctypes",
        "lzma",
        "mmap",
        "multiprocessing",
        "sqlite3",
        "ssl",
        "unittest",
        "numpy"
      })
  void a_module_is_not_there(String module) {
    assertThat(outcome("def f():\n    import " + module + "\n"))
        .isInstanceOfSatisfying(
            Outcome.Raised.class,
            raised -> assertThat(raised.error().type()).isIn("ModuleNotFoundError", "ImportError"));
  }

  @Test
  void the_clock_of_processor_time_tells_real_time() {
    Outcome outcome =
        outcome(
            """
            import time
            def f():
                begin = time.process_time()
                time.sleep(0.05)
                return time.process_time() - begin
            """);
    assertThat(outcome.orElseThrow().asDouble()).isGreaterThan(0.049);
  }

  @Test
  void a_length_that_no_index_of_32_bits_can_name_is_an_OverflowError() {
    assertThat(outcome("def f():\n    return len('x' * 10 ** 10)\n"))
        .isInstanceOfSatisfying(
            Outcome.Raised.class,
            raised -> assertThat(raised.error().type()).isEqualTo("OverflowError"));
  }

  @Test
  void the_hash_of_a_text_is_the_same_in_every_instance() {
    String source = "def f():\n    return hash('terrarium')\n";
    assertThat(outcome(source).orElseThrow()).isEqualTo(outcome(source).orElseThrow());
  }

  @Test
  void a_call_uses_the_time_of_its_thread_and_the_pages_of_its_instance() {
    Outcome outcome =
        outcome("def f():\n    return sum(range(20_000)) + len(bytearray(32 << 20))\n");
    assertThat(outcome.report().usage().cpuTime()).isPositive().isLessThan(Duration.ofSeconds(5));
    assertThat(outcome.report().usage().peakMemoryBytes().orElseThrow())
        .isGreaterThan(32L << 20)
        .satisfies(bytes -> assertThat(bytes % (1 << 16)).isZero());
  }

  @Test
  void memory_ends_at_two_gibibytes_whatever_the_limit() {
    Limits limits = Limits.DEFAULT.withMemoryBytes(4L << 30);
    Outcome outcome =
        sandbox
            .compile(
                Source.of("def f():\n    return len(bytearray(2_100 << 20))\n").under(Policy.FULL))
            .invoke(Call.of("f").withLimits(limits));
    assertThat(outcome.status()).isIn("memory_limit", "exception");
  }

  @Test
  void what_it_cannot_meet_is_refused_and_not_done_without() {
    for (SandboxSettings.Builder wish :
        new SandboxSettings.Builder[] {
          settings().python(Path.of("/usr/bin/python3")),
          settings().preload("numpy"),
          settings().runtime(PythonRuntime.named("data").preload("pandas").build()),
          settings().extra(IsolationExtra.NAMESPACES, IsolationExtra.Use.REQUIRED),
        }) {
      assertThatThrownBy(wish::create)
          .isInstanceOf(EngineUnavailableException.class)
          .hasMessageContaining("wasm");
    }
  }
}
