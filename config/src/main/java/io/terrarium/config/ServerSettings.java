package io.terrarium.config;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the HTTP service is started with, besides its sandbox. Immutable, and impossible to make
 * half-safe: settings that would let anybody on the network run code have to say so.
 *
 * @param host the address to listen on, or a name of it
 * @param port 0 to 65,535; 0: any that is free
 * @param allowUnauthenticated whether to listen beyond loopback although there are no keys
 * @param tls what HTTPS needs; empty: HTTP
 * @param keys the API keys by their names; without any, nobody needs one
 * @param connections how many connections may be open at the same time: 16 to 1,000,000; where
 *     there are more, the one that its client has left waiting longest ends
 * @param bodyBytes the longest body of a request that is read as a whole, and the longest row of a
 *     map: 1 KiB to 1 GiB
 * @param bodiesBytes how much all bodies together may take that are read at the same time: at least
 *     bodyBytes; where there are several keys, half of it for each
 * @param handshakeTime how long a connection with TLS may take to agree on it and to begin its
 *     first request: 1 ms to 1 h
 * @param headTime how long a request's head may take from its first byte: 1 ms to 1 h
 * @param bodyTime how long the body of a request may take that is read as a whole; of one that is
 *     streamed, how long it may pause: 1 ms to 1 h
 * @param idleTime how long a connection may wait for its next request: 1 ms to 1 h
 * @param writeTime how long a client may take no byte of its answer: 1 ms to 1 h
 * @param programs programs that are remembered for each caller: 1 to 1,000,000
 * @param programBytes their sources together, for each caller: at least 1 KiB
 * @param sessions sessions that each caller may have open: 0 to 10,000
 * @param sessionsInAll sessions that may be open: 0 to 10,000
 * @param sessionIdleTime how long a session waits for a call, unless it asks for less: 1 ms to a
 *     day
 * @param drainTime how long requests may take that are under way when the service ends: 0 to 1 h
 * @param corsOrigins the origins whose pages may call the service from a browser; none: only its
 *     own page
 * @param metrics who may read {@code /metrics}
 * @param logFormat how log lines are written
 */
public record ServerSettings(
    String host,
    int port,
    boolean allowUnauthenticated,
    Optional<Tls> tls,
    SortedMap<String, ServiceKey> keys,
    int connections,
    long bodyBytes,
    long bodiesBytes,
    Duration handshakeTime,
    Duration headTime,
    Duration bodyTime,
    Duration idleTime,
    Duration writeTime,
    int programs,
    long programBytes,
    int sessions,
    int sessionsInAll,
    Duration sessionIdleTime,
    Duration drainTime,
    List<String> corsOrigins,
    Metrics metrics,
    LogFormat logFormat) {

  /**
   * What HTTPS needs.
   *
   * @param certificate a file in PEM with the server's certificate and those that it depends on
   * @param privateKey a file in PEM with its key, in PKCS #8
   */
  public record Tls(Path certificate, Path privateKey) {}

  /** Who may read {@code /metrics}. */
  public enum Metrics {
    /** Whoever reaches the service. */
    OPEN,
    /** Who has a key. */
    WITH_KEY,
    /** Nobody: there is no such page. */
    OFF
  }

  /** How log lines are written. */
  public enum LogFormat {
    /** For people. */
    TEXT,
    /** A JSON object to a line. */
    JSON
  }

  private static final Duration HOUR = Duration.ofHours(1);
  private static final long KIBIBYTE = 1L << 10;
  private static final long MEBIBYTE = 1L << 20;
  private static final int KEYS_AT_MOST = 1_000;
  private static final Pattern ORIGIN =
      Pattern.compile("https?://(?:[a-z0-9.-]+|\\[[0-9a-f:.]+\\])(?::[0-9]{1,5})?");

  /** What {@code terrarium serve} does without a configuration. */
  public static final ServerSettings DEFAULT =
      new ServerSettings(
          "127.0.0.1",
          8080,
          false,
          Optional.empty(),
          new TreeMap<>(),
          1_024,
          32 * MEBIBYTE,
          128 * MEBIBYTE,
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofSeconds(30),
          1_000,
          64 * MEBIBYTE,
          32,
          128,
          Duration.ofMinutes(5),
          Duration.ofSeconds(20),
          List.of(),
          Metrics.OPEN,
          LogFormat.TEXT);

  /**
   * Checks every range, and says which one does not hold.
   *
   * @throws IllegalArgumentException when one does not, or when anybody on the network could run
   *     code
   */
  public ServerSettings {
    keys = Collections.unmodifiableSortedMap(new TreeMap<>(keys));
    corsOrigins = List.copyOf(corsOrigins);
    checkHost(host);
    Ranges.check("port", port, 0, 65_535);
    Ranges.check("connections", connections, 16, 1_000_000);
    Ranges.check("bodyBytes", bodyBytes, KIBIBYTE, 1_024 * MEBIBYTE);
    Ranges.check("bodiesBytes", bodiesBytes, bodyBytes, Long.MAX_VALUE);
    Ranges.check("handshakeTime", handshakeTime, Duration.ofMillis(1), HOUR);
    Ranges.check("headTime", headTime, Duration.ofMillis(1), HOUR);
    Ranges.check("bodyTime", bodyTime, Duration.ofMillis(1), HOUR);
    Ranges.check("idleTime", idleTime, Duration.ofMillis(1), HOUR);
    Ranges.check("writeTime", writeTime, Duration.ofMillis(1), HOUR);
    Ranges.check("programs", programs, 1, 1_000_000);
    Ranges.check("programBytes", programBytes, KIBIBYTE, Long.MAX_VALUE);
    Ranges.check("sessions", sessions, 0, 10_000);
    Ranges.check("sessionsInAll", sessionsInAll, 0, 10_000);
    Ranges.check("sessionIdleTime", sessionIdleTime, Duration.ofMillis(1), Duration.ofDays(1));
    Ranges.check("drainTime", drainTime, Duration.ZERO, HOUR);
    corsOrigins.forEach(ServerSettings::checkOrigin);
    checkKeys(keys);
    if (keys.isEmpty() && !allowUnauthenticated && !isLoopback(host)) {
      throw new IllegalArgumentException(
          "server.host is %s, where others reach it, and there are no keys: anybody could run code"
                  .formatted(host)
              + " here. Add [server.keys.NAME] (terrarium key new NAME makes one), listen on"
              + " 127.0.0.1, or say server.allow_unauthenticated = true");
    }
  }

  /** Whether the address is the machine's own, which nobody else reaches. */
  public boolean isLoopback() {
    return isLoopback(host);
  }

  /** Whether requests need a key. */
  public boolean needsKeys() {
    return !keys.isEmpty();
  }

  /** Begins settings that differ from these. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** Begins settings that differ from the defaults. */
  public static Builder builder() {
    return new Builder(DEFAULT);
  }

  /** A name other than localhost may mean anything: only an address is taken at its word. */
  private static boolean isLoopback(String host) {
    if (host.toLowerCase(Locale.ROOT).equals("localhost")) {
      return true;
    }
    try {
      return InetAddress.ofLiteral(host).isLoopbackAddress();
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static void checkHost(String host) {
    if (!host.matches("[A-Za-z0-9:.%_-]{1,255}")) {
      throw new IllegalArgumentException(
          "host is '" + host + "': it has to be an address or a name, such as 127.0.0.1");
    }
  }

  private static void checkOrigin(String origin) {
    if (!ORIGIN.matcher(origin).matches()) {
      throw new IllegalArgumentException(
          "'"
              + origin
              + "' is no origin: it has to be a scheme and a host in lower case, and perhaps a"
              + " port, such as https://app.example.com");
    }
  }

  private static void checkKeys(SortedMap<String, ServiceKey> keys) {
    if (keys.size() > KEYS_AT_MOST) {
      throw new IllegalArgumentException(
          "there are " + keys.size() + " keys: at most " + KEYS_AT_MOST + " are taken");
    }
    Map<KeyHash, List<ServiceKey>> alike =
        keys.values().stream().collect(Collectors.groupingBy(ServiceKey::hash));
    for (List<ServiceKey> same : alike.values()) {
      if (same.size() > 1) {
        throw new IllegalArgumentException(
            "the keys %s and %s have the same hash: each needs a key of its own"
                .formatted(same.get(0).name(), same.get(1).name()));
      }
    }
  }

  /** Builds settings step by step; each step replaces one. Not safe for several threads. */
  public static final class Builder {
    private String host;
    private int port;
    private boolean allowUnauthenticated;
    private Optional<Tls> tls;
    private SortedMap<String, ServiceKey> keys;
    private int connections;
    private long bodyBytes;
    private long bodiesBytes;
    private Duration handshakeTime;
    private Duration headTime;
    private Duration bodyTime;
    private Duration idleTime;
    private Duration writeTime;
    private int programs;
    private long programBytes;
    private int sessions;
    private int sessionsInAll;
    private Duration sessionIdleTime;
    private Duration drainTime;
    private List<String> corsOrigins;
    private Metrics metrics;
    private LogFormat logFormat;

    private Builder(ServerSettings from) {
      host = from.host;
      port = from.port;
      allowUnauthenticated = from.allowUnauthenticated;
      tls = from.tls;
      keys = from.keys;
      connections = from.connections;
      bodyBytes = from.bodyBytes;
      bodiesBytes = from.bodiesBytes;
      handshakeTime = from.handshakeTime;
      headTime = from.headTime;
      bodyTime = from.bodyTime;
      idleTime = from.idleTime;
      writeTime = from.writeTime;
      programs = from.programs;
      programBytes = from.programBytes;
      sessions = from.sessions;
      sessionsInAll = from.sessionsInAll;
      sessionIdleTime = from.sessionIdleTime;
      drainTime = from.drainTime;
      corsOrigins = from.corsOrigins;
      metrics = from.metrics;
      logFormat = from.logFormat;
    }

    /** The address to listen on. */
    public Builder host(String address) {
      host = address;
      return this;
    }

    /** The port to listen on; 0: any that is free. */
    public Builder port(int number) {
      port = number;
      return this;
    }

    /** Whether anybody on the network may run code. */
    public Builder allowUnauthenticated(boolean allow) {
      allowUnauthenticated = allow;
      return this;
    }

    /** The files that HTTPS needs. */
    public Builder tls(Path certificate, Path privateKey) {
      tls = Optional.of(new Tls(certificate, privateKey));
      return this;
    }

    /** All API keys. */
    public Builder keys(Collection<ServiceKey> all) {
      keys =
          new TreeMap<>(
              all.stream().collect(Collectors.toMap(ServiceKey::name, Function.identity())));
      return this;
    }

    /** All API keys. */
    public Builder keys(ServiceKey... all) {
      return keys(List.of(all));
    }

    /** How many connections may be open. */
    public Builder connections(int number) {
      connections = number;
      return this;
    }

    /** How long a body may be, and all of them together that are read at the same time. */
    public Builder bodies(long bytesOfOne, long bytesOfAll) {
      bodyBytes = bytesOfOne;
      bodiesBytes = bytesOfAll;
      return this;
    }

    /** How long a connection may take to agree on TLS and to begin its first request. */
    public Builder handshakeTime(Duration time) {
      handshakeTime = time;
      return this;
    }

    /** How long a request's head may take. */
    public Builder headTime(Duration time) {
      headTime = time;
      return this;
    }

    /** How long a request's body may take. */
    public Builder bodyTime(Duration time) {
      bodyTime = time;
      return this;
    }

    /** How long a connection may wait for its next request. */
    public Builder idleTime(Duration time) {
      idleTime = time;
      return this;
    }

    /** How long a client may take nothing of its answer. */
    public Builder writeTime(Duration time) {
      writeTime = time;
      return this;
    }

    /** How many programs are remembered for each caller, and how long their sources may be. */
    public Builder programs(int number, long bytes) {
      programs = number;
      programBytes = bytes;
      return this;
    }

    /** How many sessions each caller may have open, and how long each may wait for a call. */
    public Builder sessions(int number, Duration idle) {
      sessions = number;
      sessionIdleTime = idle;
      return this;
    }

    /** How many sessions may be open. */
    public Builder sessionsInAll(int number) {
      sessionsInAll = number;
      return this;
    }

    /** How long requests may take that are under way when the service ends. */
    public Builder drainTime(Duration time) {
      drainTime = time;
      return this;
    }

    /** The origins whose pages may call the service from a browser. */
    public Builder corsOrigins(List<String> origins) {
      corsOrigins = origins;
      return this;
    }

    /** Who may read {@code /metrics}. */
    public Builder metrics(Metrics readers) {
      metrics = readers;
      return this;
    }

    /** How log lines are written. */
    public Builder logFormat(LogFormat format) {
      logFormat = format;
      return this;
    }

    /**
     * The settings as they are now.
     *
     * @throws IllegalArgumentException when a range does not hold, or when anybody on the network
     *     could run code
     */
    public ServerSettings build() {
      return new ServerSettings(
          host,
          port,
          allowUnauthenticated,
          tls,
          keys,
          connections,
          bodyBytes,
          bodiesBytes,
          handshakeTime,
          headTime,
          bodyTime,
          idleTime,
          writeTime,
          programs,
          programBytes,
          sessions,
          sessionsInAll,
          sessionIdleTime,
          drainTime,
          corsOrigins,
          metrics,
          logFormat);
    }
  }
}
