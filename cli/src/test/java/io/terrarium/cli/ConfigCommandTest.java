package io.terrarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.terrarium.config.KeyHash;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NoWorkerLeft.class)
class ConfigCommandTest {
  private static final String CONFIGURATION =
      """
      [sandbox.ceiling]
      memory = "512MiB"

      [profiles.small]
      policy = "restricted+limited"
      concurrency = 2
      contracts = ["f(x: float) -> float"]
      limits = { wall_time = "3s" }
      """;

  private static final String HASH = KeyHash.of("a key").text();

  @TempDir Path folder;
  private String configuration = "";
  private String program = "";

  @BeforeEach
  void write() {
    configuration = Cli.file(folder, "own.toml", CONFIGURATION);
    program = Cli.file(folder, "f.py", "def f(x):\n    return x * 2\n");
  }

  @Test
  void a_program_runs_in_its_profile() {
    assertThat(
            Cli.run(
                    "run",
                    "--config",
                    configuration,
                    "--profile",
                    "small",
                    program,
                    "f",
                    "2",
                    "--json")
                .exits(ExitCode.RETURNED)
                .out())
        .contains("\"result\":4.0", "\"limits\":{\"wall_ms\":3000,", "\"memory_bytes\":268435456");
  }

  @Test
  void options_go_before_what_the_file_says_and_its_ceilings_before_options() {
    assertThat(
            Cli.run(
                    "run",
                    "--config=" + configuration,
                    "--profile=small",
                    "--wall-time=2s",
                    "--memory=2GiB",
                    "--policy=full",
                    "--json",
                    program,
                    "f",
                    "2")
                .exits(ExitCode.RETURNED)
                .out())
        .contains("\"limits\":{\"wall_ms\":2000,", "\"memory_bytes\":536870912");
  }

  @Test
  void a_profile_s_contracts_are_expected_of_a_file_that_is_checked() {
    String other = Cli.file(folder, "g.py", "def g(x): return x\n");

    Cli.run("check", "--config", configuration, "--profile", "small", other)
        .exits(ExitCode.REJECTED)
        .complains("function-missing");
    Cli.run("check", "--config", configuration, other).exits(ExitCode.RETURNED);
  }

  @Test
  void a_host_function_of_a_profile_is_the_application_s_and_has_a_stand_in_here() {
    String shop =
        Cli.file(folder, "shop.toml", "[profiles.shop]\nhost_functions = [\"price_of\"]\n");
    String total =
        Cli.file(
            folder,
            "total.py",
            "def total(skus):\n    return sum(price_of(sku) for sku in skus)\n");

    Cli.run("check", "--config", shop, "--profile", "shop", total).exits(ExitCode.RETURNED);
    Cli.run("run", "--config", shop, "--profile", "shop", total, "total", "[]")
        .exits(ExitCode.RETURNED)
        .prints("0");
    Cli.run("run", "--config", shop, "--profile", "shop", total, "total", "[1]")
        .exits(ExitCode.RAISED)
        .complains("NotImplementedError: price_of() is the application's, and not here");
  }

  @Test
  void a_policy_that_is_typed_may_name_the_modules_of_the_profile_s_runtime() {
    Cli.file(folder, "rates.py", "def net(x):\n    return x / 2\n");
    String own =
        Cli.file(
            folder,
            "runtimes.toml",
            "[runtimes.shop]\nmodules = [\"rates.py\"]\n[profiles.shop]\nruntime = \"shop\"\n");
    String policy = Cli.file(folder, "rules.toml", "modules.allow = [\"rates\"]\n");
    String uses = Cli.file(folder, "h.py", "import rates\ndef h(x):\n    return rates.net(x)\n");

    Cli.run("run", "--config", own, "--profile=shop", "--policy", policy, uses, "h", "3")
        .exits(ExitCode.RETURNED)
        .prints("1.5");
    Cli.run("check", "--config", own, "--policy", policy, uses)
        .exits(ExitCode.USAGE)
        .complains("rates");
  }

  @Test
  void a_file_is_in_order_or_all_that_is_wrong_is_said() {
    Cli.run("config", "check", configuration)
        .exits(ExitCode.RETURNED)
        .prints(configuration + " is in order: 1 profile");
    String bad = Cli.file(folder, "bad.toml", "[sandbox]\nconcurency = 1\nidle_workers = 0\n");
    Cli.run("config", "check", bad)
        .exits(ExitCode.USAGE)
        .printsNothing()
        .complains(
            bad + ":2:1: there is no key 'concurency' in [sandbox]",
            "did you mean 'concurrency'?",
            bad + ":3:1: sandbox.idle_workers: it has to be from 1 to 1000");
    Cli.run("run", "--config", bad, program, "f", "1")
        .exits(ExitCode.USAGE)
        .complains(bad + " is no configuration");
    Cli.run("config", "check", folder + "/none.toml")
        .exits(ExitCode.USAGE)
        .complains("there is no such file");
    Cli.run("config").exits(ExitCode.USAGE).complains("a command is missing: check or show");
  }

  @Test
  void a_profile_that_there_is_not_is_a_slip_that_is_named() {
    Cli.run("run", "--config", configuration, "--profile", "smal", program, "f", "1")
        .exits(ExitCode.USAGE)
        .complains(
            "--profile: there is no profile 'smal'; there is small", "did you mean 'small'?");
    Cli.run("check", "--profile", "small", program)
        .exits(ExitCode.USAGE)
        .complains("terrarium.toml: there is no such file");
    Cli.run("doctor", "--config", configuration, "--profile", "smal").exits(ExitCode.USAGE);
  }

  @Test
  void what_a_file_comes_to_is_shown_as_a_file_and_as_a_document() {
    String shown = Cli.run("config", "show", configuration).exits(ExitCode.RETURNED).out();

    assertThat(shown)
        .startsWith("[sandbox]\nengine = \"auto\"\n")
        .contains(
            """
            [profiles.small]
            policy = "restricted+limited"
            runtime = "default"
            concurrency = 2
            contracts = ["f(x: float) -> float"]

            [profiles.small.limits]
            wall_time = "3s"
            cpu_time = "5s"
            memory = "256MiB"
            """)
        .containsOnlyOnce("host_calls = 10000\n\n[profiles.small.ceiling]");
    String again = Cli.file(folder, "again.toml", shown);
    assertThat(Cli.run("config", "show", again).out()).isEqualTo(shown);
    assertThat(Cli.run("config", "show", configuration, "--json").exits(ExitCode.RETURNED).out())
        .startsWith("{\"sandbox\":{\"engine\":\"auto\",")
        .contains(
            "\"profiles\":{\"small\":{\"policy\":\"restricted+limited\",\"runtime\":\"default\","
                + "\"host_functions\":null,\"concurrency\":2,\"contracts\":[\"f(x: float) -> float\"],"
                + "\"limits\":{\"wall_ms\":3000,");
  }

  @Test
  void what_the_service_is_started_with_is_shown_and_so_are_the_hashes_of_its_keys() {
    String service =
        Cli.file(
            folder,
            "service.toml",
            """
            [server]
            port = 9000
            [server.keys.shop]
            hash = "%s"
            rate = 0.5
            """
                .formatted(HASH));

    String shown = Cli.run("config", "show", service).exits(ExitCode.RETURNED).out();

    assertThat(shown)
        .contains("[server]\nhost = \"127.0.0.1\"\nport = 9000\n")
        .contains("[server.keys.shop]\nhash = \"" + HASH + "\"\nrate = 0.5\nburst = 20\n");
    String again = Cli.file(folder, "again.toml", shown);
    assertThat(Cli.run("config", "show", again).out()).isEqualTo(shown);
    assertThat(Cli.run("config", "show", service, "--json").exits(ExitCode.RETURNED).out())
        .contains(
            "\"server\":{\"host\":\"127.0.0.1\",\"port\":9000,",
            "\"keys\":{\"shop\":{\"hash\":\"" + HASH + "\",\"profiles\":[],\"rate\":0.5,");
    Cli.run("config", "check", service)
        .exits(ExitCode.RETURNED)
        .prints(service + " is in order: 0 profiles, 1 key");
  }

  @Test
  void a_new_key_is_printed_once_and_its_hash_is_what_a_configuration_takes() {
    Cli.Result made = Cli.run("key", "new", "shop").exits(ExitCode.RETURNED);
    String key = made.out().strip();

    assertThat(key).matches("terrarium_[A-Za-z0-9_-]{43}");
    assertThat(made.err())
        .contains("[server.keys.shop]\nhash = \"" + KeyHash.of(key).text() + "\"\n")
        .doesNotContain(key);
    assertThat(Cli.run("key", "new", "shop").out().strip()).isNotEqualTo(key);
    String configuration =
        Cli.file(folder, "keys.toml", made.err().replaceAll("(?m)^terrarium:.*\\R", ""));
    Cli.run("config", "check", configuration).exits(ExitCode.RETURNED);
  }

  @Test
  void a_key_has_a_name_of_letters_and_digits() {
    Cli.run("key", "new", "a b")
        .exits(ExitCode.USAGE)
        .printsNothing()
        .complains("'a b' is no name");
    Cli.run("key", "new").exits(ExitCode.USAGE).complains("NAME");
    Cli.run("key").exits(ExitCode.USAGE).complains("a command is missing: new");
  }
}
