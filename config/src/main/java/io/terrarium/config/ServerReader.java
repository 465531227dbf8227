package io.terrarium.config;

import io.terrarium.policy.TomlFile;
import io.terrarium.policy.TomlFile.Entry;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiConsumer;

/** Reads what the HTTP service is started with: {@code [server]}. */
final class ServerReader {
  private final ServerSettings.Builder builder = ServerSettings.builder();
  private final Section section;
  private final Collection<String> profiles;

  private ServerReader(Section section, Collection<String> profiles) {
    this.section = section;
    this.profiles = profiles;
  }

  /**
   * Reads them.
   *
   * @param profiles the names of those that keys may be bound to
   */
  static ServerSettings read(Section top, Collection<String> profiles) {
    return top.section("server")
        .map(it -> new ServerReader(it, profiles).read())
        .orElse(ServerSettings.DEFAULT);
  }

  private ServerSettings read() {
    section.refuseOthersThan(Keys.SERVER);
    int before = section.file().problemCount();
    section.text("host", "\"127.0.0.1\"", it -> it, this::host);
    number("port", ServerSettings.Builder::port);
    section.flag("allow_unauthenticated").ifPresent(builder::allowUnauthenticated);
    section.section("tls", "certificate and private_key").ifPresent(this::tls);
    number("connections", ServerSettings.Builder::connections);
    bodies();
    duration("handshake_time", ServerSettings.Builder::handshakeTime);
    duration("head_time", ServerSettings.Builder::headTime);
    duration("body_time", ServerSettings.Builder::bodyTime);
    duration("idle_time", ServerSettings.Builder::idleTime);
    duration("write_time", ServerSettings.Builder::writeTime);
    duration("drain_time", ServerSettings.Builder::drainTime);
    programs();
    section.section("sessions").ifPresent(this::sessions);
    origins();
    section.word("metrics", ServerSettings.Metrics.values()).ifPresent(builder::metrics);
    section.word("log_format", ServerSettings.LogFormat.values()).ifPresent(builder::logFormat);
    keys();
    return built(section.file().problemCount() == before);
  }

  /**
   * All of it together.
   *
   * @param inOrder whether nothing was wrong with any part: what is wrong with the whole may
   *     otherwise be nothing but that
   */
  private ServerSettings built(boolean inOrder) {
    try {
      return builder.build();
    } catch (IllegalArgumentException e) {
      if (inOrder) {
        section.file().add(section.place(Keys.SERVER), String.valueOf(e.getMessage()));
      }
      return ServerSettings.DEFAULT;
    }
  }

  private void host(String host) {
    ServerSettings.builder().allowUnauthenticated(true).host(host).build();
    builder.host(host);
  }

  private void number(String key, BiConsumer<ServerSettings.Builder, Integer> step) {
    section.number(key, number -> tried(number, step));
  }

  private void duration(String key, BiConsumer<ServerSettings.Builder, Duration> step) {
    section.amount(key, Amounts::duration, it -> tried(it, step));
  }

  /** Has a value tried on something else first, where no other key can be to blame. */
  private <T> void tried(T value, BiConsumer<ServerSettings.Builder, T> step) {
    ServerSettings.Builder trial = ServerSettings.builder();
    step.accept(trial, value);
    trial.build();
    step.accept(builder, value);
  }

  private void tls(Section tls) {
    tls.refuseOthersThan(Keys.TLS);
    Optional<Path> certificate = readable(tls, "certificate", "\"server.pem\"");
    Optional<Path> privateKey = readable(tls, "private_key", "\"server-key.pem\"");
    if (certificate.isPresent() && privateKey.isPresent()) {
      builder.tls(certificate.get(), privateKey.get());
    }
    for (String key : Keys.TLS) {
      if (!tls.has(key)) {
        tls.problem(Keys.TLS, key + " is missing: HTTPS needs both files");
      }
    }
  }

  private static Optional<Path> readable(Section tls, String key, String example) {
    Optional<Path> path = tls.path(key, example);
    if (path.isPresent() && !(Files.isRegularFile(path.get()) && Files.isReadable(path.get()))) {
      tls.problem(key, "there is no file " + path.get() + " that can be read");
    }
    return path;
  }

  /** A body that is longer than all bodies may be takes the room of all. */
  private void bodies() {
    var bytes =
        new long[] {ServerSettings.DEFAULT.bodyBytes(), ServerSettings.DEFAULT.bodiesBytes()};
    section.amount(
        "body",
        Amounts::bytes,
        it -> {
          tried(it, (trial, body) -> trial.bodies(body, Math.max(body, bytes[1])));
          bytes[0] = it;
          bytes[1] = Math.max(it, bytes[1]);
        });
    section.amount(
        "bodies",
        Amounts::bytes,
        it -> {
          tried(it, (trial, bodies) -> trial.bodies(bytes[0], bodies));
          bytes[1] = it;
        });
    builder.bodies(bytes[0], bytes[1]);
  }

  private void programs() {
    var number = new int[] {ServerSettings.DEFAULT.programs()};
    var bytes = new long[] {ServerSettings.DEFAULT.programBytes()};
    section.number(
        "programs",
        it -> {
          tried(it, (trial, programs) -> trial.programs(programs, bytes[0]));
          number[0] = it;
        });
    section.amount(
        "program_memory",
        Amounts::bytes,
        it -> {
          tried(it, (trial, memory) -> trial.programs(number[0], memory));
          bytes[0] = it;
        });
    builder.programs(number[0], bytes[0]);
  }

  private void sessions(Section sessions) {
    sessions.refuseOthersThan(Keys.SESSIONS);
    var number = new int[] {ServerSettings.DEFAULT.sessions()};
    sessions.number(
        "per_key",
        it -> {
          Duration usual = ServerSettings.DEFAULT.sessionIdleTime();
          tried(it, (trial, perKey) -> trial.sessions(perKey, usual));
          number[0] = it;
        });
    sessions.amount(
        "idle_time",
        Amounts::duration,
        it -> tried(it, (trial, time) -> trial.sessions(number[0], time)));
    sessions.number("in_all", it -> tried(it, ServerSettings.Builder::sessionsInAll));
  }

  private void origins() {
    var origins = new ArrayList<String>();
    for (Entry origin : section.entries("cors_origins")) {
      try {
        ServerSettings.builder().corsOrigins(List.of(origin.text())).build();
        origins.add(origin.text());
      } catch (IllegalArgumentException e) {
        section.file().add(origin.place(), section.shown("cors_origins") + ": " + e.getMessage());
      }
    }
    builder.corsOrigins(origins);
  }

  private void keys() {
    var keys = new ArrayList<ServiceKey>();
    section.named("keys").forEach((name, table) -> key(name, table).ifPresent(keys::add));
    builder.keys(keys);
  }

  private Optional<ServiceKey> key(String name, Section table) {
    table.refuseOthersThan(Keys.KEY);
    if (!table.has("hash")) {
      table.problem(Keys.KEY, "hash is missing: terrarium key new " + name + " makes a key");
      return Optional.empty();
    }
    var key = new ServiceKey[1];
    table.text("hash", "\"sha256:…\"", KeyHash::new, it -> key[0] = ServiceKey.of("any", it));
    if (key[0] == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(limited(name, key[0].hash(), table));
    } catch (IllegalArgumentException e) {
      table.problem(Keys.KEY, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private ServiceKey limited(String name, KeyHash hash, Section table) {
    ServiceKey any = ServiceKey.of("any", hash);
    var rate = new BigDecimal[1];
    var burst = new int[] {ServiceKey.BURST};
    var concurrency = new int[1];
    var queueLength = new int[] {ServiceKey.QUEUE_LENGTH};
    table.decimal(
        "rate",
        it -> {
          any.withRate(it, ServiceKey.BURST);
          rate[0] = it;
        });
    table.number(
        "burst",
        it -> {
          any.withRate(BigDecimal.ONE, it);
          burst[0] = it;
        });
    table.number(
        "concurrency",
        it -> {
          any.withConcurrency(it, 0);
          concurrency[0] = it;
        });
    table.number(
        "queue_length",
        it -> {
          any.withConcurrency(1, it);
          queueLength[0] = it;
        });
    return new ServiceKey(
        name,
        hash,
        profiles(table),
        Optional.ofNullable(rate[0]),
        burst[0],
        concurrency[0] == 0 ? OptionalInt.empty() : OptionalInt.of(concurrency[0]),
        queueLength[0]);
  }

  private List<String> profiles(Section table) {
    List<Entry> names = table.entries("profiles");
    if (table.has("profiles") && names.isEmpty()) {
      table.problem(
          "profiles",
          "it names none; leave it out for a key that is bound to none, and may use each");
    }
    for (Entry name : names) {
      if (!profiles.contains(name.text())) {
        section
            .file()
            .add(
                name.place(),
                "%s: there is no profile '%s'; there is %s%s"
                    .formatted(
                        table.shown("profiles"),
                        name.text(),
                        profiles.isEmpty() ? "none" : String.join(", ", profiles),
                        TomlFile.meant(name.text(), profiles)));
      }
    }
    return names.stream().map(Entry::text).toList();
  }
}
