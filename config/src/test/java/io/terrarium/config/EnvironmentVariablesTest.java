package io.terrarium.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.terrarium.Policy;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentVariablesTest {
  @TempDir Path folder;

  @Test
  void a_variable_goes_before_the_file() {
    String text = "[server]\nport = 1\nhost = \"127.0.0.2\"\n[sandbox]\nconcurrency = 1\n";

    Configuration configuration =
        read(
            text,
            Map.of(
                "TERRARIUM_SERVER_PORT", "9000",
                "TERRARIUM_SANDBOX_CONCURRENCY", "3",
                "TERRARIUM_SANDBOX_LIMITS_WALL_TIME", "1500ms",
                "TERRARIUM_SERVER_LOG_FORMAT", "json",
                "PATH", "/bin"));

    assertThat(configuration.server().port()).isEqualTo(9000);
    assertThat(configuration.server().host()).isEqualTo("127.0.0.2");
    assertThat(configuration.server().logFormat()).isEqualTo(ServerSettings.LogFormat.JSON);
    assertThat(configuration.settings().maximumConcurrentCalls()).isEqualTo(3);
    assertThat(configuration.settings().defaultLimits().wallTime())
        .isEqualTo(Duration.ofMillis(1500));
    assertThat(Configuration.parse(text, folder.resolve("t.toml")).server().port()).isEqualTo(1);
  }

  @Test
  void there_need_be_no_file() {
    Configuration configuration =
        Configuration.of(
            Map.of(
                "TERRARIUM_SERVER_HOST", "0.0.0.0",
                "TERRARIUM_SERVER_ALLOW_UNAUTHENTICATED", "true"));

    assertThat(configuration.server().host()).isEqualTo("0.0.0.0");
    assertThat(Configuration.of(Map.of()).server()).isEqualTo(ServerSettings.DEFAULT);
  }

  @Test
  void names_in_keys_are_those_of_the_file_or_new_ones() {
    String hash = KeyHash.of("a key").text();

    Configuration configuration =
        read(
            "[profiles.My-Rules]\n[profiles.reports]\n",
            Map.of(
                "TERRARIUM_PROFILES_MY_RULES_POLICY", "full",
                "TERRARIUM_PROFILES_MY_RULES_LIMITS_MEMORY", "64MiB",
                "TERRARIUM_PROFILES_NEW_ONE_CONCURRENCY", "2",
                "TERRARIUM_SERVER_KEYS_SHOP_HASH", hash,
                "TERRARIUM_SERVER_KEYS_SHOP_RATE", "0.5",
                "TERRARIUM_SERVER_KEYS_SHOP_QUEUE_LENGTH", "7"));

    assertThat(configuration.profiles()).containsOnlyKeys("My-Rules", "new_one", "reports");
    assertThat(configuration.profile("My-Rules").policy()).isEqualTo(Policy.named("full"));
    assertThat(configuration.profile("My-Rules").limits().orElseThrow().memoryBytes())
        .isEqualTo(64 << 20);
    ServiceKey key = configuration.server().keys().values().iterator().next();
    assertThat(key.name()).isEqualTo("shop");
    assertThat(key.hash().text()).isEqualTo(hash);
    assertThat(key.rate()).contains(new BigDecimal("0.5"));
    assertThat(key.queueLength()).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          TERRARIUM_SERVER_PROT         | 1     | there is no key of this name: did you mean 'TERRARIUM_SERVER_PORT'?
          TERRARIUM_PROFILES_A_POLCY    | full  | there is no key of this name: did you mean 'TERRARIUM_PROFILES_A_POLICY'?
          TERRARIUM_                    | 1     | there is no key of this name
          TERRARIUM_SERVER_CORS_ORIGINS | x     | there is no key of this name
          TERRARIUM_SERVER_PORT         | 80a   | server.port has to be a whole number, and is a string
          TERRARIUM_SERVER_PORT         | 80.5  | server.port has to be a whole number, and is a number
          TERRARIUM_SERVER_PORT         | 99999 | server.port: it has to be from 0 to 65535
          TERRARIUM_SERVER_DRAIN_TIME   | 5     | server.drain_time: '5' is no duration
          TERRARIUM_SERVER_METRICS      | yes   | server.metrics is 'yes'; it can be open
          TERRARIUM_SERVER_ALLOW_UNAUTHENTICATED | 1 | server.allow_unauthenticated has to be true or false
          TERRARIUM_SERVER_HOST         | ::    | server.host is ::, where others reach it, and there are no keys
          TERRARIUM_RUNTIMES_A_B_PYTHN  | x     | there is no key of this name
          """)
  void what_is_wrong_with_a_variable_is_named_with_the_variable(
      String variable, String value, String problem) {
    assertThatExceptionOfType(InvalidConfigurationException.class)
        .isThrownBy(() -> read("[profiles.a]\n", Map.of(variable, value)))
        .satisfies(e -> {
          assertThat(e.problems()).isEqualTo(1);
          assertThat(e.getMessage()).startsWith(variable + ": " + problem);
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TERRARIUM_DEBUG",
        "TERRARIUM_URL",
        "TERRARIUM_API_KEY",
        "TERRARIUM_SERVICE_HOST",
        "TERRARIUM_SERVICE_PORT_HTTP",
        "TERRARIUM_PORT",
        "TERRARIUM_PORT_8080_TCP_ADDR",
        "TERRARIUM_PYTHON_SERVICE_HOST",
        "terrarium_server_prot",
        "TERRARIUM"
      })
  void what_others_say_to_others_is_not_looked_at(String variable) {
    assertThat(read("", Map.of(variable, "tcp://10.0.0.1:8080")).server())
        .isEqualTo(ServerSettings.DEFAULT);
  }

  @ParameterizedTest
  @MethodSource("scalars")
  void every_key_that_is_no_list_and_no_table_has_its_variable(String key) {
    String variable =
        "TERRARIUM_" + key.replace("NAME", "a").replace('.', '_').toUpperCase(Locale.ROOT);

    assertThatExceptionOfType(InvalidConfigurationException.class)
        .isThrownBy(() -> read("", Map.of(variable, "\0")))
        .withMessageStartingWith(variable + ": ");
  }

  static Stream<String> scalars() {
    // Any text is the name of an engine, whether there is one or not.
    return Keys.scalars().stream().filter(key -> !key.equals("sandbox.engine"));
  }

  @Test
  void whatever_the_environment_is_a_problem_is_all_that_can_come_of_it() {
    var random = new Random(20261126);
    String signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0";
    var scalars = Keys.scalars().toArray(String[]::new);
    for (int turn = 0; turn < 500; turn++) {
      var environment = new HashMap<String, String>();
      for (int number = random.nextInt(4); number >= 0; number--) {
        var name =
            new StringBuilder(
                "TERRARIUM_"
                    + scalars[random.nextInt(scalars.length)]
                        .replace('.', '_')
                        .toUpperCase(Locale.ROOT));
        if (random.nextBoolean()) {
          name.setCharAt(
              random.nextInt(name.length()), signs.charAt(random.nextInt(signs.length())));
        }
        environment.put(name.toString(), random.nextBoolean() ? "1" : "5s");
      }
      try {
        read("server = 1\n[profiles.NAME]\npolicy = { extends = \"full\" }\n", environment);
      } catch (InvalidConfigurationException e) {
        assertThat(e.problems()).isPositive();
      }
    }
  }

  private Configuration read(String text, Map<String, String> environment) {
    return Configuration.parse(text, folder.resolve("terrarium.toml"), environment);
  }
}
