package io.terrarium.cli;

import io.terrarium.IsolationExtra;
import io.terrarium.Limits;
import io.terrarium.Profile;
import io.terrarium.PythonModule;
import io.terrarium.PythonRuntime;
import io.terrarium.SandboxSettings;
import io.terrarium.config.Configuration;
import io.terrarium.config.ServerSettings;
import io.terrarium.config.ServiceKey;
import io.terrarium.contract.Contract;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;

/** A configuration for people: what it comes to, a key to a line, as the file would say it. */
final class ConfigurationText {
  private final StringBuilder text = new StringBuilder();
  private final SandboxSettings settings;

  private ConfigurationText(SandboxSettings settings) {
    this.settings = settings;
  }

  static String of(Configuration configuration) {
    var text = new ConfigurationText(configuration.settings());
    text.sandbox();
    configuration.settings().runtimes().values().forEach(text::runtime);
    configuration.profiles().values().forEach(text::profile);
    text.server(configuration.server());
    return text.text.toString();
  }

  private void sandbox() {
    table("sandbox");
    line("engine", quoted(settings.engine()));
    line("worker_user_id", settings.workerUserId());
    line("concurrency", settings.maximumConcurrentCalls());
    line("queue_length", settings.queueLength());
    line("queue_wait", duration(settings.queueWait()));
    settings.memoryBudgetBytes().ifPresent(bytes -> line("memory_budget", size(bytes)));
    line("idle_workers", settings.idleWorkers());
    line("namespaces", quoted(word(settings.use(IsolationExtra.NAMESPACES))));
    line("control_group", quoted(word(settings.use(IsolationExtra.CONTROL_GROUP))));
    limits("sandbox.limits", settings.defaultLimits());
    limits("sandbox.ceiling", settings.ceiling());
  }

  private void runtime(PythonRuntime runtime) {
    table("runtimes." + runtime.name());
    runtime.python().ifPresent(python -> line("python", quoted(python.toString())));
    line("preload", list(runtime.preload().stream()));
    line("modules", list(runtime.modules().stream().map(PythonModule::name)));
  }

  private void profile(Profile profile) {
    String name = "profiles." + profile.name();
    table(name);
    line("policy", quoted(profile.policy().name()));
    line("runtime", quoted(profile.runtime()));
    profile.hostFunctions().ifPresent(it -> line("host_functions", list(it.stream().sorted())));
    line("concurrency", profile.maximumConcurrentCalls().orElse(settings.maximumConcurrentCalls()));
    line("contracts", list(profile.contracts().stream().map(Contract::toString)));
    Limits ceiling = profile.ceiling().orElse(settings.ceiling());
    limits(name + ".limits", profile.limits().orElse(settings.defaultLimits()).clampedTo(ceiling));
    limits(name + ".ceiling", ceiling);
  }

  private void server(ServerSettings server) {
    table("server");
    line("host", quoted(server.host()));
    line("port", server.port());
    line("allow_unauthenticated", server.allowUnauthenticated());
    line("connections", server.connections());
    line("body", size(server.bodyBytes()));
    line("bodies", size(server.bodiesBytes()));
    line("handshake_time", duration(server.handshakeTime()));
    line("head_time", duration(server.headTime()));
    line("body_time", duration(server.bodyTime()));
    line("idle_time", duration(server.idleTime()));
    line("write_time", duration(server.writeTime()));
    line("drain_time", duration(server.drainTime()));
    line("programs", server.programs());
    line("program_memory", size(server.programBytes()));
    line("cors_origins", list(server.corsOrigins().stream()));
    line("metrics", quoted(word(server.metrics())));
    line("log_format", quoted(word(server.logFormat())));
    table("server.sessions");
    line("idle_time", duration(server.sessionIdleTime()));
    line("per_key", server.sessions());
    line("in_all", server.sessionsInAll());
    server
        .tls()
        .ifPresent(tls -> {
          table("server.tls");
          line("certificate", quoted(tls.certificate().toString()));
          line("private_key", quoted(tls.privateKey().toString()));
        });
    server.keys().values().forEach(this::key);
  }

  /** What is known of a key, which is not the key. */
  private void key(ServiceKey key) {
    table("server.keys." + key.name());
    line("hash", quoted(key.hash().text()));
    if (!key.profiles().isEmpty()) {
      line("profiles", list(key.profiles().stream()));
    }
    key.rate().ifPresent(rate -> line("rate", rate.toPlainString()));
    line("burst", key.burst());
    key.concurrency().ifPresent(calls -> line("concurrency", calls));
    line("queue_length", key.queueLength());
  }

  private void limits(String name, Limits limits) {
    table(name);
    line("wall_time", duration(limits.wallTime()));
    line("cpu_time", duration(limits.cpuTime()));
    line("memory", size(limits.memoryBytes()));
    line("output", size(limits.outputBytes()));
    line("output_overflow", quoted(word(limits.outputOverflow())));
    line("result", size(limits.resultBytes()));
    line("arguments", size(limits.argumentBytes()));
    line("host_calls", limits.hostCalls());
  }

  private void table(String name) {
    text.append(text.isEmpty() ? "" : "\n").append('[').append(name).append("]\n");
  }

  private void line(String key, Object value) {
    text.append(key).append(" = ").append(value).append('\n');
  }

  private static String list(Stream<String> items) {
    return items.map(ConfigurationText::quoted).toList().toString();
  }

  private static String quoted(String word) {
    return '"' + Terminal.visible(word).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static String duration(Duration duration) {
    long milliseconds = duration.toMillis();
    return quoted(milliseconds % 1000 == 0 ? milliseconds / 1000 + "s" : milliseconds + "ms");
  }

  private static String size(long bytes) {
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
    int unit = 0;
    long size = bytes;
    while (unit < units.length - 1 && size > 0 && size % 1024 == 0) {
      size /= 1024;
      unit++;
    }
    return quoted(size + units[unit]);
  }
}
