package io.terrarium.config;

import java.util.ArrayList;
import java.util.List;

/** Every key that there is; {@code docs/profiles.md} says what each means. */
final class Keys {
  static final List<String> TOP = List.of("sandbox", "runtimes", "profiles");

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

  private Keys() {}

  /** All of them, as the documentation writes them. */
  static List<String> all() {
    var all = new ArrayList<String>();
    SANDBOX.forEach(key -> all.add("sandbox." + key));
    LIMITS.forEach(key -> all.add("limits." + key));
    RUNTIME.forEach(key -> all.add("runtimes.NAME." + key));
    PROFILE.forEach(key -> all.add("profiles.NAME." + key));
    return all;
  }
}
