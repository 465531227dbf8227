package io.terrarium.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Every key that there is; {@code docs/configuration.md} says what each means. */
final class Keys {
  static final List<String> TOP = List.of("sandbox", "runtimes", "profiles", "server");

  static final List<String> SANDBOX =
      List.of(
          "engine",
          "worker_user_id",
          "concurrency",
          "queue_length",
          "queue_wait",
          "memory_budget",
          "idle_workers",
          "namespaces",
          "control_group",
          "limits",
          "ceiling");

  static final List<String> LIMITS =
      List.of(
          "wall_time",
          "cpu_time",
          "memory",
          "output",
          "output_overflow",
          "result",
          "arguments",
          "host_calls");

  static final List<String> RUNTIME = List.of("python", "preload", "modules");

  static final List<String> PROFILE =
      List.of(
          "policy", "runtime", "host_functions", "concurrency", "contracts", "limits", "ceiling");

  static final List<String> SERVER =
      List.of(
          "host",
          "port",
          "allow_unauthenticated",
          "tls",
          "keys",
          "connections",
          "body",
          "bodies",
          "handshake_time",
          "head_time",
          "body_time",
          "idle_time",
          "write_time",
          "drain_time",
          "programs",
          "program_memory",
          "sessions",
          "cors_origins",
          "metrics",
          "log_format");

  static final List<String> TLS = List.of("certificate", "private_key");

  static final List<String> SESSIONS = List.of("idle_time", "per_key", "in_all");

  static final List<String> KEY =
      List.of("hash", "profiles", "rate", "burst", "concurrency", "queue_length");

  /** Tables and lists: no variable of the environment can say them. */
  private static final Set<String> NO_SCALARS =
      Set.of(
          "sandbox.limits",
          "sandbox.ceiling",
          "runtimes.NAME.preload",
          "runtimes.NAME.modules",
          "profiles.NAME.host_functions",
          "profiles.NAME.contracts",
          "profiles.NAME.limits",
          "profiles.NAME.ceiling",
          "server.cors_origins",
          "server.keys.NAME.profiles");

  /** Last parts of keys whose values are numbers. */
  static final Set<String> NUMBERS =
      Set.of(
          "worker_user_id",
          "concurrency",
          "queue_length",
          "idle_workers",
          "host_calls",
          "port",
          "connections",
          "programs",
          "per_key",
          "in_all",
          "rate",
          "burst");

  /** Last parts of keys whose values are true or false. */
  static final Set<String> FLAGS = Set.of("allow_unauthenticated");

  private Keys() {}

  /** All of them, as the documentation writes them. */
  static List<String> all() {
    var all = new ArrayList<String>();
    add(all, "sandbox.", SANDBOX);
    add(all, "limits.", LIMITS);
    add(all, "runtimes.NAME.", RUNTIME);
    add(all, "profiles.NAME.", PROFILE);
    SERVER.stream()
        .filter(key -> !Set.of("tls", "keys", "sessions").contains(key))
        .forEach(key -> all.add("server." + key));
    add(all, "server.tls.", TLS);
    add(all, "server.sessions.", SESSIONS);
    add(all, "server.keys.NAME.", KEY);
    return all;
  }

  /** Those that a variable of the environment can say, each with its whole name. */
  static Set<String> scalars() {
    var scalars = new TreeSet<>(all());
    scalars.removeAll(NO_SCALARS);
    scalars.removeIf(key -> key.startsWith("limits."));
    for (String owner : List.of("sandbox.", "profiles.NAME.")) {
      add(scalars, owner + "limits.", LIMITS);
      add(scalars, owner + "ceiling.", LIMITS);
    }
    return scalars;
  }

  private static void add(Collection<String> all, String prefix, List<String> keys) {
    keys.forEach(key -> all.add(prefix + key));
  }
}
