package io.terrarium.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terrarium.Call;
import io.terrarium.InvalidArgumentException;
import io.terrarium.InvalidRuntimeException;
import io.terrarium.Outcome;
import io.terrarium.Policy;
import io.terrarium.Program;
import io.terrarium.ProgramRejectedException;
import io.terrarium.PythonModule;
import io.terrarium.PythonRuntime;
import io.terrarium.Sandbox;
import io.terrarium.Session;
import io.terrarium.Source;
import io.terrarium.testing.NothingLeft;
import io.terrarium.testing.Sandboxes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NothingLeft.class)
final class OperatorModulesTest {
  private static final String RATES =
      """
      import os
      from decimal import Decimal

      STANDARD = Decimal("0.19")
      history = []
      _secret = "the operator's"

      class UnknownRate(ValueError):
          pass

      def net(gross, rate=STANDARD):
          history.append(gross)
          if rate > 1:
              raise UnknownRate(f"no rate is {rate}")
          return gross / (1 + rate)

      def _hidden():
          return _secret
      """;

  private static final Policy NAMING =
      Policy.extending(Policy.RESTRICTED).allowModules("rates", "shop", "shop.prices").build();

  private static Sandbox sandbox;
  private static EngineUnderTest engine;

  @BeforeAll
  static void open() {
    sandbox =
        Sandboxes.settings()
            .module(PythonModule.of("rates", RATES))
            .module(
                PythonModule.of("shop", "from shop.prices import price\n")
                    .with("prices", "def price(x): return x * 2\n"))
            .runtime(
                PythonRuntime.named("other")
                    .module(PythonModule.of("only_here", "VALUE = 7"))
                    .build())
            .create();
    engine = EngineUnderTest.of(sandbox);
  }

  @AfterAll
  static void close() {
    sandbox.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"full", "naming"})
  void programs_import_a_module_under_full_and_under_a_policy_that_names_it(String policy) {
    Program program =
        compile(
            """
            import rates
            from rates import net, STANDARD
            def f(x): return float(net(x)), float(rates.net(x, STANDARD))
            """,
            policy.equals("full") ? Policy.FULL : NAMING);

    assertThat(program.call("f", 119).asList()).allMatch(value -> value.asDouble() == 100.0);
  }

  @Test
  void a_policy_that_does_not_name_it_refuses_the_import_at_its_line() {
    assertThatExceptionOfType(ProgramRejectedException.class)
        .isThrownBy(() -> compile("x = 1\nimport rates\n", Policy.RESTRICTED))
        .satisfies(rejected -> assertThat(rejected.diagnostics().getFirst().line()).isEqualTo(2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rates.os",
        "rates._secret",
        "rates._hidden",
        "rates.Decimal",
        "rates.net.__globals__",
        "rates.__dict__",
        "getattr(rates, '_secret')",
        "getattr(rates.net, '__globals__')",
        "rates.UnknownRate.__init__.__globals__",
        "rates.__spec__",
        "rates.__loader__"
      })
  void a_restricted_program_gets_the_public_names_and_no_insides(String expression) {
    assertThat(outcome("import rates\ndef f(): return repr(" + expression + ")", NAMING))
        .isNotInstanceOf(Outcome.Returned.class);
  }

  @Test
  void what_a_module_lists_is_all_that_a_restricted_program_gets() {
    try (Sandbox own =
        Sandboxes.settings()
            .module(PythonModule.of("listed", "__all__ = ['a']\na, b = 1, 2"))
            .create()) {
      Policy policy = Policy.extending(Policy.RESTRICTED).allowModules("listed").build();
      var source = Source.of("import listed\ndef f(): return hasattr(listed, 'b'), listed.a");

      assertThat(own.compile(source.under(policy)).call("f").asList().toString())
          .isEqualTo("[False, 1]");
    }
  }

  @Test
  void a_package_is_imported_by_its_parts() {
    String source =
        "import shop\nfrom shop.prices import price\ndef f(): return price(2), shop.price(3)";

    assertThat(compile(source, NAMING).call("f").asList().toString()).isEqualTo("[4, 6]");
    assertThat(compile(source, Policy.FULL).call("f").asList().toString()).isEqualTo("[4, 6]");
  }

  @Test
  void what_one_call_changes_in_a_module_the_next_does_not_see() {
    Program program =
        compile(
            """
            import rates
            def f():
                before = len(rates.history)
                rates.net(1)
                rates.net.mark = 1
                return before
            """,
            Policy.FULL);

    assertThat(program.call("f").asInt()).isZero();
    assertThat(program.call("f").asInt()).isZero();
  }

  @Test
  void in_a_session_a_module_lives_as_long_as_the_session() {
    Program program =
        compile("import rates\ndef f():\n    rates.net(1)\n    return len(rates.history)", NAMING);
    try (Session session = program.openSession()) {
      assertThat(session.call("f").asInt()).isEqualTo(1);
      assertThat(session.call("f").asInt()).isEqualTo(2);
    }
  }

  @Test
  void an_exception_of_a_module_shows_the_lines_of_the_program_alone() {
    Outcome outcome =
        outcome(
            "import rates\n\ndef f():\n    try:\n        return rates.net(1, 2)\n"
                + "    except rates.UnknownRate as e:\n        raise LookupError('none') from e",
            NAMING);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Raised.class,
            raised ->
                assertThat(raised.error().traceback())
                    .contains("UnknownRate: no rate is 2", "line 5", "LookupError: none")
                    .doesNotContain("raise UnknownRate"));
  }

  @Test
  void modules_given_as_files_folders_and_resources_are_the_same(@TempDir Path folder)
      throws IOException {
    Path file = Files.writeString(folder.resolve("any_name.py"), "def f(): return 'file'");
    Path tree = folder.resolve("tree");
    Files.createDirectories(tree.resolve("inner"));
    Files.writeString(tree.resolve("__init__.py"), "from . import inner");
    Files.writeString(tree.resolve("inner/__init__.py"), "from .leaf import f");
    Files.writeString(tree.resolve("inner/leaf.py"), "def f(): return 'folder'");
    Files.writeString(tree.resolve("notes.txt"), "no module");
    try (Sandbox own =
        Sandboxes.settings()
            .module(PythonModule.of("from_file", file))
            .module(PythonModule.of("tree", tree))
            .module(PythonModule.of("from_resource", getClass(), "operator_module.py"))
            .create()) {
      String source =
          "import from_file, tree.inner.leaf, from_resource\n"
              + "def f(): return from_file.f(), tree.inner.leaf.f(), from_resource.f()";

      assertThat(own.compile(Source.of(source).under(Policy.FULL)).call("f").asList().toString())
          .isEqualTo("['file', 'folder', 'resource']");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bad   | x = (\\n                       | bad does not parse: bad.py, line 1
          bad   | x = 1\\ny = 1 +* 2\\n           | bad does not parse: bad.py, line 2
          bad   | def f():\\n    1/0\\nf()\\n      | bad failed when it was run: bad.py, line 2: ZeroDivisionError
          bad   | import nowhere_to_be_found      | bad.py, line 1: ModuleNotFoundError
          bad   | raise SystemExit(3)             | bad.py, line 1: SystemExit: 3
          json  | x = 1                           | json has the name of one of Python's own
          __main__ | x = 1                        | has the name of one of Python's own
          terrarium_runtime | x = 1               | has the name of one of Python's own
          """)
  void a_module_that_cannot_be_loaded_keeps_the_sandbox_from_starting_and_is_named(
      String name, String source, String message) {
    var settings = Sandboxes.settings().module(PythonModule.of(name, source.replace("\\n", "\n")));

    assertThatThrownBy(settings::create)
        .isInstanceOf(InvalidRuntimeException.class)
        .hasMessageContaining("The runtime 'default' cannot be started")
        .hasMessageContaining(message);
  }

  @Test
  void a_module_that_starts_a_thread_keeps_the_sandbox_from_starting() {
    String source = "import threading as t, time\nt.Thread(target=time.sleep, args=(9,)).start()";

    assertThatThrownBy(Sandboxes.settings().module(PythonModule.of("bad", source))::create)
        .isInstanceOf(InvalidRuntimeException.class)
        .hasMessageContaining("The runtime 'default' cannot be started")
        .hasMessageContaining(
            engine.difference("a module that starts a thread").orElse("started 1 thread(s)"));
  }

  @Test
  void what_a_module_prints_or_reads_when_it_is_loaded_disturbs_nobody() {
    String source =
        "import sys, os\nprint('hello')\nos.write(1, b'x' * 100)\nrest = sys.stdin.read()";
    try (Sandbox own = Sandboxes.settings().module(PythonModule.of("loud", source)).create()) {
      assertThat(
              own.compile(Source.of("import loud\ndef f(): return loud.rest").under(Policy.FULL))
                  .call("f")
                  .asString())
          .isEmpty();
    }
  }

  @Test
  void a_module_runs_without_privilege_and_without_an_environment() {
    // Where there are no users, there is none that may do more.
    String source =
        """
        import os
        root = hasattr(os, 'getuid') and os.getuid() == 0
        environment = dict(os.environ)
        """;
    try (Sandbox own = Sandboxes.settings().module(PythonModule.of("who", source)).create()) {
      assertThat(
              own.compile(
                      Source.of("import who, os\ndef f(): return who.root, dict(os.environ)")
                          .under(Policy.FULL))
                  .call("f")
                  .asList()
                  .toString())
          .isEqualTo("[False, {}]");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "1a", "class", "a.b", "ä", "../x"})
  void a_name_that_no_module_can_have_is_refused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PythonModule.of(name, ""))
        .withMessageContaining("is no name for a module");
  }

  @Test
  void a_file_that_is_not_there_is_named() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PythonModule.of("gone", Path.of("/nowhere/gone.py")))
        .withMessageContaining("/nowhere/gone.py");
  }

  @Test
  void two_modules_of_one_name_are_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            Sandboxes.settings().module(PythonModule.of("m", "")).module(PythonModule.of("m", "")))
        .withMessageContaining("two modules named m");
  }

  @Test
  void runtimes_stand_side_by_side_and_a_source_says_which_it_is_for() {
    Source source =
        Source.of("import only_here\ndef f(): return only_here.VALUE").under(Policy.FULL);

    assertThat(sandbox.compile(source.on("other")).call("f").asInt()).isEqualTo(7);
    assertThat(sandbox.compile(source).invoke(Call.of("f"))).isInstanceOf(Outcome.Raised.class);
  }

  @Test
  void a_programs_id_tells_runtimes_apart() {
    Source source = Source.of("def f(): return 1");

    assertThat(sandbox.compile(source).id()).isNotEqualTo(sandbox.compile(source.on("other")).id());
  }

  @Test
  void a_runtime_that_is_not_there_is_the_callers_mistake() {
    assertThatExceptionOfType(InvalidArgumentException.class)
        .isThrownBy(() -> sandbox.compile(Source.of("").on("nowhere")))
        .withMessage("There is no runtime named 'nowhere'; there is default, other.");
  }

  @Test
  void the_report_on_isolation_tells_of_the_runtimes() {
    assertThat(sandbox.isolation().notes())
        .anySatisfy(note ->
            assertThat(note)
                .startsWith("runtime default: CPython")
                .endsWith("the operator's rates, shop"))
        .anySatisfy(note ->
            assertThat(note)
                .startsWith("runtime other: CPython")
                .endsWith("the operator's only_here"));
    assertThat(sandbox.isolation().selfCheck())
        .allMatch(attempt -> attempt.stopped())
        .anyMatch(attempt -> attempt.name().equals("open a TCP socket (runtime other)"));
  }

  private static Program compile(String source, Policy policy) {
    return sandbox.compile(Source.of(source).under(policy));
  }

  private static Outcome outcome(String source, Policy policy) {
    try {
      return compile(source, policy).invoke(Call.of("f"));
    } catch (ProgramRejectedException e) {
      return e.outcome();
    }
  }
}
