package io.terrarium.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.terrarium.Call;
import io.terrarium.HostFunction;
import io.terrarium.HostFunctionException;
import io.terrarium.Limit;
import io.terrarium.Limits;
import io.terrarium.Outcome;
import io.terrarium.Outcome.LimitExceeded;
import io.terrarium.Outcome.Raised;
import io.terrarium.Policy;
import io.terrarium.Program;
import io.terrarium.PythonError;
import io.terrarium.Session;
import io.terrarium.Source;
import io.terrarium.testing.Sandboxes;
import io.terrarium.value.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions of Java that programs call by their names. */
class HostFunctionsTest extends SharedSandbox {
  private static final Map<String, Integer> PRICES = Map.of("tea", 3, "coffee", 4);

  private static final HostFunction PRICE_OF =
      HostFunction.named("price_of")
          .documentation("The price of an article.")
          .parameter("sku", String.class)
          .optional("currency", String.class, "EUR")
          .returns(int.class)
          .calling(arguments -> price(arguments.get("sku").asString()));

  /** Hands back what it was called with, as ([by position], {by name}). */
  private static final HostFunction ECHO =
      HostFunction.of("echo", arguments -> List.of(arguments.positional(), arguments.named()));

  private static final HostFunction SAME = HostFunction.of("same", arguments -> arguments.get(0));

  private static Object price(String sku) {
    Integer price = PRICES.get(sku);
    if (price == null) {
      throw new HostFunctionException("KeyError", sku);
    }
    return price;
  }

  @Test
  void a_program_calls_a_host_function_by_its_name() {
    assertThat(returned("def f(): return price_of('tea') + price_of(sku='coffee')").asInt())
        .isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"expression", "restricted", "restricted+limited+utility", "full"})
  void it_does_so_under_every_policy(String policy) {
    boolean expression = policy.equals("expression");
    String source = expression ? "price_of(sku) * 2" : "def f(sku): return price_of(sku) * 2";
    Program program =
        sandbox.compile(Source.of(source).under(Policy.named(policy)).withHostFunction(PRICE_OF));

    assertThat(program.call(expression ? "evaluate" : "f", "tea").asInt()).isEqualTo(6);
  }

  @Test
  void a_lambda_over_the_arguments_is_all_that_it_takes() {
    var double_it = HostFunction.of("double_it", arguments -> arguments.get(0).asLong() * 2);

    assertThat(call(Source.of("def f(): return double_it(21)").withHostFunction(double_it)).asInt())
        .isEqualTo(42);
  }

  @Test
  void typed_arguments_arrive_converted() {
    var one = HostFunction.of("one", String.class, String::length);
    var two = HostFunction.of("two", BigDecimal.class, int.class, BigDecimal::setScale);
    var three =
        HostFunction.of(
            "three", int.class, int.class, int.class, (a, b, c) -> LocalDate.of(a, b, c));
    var source =
        """
        from decimal import Decimal
        def f():
            return [one('four'), str(two(Decimal('1.5'), 2)), three(2024, 2, 29).isoformat()]
        """;

    assertThat(
            call(Source.of(source)
                    .withHostFunction(one)
                    .withHostFunction(two)
                    .withHostFunction(three))
                .toJava())
        .isEqualTo(List.of(4L, "1.50", "2024-02-29"));
  }

  @Test
  void arguments_arrive_by_position_and_by_name() {
    assertThat(
            call(Source.of("def f(): return echo(1, [2.5, None], *'ab', x=b'y', **{'z z': 3})")
                    .withHostFunction(ECHO))
                .toString())
        .isEqualTo("[[1, [2.5, None], 'a', 'b'], {'x': b'y', 'z z': 3}]");
  }

  @Test
  void values_of_every_kind_go_both_ways() {
    var source =
        """
        import datetime, decimal, fractions, uuid, dataclasses, enum, collections
        @dataclasses.dataclass
        class Point:
            x: float
            y: object = None
        class Colour(enum.Enum):
            RED = 1
        Pair = collections.namedtuple('Pair', 'a b')
        values = [
            None, True, 2**70, -1, 1.5, 1j, 'é\\0', b'\\xff', bytearray(b'a'), [1, [2]], (1, ()),
            {'a': 1, 2: (3,)}, {(1, 2): 3}, {1, 2}, frozenset({'x'}), datetime.date(2024, 2, 29),
            datetime.datetime(2024, 2, 29, 1, 2, 3, 4, datetime.timezone.utc),
            datetime.time(1, 2), datetime.timedelta(days=-1), decimal.Decimal('1.10'),
            fractions.Fraction(1, 3), uuid.UUID(int=5), Point(1.0, [Point(2.0)]), Colour.RED,
            Pair(1, (2,)), collections.Counter('aab'), ['x' * 1000] * 1000,
        ]
        def f():
            wrong = [v for v in values if same(v) != v or type(same(v)) is not type(v)]
            return [repr(v) for v in wrong] + [len(same(values))]
        """;

    assertThat(call(Source.of(source).withHostFunction(SAME)).toString()).isEqualTo("[27]");
  }

  @Test
  void what_java_returns_arrives_as_what_it_is_everywhere() {
    record Line(String sku, int count) {}
    var made =
        HostFunction.of(
            "made",
            _ -> new Object[] {BigInteger.TWO.pow(70), new Line("tea", 2), new double[] {1, 2}});

    assertThat(
            call(Source.of("def f():\n    a, b, c = made()\n    return [a, b.sku, c]")
                    .withHostFunction(made))
                .toString())
        .isEqualTo("[1180591620717411303424, 'tea', [1.0, 2.0]]");
  }

  @Test
  void it_looks_like_a_function_of_python() {
    var source =
        """
        import inspect
        def f():
            return [price_of.__name__, price_of.__doc__, str(inspect.signature(price_of)),
                    callable(price_of), type(price_of).__name__, price_of.__annotations__]
        """;

    assertThat(call(full(source).withHostFunction(PRICE_OF)).toString())
        .isEqualTo(
            "['price_of', 'The price of an article.', \"(sku: 'str', currency: 'str' = 'EUR') ->"
                + " 'int'\", True, 'function', {'sku': 'str', 'currency': 'str', 'return':"
                + " 'int'}]");
  }

  @Test
  void its_name_and_documentation_can_be_read_under_restricted() {
    assertThat(returned("def f(): return [price_of.__name__, price_of.__doc__]").toString())
        .isEqualTo("['price_of', 'The price of an article.']");
  }

  @Test
  void a_program_shows_the_signatures_of_what_it_may_call() {
    Program program =
        sandbox.compile(Source.of("x = 1").withHostFunction(SAME).withHostFunction(PRICE_OF));

    assertThat(program.hostFunctions()).containsExactly(PRICE_OF, SAME);
    assertThat(program.hostFunctions())
        .extracting(HostFunction::toString)
        .containsExactly(
            "price_of(sku: str, currency: str = 'EUR') -> int", "same(*arguments, **named)");
    assertThat(program.hostFunctions().getFirst().documentation())
        .contains("The price of an article.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "price_of()|price_of() missing 1 required positional argument: 'sku'",
        "price_of(1, 2, 3)|price_of() takes from 1 to 2 positional arguments but 3 were given",
        "price_of('tea', skew=1)|price_of() got an unexpected keyword argument 'skew'",
        "price_of('tea', sku='x')|price_of() got multiple values for argument 'sku'",
        "price_of(3)|price_of() argument 'sku': a Python int does not fit",
        "price_of(['tea'])|price_of() argument 'sku': a Python list does not fit",
      })
  void arguments_that_do_not_fit_are_a_type_error_where_it_is_called(String line) {
    String[] parts = line.split("\\|", -1);

    PythonError error = raised("def f():\n    x = 1\n    return " + parts[0]);

    assertThat(error.summary()).startsWith("TypeError: " + parts[1]);
    assertThat(error.line()).hasValue(3);
    assertThat(error.frames()).hasSize(1);
  }

  @Test
  void arguments_without_a_form_are_a_type_error_that_names_the_path() {
    assertThat(raised("def f(): return price_of([1, {'x': (i for i in [])}])").summary())
        .isEqualTo(
            "TypeError: price_of() args[0][1]['x']: a value of type generator cannot be handed"
                + " over: wrap it in list(...)");
    assertThat(raised("def f(): return price_of(sku=print)").summary())
        .startsWith("TypeError: price_of() kwargs['sku']: a value of type");
  }

  @Test
  void an_exception_of_the_applications_choice_arrives_as_such() {
    assertThat(raised("def f():\n    return price_of('nothing')").summary())
        .isEqualTo("KeyError: 'nothing'");
    assertThat(
            returned(
                    """
                    def f():
                        try:
                            return price_of('nothing')
                        except LookupError as e:
                            return str(e)
                    """)
                .asString())
        .isEqualTo("'nothing'");
  }

  @Test
  void any_other_exception_says_nothing_of_java() {
    var failing =
        HostFunction.of(
            "failing",
            _ -> {
              throw new IllegalStateException("jdbc://secret");
            });

    Outcome outcome = invoke(Source.of("def f(): failing()").withHostFunction(failing));

    PythonError error = ((Raised) outcome).error();
    assertThat(error.summary()).isEqualTo("RuntimeError: the host function failing() failed");
    assertThat(error.toString()).doesNotContain("secret", "java", "IllegalState");
  }

  @Test
  void errors_of_java_end_one_call_of_a_host_function_and_nothing_else() {
    var overflowing = HostFunction.of("overflowing", _ -> endless(1));
    var exhausting =
        HostFunction.of(
            "exhausting",
            _ -> {
              throw new OutOfMemoryError("as if");
            });
    var source =
        """
        def f():
            said = []
            for function in (overflowing, exhausting):
                try:
                    function()
                except RuntimeError as e:
                    said.append(str(e))
            return said
        """;

    assertThat(
            call(Source.of(source).withHostFunction(overflowing).withHostFunction(exhausting))
                .toString())
        .isEqualTo(
            "['the host function overflowing() failed', 'the host function exhausting() failed']");
  }

  private static int endless(int depth) {
    return depth < 0 ? depth : endless(depth + 1) + 1;
  }

  @Test
  void a_result_without_a_form_in_python_is_an_exception_that_names_the_path() {
    var strange = HostFunction.of("strange", _ -> List.of(1, new Thread()));

    Outcome outcome = invoke(Source.of("def f(): strange()").withHostFunction(strange));

    assertThat(((Raised) outcome).error().summary())
        .startsWith("RuntimeError: strange() returned what has no form: result[1]: ")
        .contains("Thread");
  }

  @Test
  void a_result_beyond_the_argument_limit_is_an_exception() {
    var large = HostFunction.of("large", _ -> "x".repeat(5_000));
    Program program = sandbox.compile(Source.of("def f(): large()").withHostFunction(large));

    Outcome outcome =
        program.invoke(Call.of("f").withLimits(Limits.DEFAULT.withArgumentBytes(4_000)));

    assertThat(((Raised) outcome).error().summary())
        .isEqualTo("RuntimeError: large() returned more than the 4000 bytes that may be (result)");
  }

  @Test
  void arguments_beyond_the_result_limit_are_an_exception() {
    Program program =
        sandbox.compile(Source.of("def f(): same('x' * 5000)").withHostFunction(SAME));

    Outcome outcome =
        program.invoke(Call.of("f").withLimits(Limits.DEFAULT.withResultBytes(4_000)));

    assertThat(((Raised) outcome).error().summary())
        .startsWith("TypeError: same() takes no arguments of more than 4000 bytes");
  }

  @Test
  void large_values_pass() {
    assertThat(
            call(Source.of("def f():\n    x = 'x' * 5_000_000\n    return same(x) == x")
                    .withHostFunction(SAME))
                .asBoolean())
        .isTrue();
  }

  @Test
  void a_value_for_which_the_worker_has_no_memory_is_a_memory_error() {
    var large = HostFunction.of("large", _ -> new byte[14 << 20]);
    var source =
        """
        def f():
            kept = []
            try:
                while True:
                    kept.append(large())
            except MemoryError:
                count = len(kept)
                kept.clear()
                return count > 0 and len(large()) == 14 << 20
        """;
    Program program = sandbox.compile(Source.of(source).withHostFunction(large));

    Limits limits = Limits.DEFAULT.withMemoryBytes(64L << 20);
    assertThat(program.invoke(Call.of("f").withLimits(limits)).orElseThrow().asBoolean()).isTrue();
  }

  @Test
  void too_many_calls_are_a_limit_of_their_own() {
    var count = new AtomicInteger();
    var counting = HostFunction.of("counting", _ -> count.incrementAndGet());
    Program program =
        sandbox.compile(
            Source.of("def f(n):\n    for _ in range(n): counting()\n    return n")
                .withHostFunction(counting));
    Limits limits = Limits.DEFAULT.withHostCalls(10);

    assertThat(program.invoke(Call.of("f", 10).withLimits(limits)).orElseThrow().asInt())
        .isEqualTo(10);
    count.set(0);
    Outcome outcome = program.invoke(Call.of("f", 1_000_000).withLimits(limits));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            LimitExceeded.class,
            exceeded -> {
              assertThat(exceeded.limit()).isEqualTo(Limit.HOST_CALLS);
              assertThat(exceeded.basis()).isEqualTo(LimitExceeded.Basis.MEASURED);
              assertThat(exceeded.status()).isEqualTo("host_call_limit");
              assertThat(exceeded.message())
                  .isEqualTo("The call called host functions more than 10 times.");
            });
    assertThat(count).hasValue(10);
    assertThat(nextCall()).isEqualTo("hello next");
  }

  @Test
  void ten_thousand_calls_are_within_the_default_and_one_more_is_not() {
    var made = new AtomicInteger();
    var counting = HostFunction.of("counting", _ -> made.incrementAndGet());
    Program program =
        sandbox.compile(
            Source.of("def f(n):\n    for i in range(n): counting()\n").withHostFunction(counting));
    Limits limits = engine.patient(Limits.DEFAULT);

    assertThat(program.invoke(Call.of("f", 10_001).withLimits(limits)).status())
        .isEqualTo("host_call_limit");
    assertThat(made).hasValue(10_000);
  }

  @Test
  void a_call_lends_functions_of_its_own() {
    Program program = sandbox.compile("def f(): return who()");

    List<String> said = new ArrayList<>();
    for (String name : List.of("Ada", "Grace")) {
      var who = HostFunction.of("who", _ -> name);
      said.add(program.invoke(Call.of("f").withHostFunction(who)).orElseThrow().asString());
    }
    assertThat(said).containsExactly("Ada", "Grace");
    assertThat(program.invoke(Call.of("f")))
        .isInstanceOfSatisfying(
            Raised.class,
            raised -> assertThat(raised.error().summary()).startsWith("NameError: name 'who'"));
  }

  @Test
  void the_nearest_lender_counts() {
    var sandboxes = HostFunction.of("who", _ -> "sandbox");
    var sources = HostFunction.of("who", _ -> "source");
    var calls = HostFunction.of("who", _ -> "call");
    try (var lending = Sandboxes.settings().hostFunction(sandboxes).create()) {
      var source = Source.of("def f(): return who()");
      Program plain = lending.compile(source);
      Program own = lending.compile(source.withHostFunction(sources));

      assertThat(plain.call("f").asString()).isEqualTo("sandbox");
      assertThat(own.call("f").asString()).isEqualTo("source");
      assertThat(own.invoke(Call.of("f").withHostFunction(calls)).orElseThrow().asString())
          .isEqualTo("call");
      assertThat(plain.hostFunctions()).containsExactly(sandboxes);
      assertThat(own.hostFunctions()).containsExactly(sources);
    }
  }

  @Test
  void a_program_that_has_a_name_of_its_own_uses_that() {
    assertThat(
            returned("def price_of(sku): return 'mine'\ndef f(): return price_of('tea')")
                .asString())
        .isEqualTo("mine");
  }

  @Test
  void a_program_is_another_one_with_other_signatures() {
    var source = Source.of("def f(): pass");
    String without = sandbox.compile(source).id();
    String with = sandbox.compile(source.withHostFunction(PRICE_OF)).id();

    assertThat(with).isNotEqualTo(without);
    assertThat(sandbox.compile(source.withHostFunction(SAME)).id()).isNotIn(with, without);
    assertThat(sandbox.compile(source.withHostFunction(HostFunction.of("same", _ -> 1))).id())
        .isEqualTo(sandbox.compile(source.withHostFunction(SAME)).id());
  }

  @Test
  void the_functions_of_an_expression_are_no_parameters_of_it() {
    Program program =
        sandbox.compile(
            Source.of("price_of(sku) + extra").under(Policy.EXPRESSION).withHostFunction(PRICE_OF));

    assertThat(program.functions().getFirst().toString()).isEqualTo("evaluate(sku, extra)");
  }

  @Test
  void a_session_keeps_what_it_was_opened_with_and_lends_more_for_a_call() {
    var more = HostFunction.of("more", _ -> "more");
    var source =
        """
        kept = price_of('tea')
        before = price_of
        def f(): return [kept, price_of('coffee'), before is price_of]
        def g():
            global later
            later = more
            return more()
        def h(): return later()
        def i(): return more()
        """;
    try (Session session =
        sandbox.compile(Source.of(source).withHostFunction(PRICE_OF)).openSession()) {
      assertThat(session.call("f").toString()).isEqualTo("[3, 4, True]");
      assertThat(session.invoke(Call.of("g").withHostFunction(more)).orElseThrow().asString())
          .isEqualTo("more");
      assertThat(((Raised) session.invoke(Call.of("h"))).error().summary())
          .isEqualTo("NameError: more() is not lent to this call");
      assertThat(((Raised) session.invoke(Call.of("i"))).error().summary())
          .startsWith("NameError: name 'more' is not defined");
      assertThat(session.call("f").toString()).isEqualTo("[3, 4, True]");
    }
  }

  @Test
  void output_before_and_after_a_host_call_keeps_its_order() {
    var printed = Collections.synchronizedList(new ArrayList<String>());
    var note = HostFunction.of("note", String.class, printed::add);
    Outcome outcome =
        invoke(
            Source.of("def f():\n    print('a')\n    note('b')\n    print('c')\n")
                .withHostFunction(note));

    assertThat(outcome.report().stdout().text()).isEqualTo("a\nc\n");
    assertThat(printed).containsExactly("b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "é", "1a", "class", "None", "len", "print", "__x"})
  void a_name_that_no_program_could_use_is_refused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HostFunction.of(name, _ -> 1))
        .withMessageContaining("cannot be named '" + name + "'");
  }

  @Test
  void a_signature_that_python_does_not_take_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            HostFunction.named("f").optional("a", int.class, 1).parameter("b").calling(_ -> 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HostFunction.named("f").parameter("a").parameter("a").calling(_ -> 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HostFunction.named("f").rest("a").parameter("b").calling(_ -> 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HostFunctionException("SystemExit", "no"));
  }

  private Value returned(String source) {
    return call(Source.of(source).withHostFunction(PRICE_OF));
  }

  private PythonError raised(String source) {
    return ((Raised) invoke(Source.of(source).withHostFunction(PRICE_OF))).error();
  }
}
