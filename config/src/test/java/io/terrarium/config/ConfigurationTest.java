package io.terrarium.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.terrarium.IsolationExtra;
import io.terrarium.Limits;
import io.terrarium.Policy;
import io.terrarium.Profile;
import io.terrarium.SandboxSettings;
import io.terrarium.contract.Contract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {
  private static final Path EXAMPLE = Path.of("..", "examples", "terrarium.toml");
  private static final Path PROFILES = Path.of("..", "docs", "profiles.md");
  private static final Path PAGE = Path.of("..", "docs", "configuration.md");

  @TempDir Path folder;

  @Test
  void a_file_says_what_a_sandbox_is_started_with() {
    SandboxSettings settings =
        read("""
        [sandbox]
        engine = "cpython"
        worker_user_id = 12345
        concurrency = 3
        queue_length = 5
        queue_wait = "2s"
        memory_budget = "2GiB"
        idle_workers = 2
        namespaces = "required"
        control_group = "off"
        [sandbox.limits]
        wall_time = "1.5s"
        output_overflow = "fail"
        host_calls = 5
        [sandbox.ceiling]
        memory = "1GiB"
        host_calls = 50
        """)
            .settings();

    assertThat(settings)
        .isEqualTo(
            SandboxSettings.builder()
                .engine("cpython")
                .workerUserId(12345)
                .maximumConcurrentCalls(3)
                .queue(5, Duration.ofSeconds(2))
                .memoryBudgetBytes(2L << 30)
                .idleWorkers(2)
                .extra(IsolationExtra.NAMESPACES, IsolationExtra.Use.REQUIRED)
                .extra(IsolationExtra.CONTROL_GROUP, IsolationExtra.Use.OFF)
                .defaultLimits(
                    Limits.DEFAULT
                        .withWallTime(Duration.ofMillis(1500))
                        .withOutput(64 << 10, Limits.OutputOverflow.FAIL)
                        .withHostCalls(5))
                .ceiling(
                    SandboxSettings.DEFAULT.ceiling().withMemoryBytes(1L << 30).withHostCalls(50))
                .build());
  }

  @Test
  void what_a_file_does_not_say_is_as_without_one() {
    assertThat(read("").settings()).isEqualTo(SandboxSettings.DEFAULT);
    assertThat(read("[profiles.a]\n").profile("a")).isEqualTo(Profile.named("a").build());
  }

  @Test
  void a_profile_has_all_that_is_said_of_it() {
    Configuration configuration =
        read(
            """
            [runtimes.science]
            python = "envs/science/bin/python"
            preload = ["numpy"]

            [profiles.pricing]
            policy = "restricted+limited"
            runtime = "science"
            host_functions = ["price_of"]
            concurrency = 4
            contracts = ["f(x: int) -> int", "g()"]
            limits = { cpu_time = "1s" }
            ceiling = { wall_time = "20s" }
            """);

    assertThat(configuration.profile("pricing"))
        .isEqualTo(
            new Profile(
                "pricing",
                Policy.named("restricted+limited"),
                "science",
                Optional.of(Set.of("price_of")),
                Optional.of(Limits.DEFAULT.withCpuTime(Duration.ofSeconds(1))),
                Optional.of(SandboxSettings.DEFAULT.ceiling().withWallTime(Duration.ofSeconds(20))),
                OptionalInt.of(4),
                List.of(Contract.parse("f(x: int) -> int"), Contract.parse("g()"))));
    assertThat(configuration.settings().runtimes())
        .hasEntrySatisfying(
            "science",
            science -> {
              assertThat(science.python()).contains(folder.resolve("envs/science/bin/python"));
              assertThat(science.preload()).containsExactly("numpy");
            });
  }

  @Test
  void paths_are_relative_to_the_file() throws IOException {
    Files.createDirectories(folder.resolve("python/tools"));
    Files.writeString(folder.resolve("rules.toml"), "[modules]\ndeny = [\"random\"]\n");
    Files.writeString(folder.resolve("python/rates.py"), "def net(x): return x\n");
    Files.writeString(folder.resolve("python/tools/__init__.py"), "");
    Path file =
        Files.writeString(
            folder.resolve("terrarium.toml"),
            """
            [runtimes.default]
            modules = ["python/rates.py", "python/tools"]
            [profiles.a]
            policy = "rules.toml"
            [profiles.b.policy]
            modules = { allow = ["rates"] }
            """);

    Configuration configuration = Configuration.load(file);
    assertThat(configuration.settings().defaultRuntime().modules())
        .extracting(module -> module.name())
        .containsExactly("rates", "tools");
    assertThat(configuration.profile("b").policy().allowed(Policy.Table.MODULES))
        .containsExactly("rates");
    assertThat(configuration.profile("a").policy())
        .isEqualTo(Policy.extending(Policy.RESTRICTED).name("rules").denyModules("random").build());
  }

  @Test
  void a_policy_may_stand_in_place() {
    assertThat(
            read("""
            [profiles.texts.policy]
            options = ["limited"]
            modules = { deny = ["random"] }
            """)
                .profile("texts")
                .policy())
        .isEqualTo(
            Policy.extending(Policy.RESTRICTED)
                .name("texts")
                .option(Policy.Option.LIMITED_BUILTINS)
                .denyModules("random")
                .build());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          sandbx = 1                                     | 1:1: there is no key 'sandbx' in a configuration; there is sandbox, runtimes, profiles, server: did you mean 'sandbox'?
          sandbox = 1                                    | 1:1: sandbox has to be a table
          [sandbox]~concurency = 1                       | 2:1: there is no key 'concurency' in [sandbox]
          [sandbox]~concurrency = 0                      | 2:1: sandbox.concurrency: it has to be from 1 to 10000
          [sandbox]~concurrency = "8"                    | 2:1: sandbox.concurrency has to be a whole number, and is a string
          [sandbox]~concurrency = 99999999999            | 2:1: sandbox.concurrency: 99999999999 is out of range
          [sandbox]~queue_wait = "2h"                    | 2:1: sandbox.queue_wait: it has to be from 0 to 1 h
          [sandbox]~queue_wait = 2                       | 2:1: sandbox.queue_wait has to be a string, such as "5s" or "256MiB", and is a number
          [sandbox]~memory_budget = "1MiB"               | 2:1: sandbox.memory_budget: it has to be from 268435456
          [sandbox]~namespaces = "require"               | 2:1: sandbox.namespaces is 'require'; it can be where_granted, required, off: did you mean 'required'?
          [sandbox.limits]~wall_time = "5 parsecs"       | 2:1: sandbox.limits.wall_time: '5 parsecs' is no duration
          [sandbox.limits]~wall_time = "2h"              | 2:1: sandbox.limits.wall_time: it has to be from 1 ms to 1 h
          [sandbox.limits]~memory = "1KiB"               | 2:1: sandbox.limits.memory: it has to be from 16777216
          [sandbox.limits]~mem = "1GiB"                  | 2:1: there is no key 'mem' in [sandbox.limits]
          [sandbox.limits]~memory = "5GiB"               | 1:1: sandbox.limits: memory is more than sandbox.ceiling allows
          [sandbox.limits]~host_calls = -1               | 2:1: sandbox.limits.host_calls: it has to be from 0 to 10000000
          [sandbox.limits]~host_calls = "5"              | 2:1: sandbox.limits.host_calls has to be a whole number, and is a string
          [sandbox.limits]~host_calls = 1000001          | 1:1: sandbox.limits: host_calls is more than sandbox.ceiling allows
          [profiles.a.limits]~wall_time = "1h"           | 1:1: profiles.a.limits: wall_time is more than profiles.a.ceiling allows
          [profiles.a.ceiling]~memory = "5GiB"           | 1:1: profiles.a.ceiling: memory is more than sandbox.ceiling allows
          [profiles.a]~policy = "restrictd"              | 2:1: profiles.a.policy: there is no policy named 'restrictd'
          [profiles.a]~policy = "none.toml"              | none.toml: there is no such file
          [profiles.a]~policy = 1                        | 2:1: profiles.a.policy has to be a string
          [profiles.a.policy]~alow = 1                   | 2:1: there is no key 'alow' in [profiles.a.policy]
          [profiles.a.policy.modules]~allow = ["nope"]   | 2:10: there is no module in Python's standard library named 'nope'
          [profiles.a]~runtime = "sience"                | 2:1: profiles.a.runtime: there is no runtime 'sience'; there is default
          [profiles.a]~contracts = ["f(x"]               | 2:14: profiles.a.contracts: a comma or a closing parenthesis is missing here
          [profiles.a]~contracts = "f()"                 | 2:1: profiles.a.contracts has to be a list of strings
          [profiles.a]~concurrency = -1                  | 2:1: profiles.a.concurrency: it has to be from 1 to 10000
          [profiles.a]~host_functions = "f"              | 2:1: profiles.a.host_functions has to be a list of strings
          [profiles.a]~host_functions = ["f", "lambda"]  | 2:24: profiles.a.host_functions: a host function cannot be named 'lambda'
          [profiles.a]~host_functions = ["print"]        | 2:19: profiles.a.host_functions: a host function cannot be named 'print'
          [profiles.a]~polcy = "full"                    | 2:1: there is no key 'polcy' in [profiles.a]
          [profiles."a b"]~concurrency = 1               | 2:1: profiles.a b: 'a b' is no name for a profile
          [runtimes.x]~modules = ["none.py"]             | 2:12: runtimes.x.modules: the module none has no file
          [runtimes.x]~pyton = "p"                       | 2:1: there is no key 'pyton' in [runtimes.x]
          [runtimes."1"]~preload = ["x"]                 | 2:1: runtimes.1: '1' is no name for a runtime
          x = = 1                                        | 1:5: this is no TOML
          """)
  void what_is_wrong_is_named_with_key_line_and_what_is_allowed(String text, String problem) {
    assertThatExceptionOfType(InvalidConfigurationException.class)
        .isThrownBy(() -> read(text.replace('~', '\n')))
        .satisfies(e -> {
          assertThat(e.problems()).isEqualTo(1);
          assertThat(e.getMessage()).startsWith(folder + "/terrarium.toml").contains(problem);
        });
  }

  @Test
  void all_problems_are_found_at_once_in_the_order_of_the_file() {
    assertThatExceptionOfType(InvalidConfigurationException.class)
        .isThrownBy(() ->
            read(
                """
                [profiles.a]
                concurrency = 0
                policy = "ful"
                [sandbox]
                queue_length = -1
                limits = { wall_time = "x", memory = 1 }
                """))
        .satisfies(e ->
            assertThat(String.valueOf(e.getMessage()).lines())
                .extracting(line -> line.replaceAll(".*terrarium.toml:(\\d+):.*", "$1"))
                .containsExactly("2", "3", "5", "6", "6"));
  }

  @Test
  void a_profile_that_there_is_not_is_named_with_those_that_there_are() {
    Configuration configuration = read("[profiles.pricing]\n[profiles.texts]\n");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> configuration.profile("pricng"))
        .withMessage(
            "there is no profile 'pricng'; there is pricing, texts: did you mean 'pricing'?");
  }

  @Test
  void whatever_the_text_is_a_problem_is_all_that_can_come_of_it() throws IOException {
    String good = Files.readString(EXAMPLE).replace("\"pricing.toml\"", "\"full\"");
    var random = new Random(20261125);
    String signs = "[]{}\"'=.,#\n abc019\\-_";
    for (int turn = 0; turn < 500; turn++) {
      var text = new StringBuilder(good);
      for (int change = random.nextInt(5); change >= 0; change--) {
        text.setCharAt(random.nextInt(text.length()), signs.charAt(random.nextInt(signs.length())));
      }
      try {
        read(text.toString());
      } catch (InvalidConfigurationException e) {
        assertThat(e.problems()).isPositive();
      }
    }
  }

  @Test
  void the_page_lists_every_key_and_shows_the_example() throws IOException {
    String page = Files.readString(PAGE);
    var listed = new TreeSet<String>();
    Pattern.compile("(?m)^\\| ((?:`[a-zA-Z_.]+`(?:, )?)+) \\|")
        .matcher(page)
        .results()
        .flatMap(row -> Pattern.compile("`([^`]+)`").matcher(row.group(1)).results())
        .forEach(key -> listed.add(key.group(1)));

    assertThat(listed).containsExactlyInAnyOrderElementsOf(Keys.all());
    assertThat(Files.readString(PROFILES))
        .contains("```toml\n" + Files.readString(EXAMPLE) + "```");
    assertThat(Configuration.load(EXAMPLE).profiles())
        .containsOnlyKeys("pricing", "statistics", "texts");
  }

  private Configuration read(String text) {
    return Configuration.parse(text, folder.resolve("terrarium.toml"));
  }
}
