package io.terrarium.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerSettingsTest {
  private static final Path EXAMPLE = Path.of("..", "examples", "service.toml");
  private static final Path PAGE = Path.of("..", "docs", "configuration.md");
  private static final String HASH = KeyHash.of("a key").text();

  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("cert.pem"), "");
    Files.writeString(folder.resolve("key.pem"), "");
  }

  @Test
  void a_file_says_what_the_service_is_started_with() {
    ServerSettings settings =
        read(
            """
            [server]
            host = "0.0.0.0"
            port = 8443
            connections = 50
            body = "2MiB"
            bodies = "3MiB"
            head_time = "1s"
            body_time = "5s"
            idle_time = "20s"
            write_time = "4s"
            handshake_time = "3s"
            drain_time = "1m"
            programs = 10
            program_memory = "1MiB"
            cors_origins = ["https://app.example.com", "http://localhost:3000"]
            metrics = "with_key"
            log_format = "json"
            [server.tls]
            certificate = "cert.pem"
            private_key = "key.pem"
            [server.sessions]
            idle_time = "2h"
            per_key = 2
            in_all = 5
            [server.keys.shop]
            hash = "%s"
            profiles = ["rules", "reports"]
            rate = 2.5
            burst = 5
            concurrency = 3
            queue_length = 0
            [profiles.rules]
            [profiles.reports]
            """
                .formatted(HASH));

    assertThat(settings)
        .isEqualTo(
            ServerSettings.builder()
                .host("0.0.0.0")
                .port(8443)
                .connections(50)
                .bodies(2 << 20, 3 << 20)
                .handshakeTime(Duration.ofSeconds(3))
                .headTime(Duration.ofSeconds(1))
                .bodyTime(Duration.ofSeconds(5))
                .idleTime(Duration.ofSeconds(20))
                .writeTime(Duration.ofSeconds(4))
                .drainTime(Duration.ofMinutes(1))
                .programs(10, 1 << 20)
                .sessions(2, Duration.ofHours(2))
                .sessionsInAll(5)
                .corsOrigins(List.of("https://app.example.com", "http://localhost:3000"))
                .metrics(ServerSettings.Metrics.WITH_KEY)
                .logFormat(ServerSettings.LogFormat.JSON)
                .tls(folder.resolve("cert.pem"), folder.resolve("key.pem"))
                .keys(
                    ServiceKey.of("shop", new KeyHash(HASH))
                        .withProfiles("rules", "reports")
                        .withRate(new BigDecimal("2.5"), 5)
                        .withConcurrency(3, 0))
                .build());
  }

  @Test
  void without_a_word_it_listens_to_its_own_machine_alone() {
    assertThat(read("")).isEqualTo(ServerSettings.DEFAULT);
    assertThat(ServerSettings.DEFAULT.isLoopback()).isTrue();
    assertThat(ServerSettings.DEFAULT.needsKeys()).isFalse();
    assertThat(ServerSettings.DEFAULT.corsOrigins()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "::1", "localhost", "LOCALHOST"})
  void loopback_needs_no_key(String host) {
    assertThat(ServerSettings.builder().host(host).build().isLoopback()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0.0.0.0", "::", "10.0.0.1", "localhost.example.com", "example.com", "::2"})
  void listening_where_others_reach_it_takes_keys_or_a_loud_word(String host) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServerSettings.builder().host(host).build())
        .withMessageContaining("anybody could run code here")
        .withMessageContaining("allow_unauthenticated");
    ServerSettings.builder().host(host).allowUnauthenticated(true).build();
    ServerSettings.builder().host(host).keys(ServiceKey.of("a", new KeyHash(HASH))).build();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          [server]~prot = 1                              | 2:1: there is no key 'prot' in [server]
          [server]~port = 65536                          | 2:1: server.port: it has to be from 0 to 65535
          [server]~port = "80"                           | 2:1: server.port has to be a whole number, and is a string
          [server]~host = "a b"                          | 2:1: server.host: it has to be an address or a name
          [server]~host = "0.0.0.0"                      | 2:1: server.host is 0.0.0.0, where others reach it, and there are no keys
          [server]~allow_unauthenticated = "yes"         | 2:1: server.allow_unauthenticated has to be true or false, and is a string
          [server]~body = "1B"                           | 2:1: server.body: it has to be from 1024 to
          [server]~connections = 0                       | 2:1: server.connections: it has to be from 16 to 1000000
          [server]~head_time = "0ms"                     | 2:1: server.head_time: it has to be from 1 ms to 1 h
          [server]~drain_time = "2h"                     | 2:1: server.drain_time: it has to be from 0 s to 1 h
          [server]~bodies = "1MiB"                       | 2:1: server.bodies: it has to be from 33554432
          [server]~programs = 0                          | 2:1: server.programs: it has to be from 1
          [server]~metrics = "of"                        | 2:1: server.metrics is 'of'; it can be open, with_key, off: did you mean 'off'?
          [server]~log_format = "xml"                    | 2:1: server.log_format is 'xml'; it can be text, json
          [server]~cors_origins = ["*"]                  | 2:17: server.cors_origins: '*' is no origin
          [server]~cors_origins = ["https://a/b"]        | 2:17: server.cors_origins: 'https://a/b' is no origin
          [server.tls]~certificate = "cert.pem"          | 2:1: server.tls: private_key is missing
          [server.sessions]~idle_time = "25h"            | 2:1: server.sessions.idle_time: it has to be from 1 ms to 1 d
          [server.sessions]~per_key = -1                 | 2:1: server.sessions.per_key: it has to be from 0 to 10000
          [server.keys.a]~rate = 1                       | 2:1: server.keys.a: hash is missing: terrarium key new a makes a key
          [server.keys.a]~hash = "sha256:12"             | 2:1: server.keys.a.hash: it has to be sha256: and 64 hexadecimal digits
          [server.keys.a]~hash = "HASH"~rate = 0         | 3:1: server.keys.a.rate: it has to be from 0.001 to 1000000
          [server.keys.a]~hash = "HASH"~rate = nan       | 3:1: server.keys.a.rate has to be a number
          [server.keys.a]~hash = "HASH"~burst = 0        | 3:1: server.keys.a.burst: it has to be from 1
          [server.keys.a]~hash = "HASH"~concurrency = 0  | 3:1: server.keys.a.concurrency: it has to be from 1 to 10000
          [server.keys.a]~hash = "HASH"~profiles = ["x"] | 3:13: server.keys.a.profiles: there is no profile 'x'; there is none
          [server.keys.a]~hash = "HASH"~profiles = []    | 3:1: server.keys.a.profiles: it names none
          [server.keys."a.b"]~hash = "HASH"              | 2:1: server.keys.a.b: 'a.b' is no name for a key
          [server.keys.a]~hash = "HASH"~[server.keys.b]~hash = "HASH" | 1:1: the keys a and b have the same hash
          """)
  void what_is_wrong_is_named_with_key_line_and_what_is_allowed(String text, String problem) {
    assertThatExceptionOfType(InvalidConfigurationException.class)
        .isThrownBy(() -> read(text.replace('~', '\n').replace("HASH", HASH)))
        .satisfies(e -> {
          assertThat(e.problems()).isEqualTo(1);
          assertThat(e.getMessage()).startsWith(folder + "/terrarium.toml").contains(problem);
        });
  }

  @Test
  void tls_takes_files_that_can_be_read() {
    assertThatExceptionOfType(InvalidConfigurationException.class)
        .isThrownBy(
            () -> read("[server.tls]\ncertificate = \"cert.pem\"\nprivate_key = \"none.pem\"\n"))
        .withMessageContaining(
            "3:1: server.tls.private_key: there is no file " + folder.resolve("none.pem"));
  }

  @Test
  void a_key_is_recognized_by_its_hash_alone() {
    String key = KeyHash.newKey();
    KeyHash hash = KeyHash.of(key);

    assertThat(key).startsWith(KeyHash.KEY_PREFIX).hasSize(53);
    assertThat(hash.bytes()).isEqualTo(KeyHash.digest(key)).hasSize(32);
    assertThat(hash.bytes()).isNotEqualTo(KeyHash.digest(key + "x"));
    assertThat(hash.text()).doesNotContain(key);
    assertThat(KeyHash.newKey()).isNotEqualTo(key);
    // The SHA-256 of abc, as FIPS 180-2 has it.
    assertThat(KeyHash.of("abc").text())
        .isEqualTo("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void the_page_shows_the_example_and_the_example_is_in_order() throws IOException {
    assertThat(Files.readString(PAGE)).contains("```toml\n" + Files.readString(EXAMPLE) + "```");
    assertThat(Configuration.load(EXAMPLE).server().keys()).containsOnlyKeys("shop");
  }

  private ServerSettings read(String text) {
    return Configuration.parse(text, folder.resolve("terrarium.toml")).server();
  }
}
