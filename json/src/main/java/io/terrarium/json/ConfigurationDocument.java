package io.terrarium.json;

import io.terrarium.IsolationExtra;
import io.terrarium.Profile;
import io.terrarium.PythonModule;
import io.terrarium.PythonRuntime;
import io.terrarium.SandboxSettings;
import io.terrarium.config.Configuration;
import io.terrarium.config.ServerSettings;
import io.terrarium.config.ServiceKey;
import io.terrarium.contract.Contract;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/**
 * What a configuration comes to, with every default filled in, as one JSON document. Every field is
 * always there; {@code docs/documents.md} describes them.
 */
public final class ConfigurationDocument {
  private final JsonGenerator json;
  private final SandboxSettings settings;

  private ConfigurationDocument(JsonGenerator json, SandboxSettings settings) {
    this.json = json;
    this.settings = settings;
  }

  /** The document of a configuration. */
  public static String of(Configuration configuration) {
    return Json.text(
        json -> new ConfigurationDocument(json, configuration.settings()).write(configuration));
  }

  private void write(Configuration configuration) {
    json.writeStartObject();
    json.writeObjectPropertyStart("sandbox");
    json.writeStringProperty("engine", settings.engine());
    json.writeNumberProperty("worker_user_id", settings.workerUserId());
    json.writeNumberProperty("concurrency", settings.maximumConcurrentCalls());
    json.writeNumberProperty("queue_length", settings.queueLength());
    Milliseconds.write("queue_wait_ms", settings.queueWait(), json);
    if (settings.memoryBudgetBytes().isPresent()) {
      json.writeNumberProperty("memory_budget_bytes", settings.memoryBudgetBytes().getAsLong());
    } else {
      json.writeNullProperty("memory_budget_bytes");
    }
    json.writeNumberProperty("idle_workers", settings.idleWorkers());
    extra("namespaces", IsolationExtra.NAMESPACES);
    extra("control_group", IsolationExtra.CONTROL_GROUP);
    LimitsObject.write("limits", settings.defaultLimits(), json);
    LimitsObject.write("ceiling", settings.ceiling(), json);
    json.writeEndObject();
    json.writeObjectPropertyStart("runtimes");
    settings.runtimes().values().forEach(this::runtime);
    json.writeEndObject();
    json.writeObjectPropertyStart("profiles");
    configuration.profiles().values().forEach(this::profile);
    json.writeEndObject();
    server(configuration.server());
    json.writeEndObject();
  }

  private void extra(String name, IsolationExtra extra) {
    json.writeStringProperty(name, word(settings.use(extra)));
  }

  private void runtime(PythonRuntime runtime) {
    json.writeObjectPropertyStart(runtime.name());
    json.writeStringProperty("python", runtime.python().map(Object::toString).orElse(null));
    words("preload", runtime.preload());
    words("modules", runtime.modules().stream().map(PythonModule::name).toList());
    json.writeEndObject();
  }

  private void profile(Profile profile) {
    json.writeObjectPropertyStart(profile.name());
    json.writeStringProperty("policy", profile.policy().name());
    json.writeStringProperty("runtime", profile.runtime());
    if (profile.hostFunctions().isPresent()) {
      words("host_functions", profile.hostFunctions().get().stream().sorted().toList());
    } else {
      json.writeNullProperty("host_functions");
    }
    json.writeNumberProperty(
        "concurrency", profile.maximumConcurrentCalls().orElse(settings.maximumConcurrentCalls()));
    words("contracts", profile.contracts().stream().map(Contract::toString).toList());
    var ceiling = profile.ceiling().orElse(settings.ceiling());
    LimitsObject.write(
        "limits", profile.limits().orElse(settings.defaultLimits()).clampedTo(ceiling), json);
    LimitsObject.write("ceiling", ceiling, json);
    json.writeEndObject();
  }

  private void server(ServerSettings server) {
    json.writeObjectPropertyStart("server");
    json.writeStringProperty("host", server.host());
    json.writeNumberProperty("port", server.port());
    json.writeBooleanProperty("allow_unauthenticated", server.allowUnauthenticated());
    json.writeNumberProperty("connections", server.connections());
    json.writeNumberProperty("body_bytes", server.bodyBytes());
    json.writeNumberProperty("bodies_bytes", server.bodiesBytes());
    Milliseconds.write("handshake_time_ms", server.handshakeTime(), json);
    Milliseconds.write("head_time_ms", server.headTime(), json);
    Milliseconds.write("body_time_ms", server.bodyTime(), json);
    Milliseconds.write("idle_time_ms", server.idleTime(), json);
    Milliseconds.write("write_time_ms", server.writeTime(), json);
    Milliseconds.write("drain_time_ms", server.drainTime(), json);
    json.writeNumberProperty("programs", server.programs());
    json.writeNumberProperty("program_memory_bytes", server.programBytes());
    words("cors_origins", server.corsOrigins());
    json.writeStringProperty("metrics", word(server.metrics()));
    json.writeStringProperty("log_format", word(server.logFormat()));
    sessions(server);
    if (server.tls().isPresent()) {
      json.writeObjectPropertyStart("tls");
      json.writeStringProperty("certificate", server.tls().get().certificate().toString());
      json.writeStringProperty("private_key", server.tls().get().privateKey().toString());
      json.writeEndObject();
    } else {
      json.writeNullProperty("tls");
    }
    json.writeObjectPropertyStart("keys");
    server.keys().values().forEach(this::key);
    json.writeEndObject();
    json.writeEndObject();
  }

  private void sessions(ServerSettings server) {
    json.writeObjectPropertyStart("sessions");
    Milliseconds.write("idle_time_ms", server.sessionIdleTime(), json);
    json.writeNumberProperty("per_key", server.sessions());
    json.writeNumberProperty("in_all", server.sessionsInAll());
    json.writeEndObject();
  }

  private void key(ServiceKey key) {
    json.writeObjectPropertyStart(key.name());
    json.writeStringProperty("hash", key.hash().text());
    words("profiles", key.profiles());
    if (key.rate().isPresent()) {
      json.writeNumberProperty("rate", key.rate().get());
    } else {
      json.writeNullProperty("rate");
    }
    json.writeNumberProperty("burst", key.burst());
    if (key.concurrency().isPresent()) {
      json.writeNumberProperty("concurrency", key.concurrency().getAsInt());
    } else {
      json.writeNullProperty("concurrency");
    }
    json.writeNumberProperty("queue_length", key.queueLength());
    json.writeEndObject();
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private void words(String name, List<String> words) {
    json.writeArrayPropertyStart(name);
    words.forEach(json::writeString);
    json.writeEndArray();
  }
}
