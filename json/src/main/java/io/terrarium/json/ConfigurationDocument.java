package io.terrarium.json;

import io.terrarium.IsolationExtra;
import io.terrarium.Profile;
import io.terrarium.PythonModule;
import io.terrarium.PythonRuntime;
import io.terrarium.SandboxSettings;
import io.terrarium.contract.Contract;
import java.util.Collection;
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

  /** The document of settings and profiles. */
  public static String of(SandboxSettings settings, Collection<Profile> profiles) {
    return Json.text(json -> new ConfigurationDocument(json, settings).write(profiles));
  }

  private void write(Collection<Profile> profiles) {
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
    profiles.forEach(this::profile);
    json.writeEndObject();
    json.writeEndObject();
  }

  private void extra(String name, IsolationExtra extra) {
    json.writeStringProperty(name, settings.use(extra).name().toLowerCase(Locale.ROOT));
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

  private void words(String name, List<String> words) {
    json.writeArrayPropertyStart(name);
    words.forEach(json::writeString);
    json.writeEndArray();
  }
}
