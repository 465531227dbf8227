package io.terrarium.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.terrarium.Call;
import io.terrarium.Deadline;
import io.terrarium.HostFunction;
import io.terrarium.Limits;
import io.terrarium.MapCall;
import io.terrarium.Outcome;
import io.terrarium.Policy;
import io.terrarium.Program;
import io.terrarium.PythonModule;
import io.terrarium.Row;
import io.terrarium.RowOutcome;
import io.terrarium.RowOutcomes;
import io.terrarium.Sandbox;
import io.terrarium.SandboxEvent;
import io.terrarium.SandboxListener;
import io.terrarium.Source;
import io.terrarium.value.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Java in the guides is the Java below, to the letter but for its indentation, and it runs. */
class GuidesTest extends SharedSandbox {
  private static final Path DOCS = Path.of("..", "..", "docs");
  private static final Path THIS =
      Path.of("src", "test", "java", "io", "terrarium", "conformance", "GuidesTest.java");

  @Test
  void a_listener_hears_what_is_printed() {
    Program program =
        sandbox.compile(
            """
            def train(rounds):
                for number in range(rounds):
                    print("round", number)
                return rounds
            """);
    var progress = new StringBuilder();

    Call call =
        Call.of("train", 3)
            .withOutputListener((stream, text) -> progress.append(stream + ": " + text));
    Outcome outcome = program.invoke(call);

    assertThat(outcome.orElseThrow().asInt()).isEqualTo(3);
    assertThat(progress).contains("STDOUT: round", "2\n");
  }

  @Test
  void a_call_is_given_up_by_its_future_and_by_a_deadline() {
    Program program = sandbox.compile("def simulate(n):\n    while n: pass\n    return n");

    CompletableFuture<Value> future = program.callAsync("simulate", 100);
    future.cancel(true);

    CompletableFuture<Value> impatient =
        program.callAsync("simulate", 100).orTimeout(300, TimeUnit.MILLISECONDS);

    Deadline deadline = Deadline.in(Duration.ofMillis(300));
    Outcome first = program.invoke(Call.of("simulate", 0).withDeadline(deadline));
    Outcome second = program.invoke(Call.of("simulate", 1).withDeadline(deadline));

    assertThat(future).isCancelled();
    assertThatThrownBy(impatient::join).hasCauseInstanceOf(TimeoutException.class);
    assertThat(first.status()).isIn("ok", "wall_timeout");
    assertThat(second.status()).isEqualTo("wall_timeout");
  }

  @Test
  void a_call_is_given_a_file() {
    byte[] bytes = "city,people\nThun,44000\nBern,134000\n".getBytes(StandardCharsets.UTF_8);

    Program program =
        sandbox.compile(
            Source.of(
                    """
                    import csv
                    def people(city):
                        with open("data/cities.csv", newline="") as lines:
                            return sum(int(row["people"]) for row in csv.DictReader(lines)
                                       if row["city"] == city)
                    """)
                .under(Policy.named("restricted+files")));
    long people =
        program
            .invoke(Call.of("people", "Bern").withFile("data/cities.csv", bytes))
            .orElseThrow()
            .asLong();

    assertThat(people).isEqualTo(134_000);
  }

  @Test
  void a_listener_hears_of_slow_calls() {
    var slow = new ConcurrentLinkedQueue<String>();
    SandboxListener listener =
        event -> {
          switch (event) {
            case SandboxEvent.CallEnded(long call, String status, Duration wallTime)
                when wallTime.toMillis() >= 100 ->
                slow.add("call " + call + " took " + wallTime.toMillis() + " ms: " + status);
            case SandboxEvent.CallFailed(long call, String problem) ->
                slow.add("call " + call + " failed: " + problem);
            default -> {}
          }
        };
    try (Sandbox observed = Sandbox.builder().listener(listener).create()) {
      observed.compile("import time\ndef nap(): time.sleep(0.2)").call("nap");
    }

    assertThat(slow).anyMatch(line -> line.endsWith(" ms: ok"));
  }

  @Test
  void a_program_calls_a_function_of_the_application() {
    Map<String, Long> prices = Map.of("tea", 300L, "milk", 120L);

    HostFunction priceOf =
        HostFunction.named("price_of")
            .documentation("The price of an article, in cents.")
            .parameter("sku", String.class)
            .optional("currency", String.class, "EUR")
            .returns(long.class)
            .calling(arguments -> prices.get(arguments.get("sku").asString()));

    Program program =
        sandbox.compile(
            Source.of(
                    """
                    def total(basket):
                        return sum(price_of(sku) * count for sku, count in basket.items())
                    """)
                .withHostFunction(priceOf));
    long total = program.call("total", Map.of("tea", 2, "milk", 1)).asLong();

    assertThat(total).isEqualTo(720);
    assertThat(program.hostFunctions())
        .hasToString("[price_of(sku: str, currency: str = 'EUR') -> int]");
  }

  @Test
  void a_function_is_called_for_many_rows() {
    Program program =
        sandbox.compile(
            """
            def total(quantity, price):
                return quantity * price
            """);
    List<Order> orders = List.of(new Order(2, 19.9), new Order(12, 1.25));
    var totals = new HashMap<Long, Double>();

    Stream<Row> rows = orders.stream().map(order -> Row.of(order.quantity(), order.price()));
    try (RowOutcomes outcomes = program.map(MapCall.of("total"), rows)) {
      while (outcomes.hasNext()) {
        RowOutcome next = outcomes.next();
        totals.put(next.row(), next.value().asDouble());
      }
    }

    assertThat(totals).containsExactlyInAnyOrderEntriesOf(Map.of(0L, 39.8, 1L, 15.0));
  }

  @Test
  void columns_of_numbers_are_mapped() {
    Program program =
        sandbox.compile("def discounted(price, discount): return price * (1 - discount)");
    double[] prices = {10, 20};
    double[] discounts = {0, 0.5};

    double[] results = program.mapDoubles("discounted", prices, discounts);

    assertThat(results).containsExactly(10, 10);
  }

  @Test
  void rows_without_a_value_are_collected() {
    Program program = sandbox.compile("def total(x): return 1 / x");
    List<Row> rows = List.of(Row.of(2), Row.of(0), Row.of(4));
    var report = new ArrayList<String>();

    MapCall call =
        MapCall.of("total")
            .withOnError(MapCall.OnError.COLLECT)
            .withLimits(Limits.DEFAULT.withWallTime(Duration.ofSeconds(1)))
            .withParallelism(4);
    try (RowOutcomes outcomes = program.map(call, rows)) {
      outcomes.forEachRemaining(next -> report.add(next.row() + ": " + next.outcome().status()));
    }

    assertThat(report).containsExactly("0: ok", "1: exception", "2: ok");
  }

  @Test
  void programs_import_a_module_of_the_operators() {
    PythonModule rates =
        PythonModule.of(
            "rates",
            """
            __all__ = ["net"]
            STANDARD = 0.19

            def net(gross, rate=STANDARD):
                return gross / (1 + rate)
            """);
    Policy policy = Policy.extending(Policy.RESTRICTED).allowModules("rates").build();
    try (Sandbox own = Sandbox.builder().module(rates).create()) {
      String text =
          """
          from rates import net
          def total(prices):
              return sum(net(price) for price in prices)
          """;
      Program program = own.compile(Source.of(text).under(policy));
      double total = program.call("total", List.of(119, 238)).asDouble();
      assertThat(total).isCloseTo(300, within(1e-9));
    }
  }

  @Test
  void an_engine_can_be_chosen() {
    double result;
    try (Sandbox own = Sandbox.builder().engine("wasm").create()) {
      Program program = own.compile("def f(xs):\n    return sum(xs)\n");
      result = program.call("f", List.of(1.0, 2.5)).asDouble();
    }
    assertThat(result).isEqualTo(3.5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "host-functions.md",
        "output.md",
        "cancellation.md",
        "files.md",
        "map.md",
        "observability.md",
        "modules.md",
        "limitations.md"
      })
  void a_guide_shows_the_code_that_is_tested_here(String page) throws IOException {
    String guide = withoutIndentation(DOCS.resolve(page));
    String code = withoutIndentation(THIS);

    var blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(guide);
    assertThat(blocks.results().map(block -> block.group(1)))
        .isNotEmpty()
        .allSatisfy(block -> assertThat(code).contains(block));
  }

  private record Order(int quantity, double price) {}

  private static String withoutIndentation(Path file) throws IOException {
    return Files.readString(file).replaceAll("(?m)^[ \t]+", "");
  }
}
