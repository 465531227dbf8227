package io.terrarium.cli;

import io.terrarium.HostFunction;
import io.terrarium.HostFunctionException;
import io.terrarium.IsolationExtra;
import io.terrarium.Limits;
import io.terrarium.Profile;
import io.terrarium.PythonModule;
import io.terrarium.PythonRuntime;
import io.terrarium.SandboxSettings;
import io.terrarium.config.Configuration;
import io.terrarium.spi.Engine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how Python is run. */
final class EngineOptions {
  private static final Limits MOST =
      new Limits(
          Duration.ofHours(1),
          Duration.ofHours(1),
          1L << 40,
          64L << 20,
          Limits.OutputOverflow.TRUNCATE,
          1L << 30,
          1L << 30,
          10_000_000);

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      defaultValue = SandboxSettings.AUTOMATIC,
      description = "The engine: auto, cpython or wasm (default: ${DEFAULT-VALUE}).")
  String engine = SandboxSettings.AUTOMATIC;

  @Option(
      names = "--python",
      paramLabel = "PATH",
      description = "The interpreter (default: the first python3 that the jailed user may run).")
  @Nullable Path python;

  @Option(
      names = "--preload",
      paramLabel = "MODULE",
      split = ",",
      description = "Have installed packages of the interpreter ready to import: numpy,pandas.")
  List<String> preload = List.of();

  @Option(
      names = "--module",
      paramLabel = "NAME=PATH",
      description = "Have a module of your own ready to import: a Python file, or a folder.")
  Map<String, Path> modules = Map.of();

  @Option(
      names = "--require",
      paramLabel = "EXTRA",
      split = ",",
      description =
          "Run nothing without this isolation beyond the floor: ${COMPLETION-CANDIDATES}.")
  List<Extra> required = List.of();

  @Option(
      names = "--without",
      paramLabel = "EXTRA",
      split = ",",
      description = "Do without this isolation beyond the floor: ${COMPLETION-CANDIDATES}.")
  List<Extra> without = List.of();

  /** The extras, as they are named everywhere outside of Java. */
  enum Extra {
    namespaces(IsolationExtra.NAMESPACES),
    control_group(IsolationExtra.CONTROL_GROUP);

    private final IsolationExtra extra;

    Extra(IsolationExtra extra) {
      this.extra = extra;
    }
  }

  /**
   * Settings for a command that is over in a moment: one call, and nothing made ahead of need. They
   * leave limits to the call, so that most commands want the very same sandbox.
   */
  SandboxSettings settings() {
    return settings(Optional.empty(), 1);
  }

  /** The same, on top of what was configured. */
  SandboxSettings settings(Optional<Configuration> configured) {
    return settings(configured, 1);
  }

  /** The same for a command that has so many workers at once. */
  SandboxSettings settings(Optional<Configuration> configured, int workers) {
    // Who types the command is the operator: what is asked for is what is allowed.
    SandboxSettings base =
        configured
            .map(Configuration::settings)
            .orElseGet(() -> SandboxSettings.builder().ceiling(MOST).build());
    return applied(
        base.toBuilder().maximumConcurrentCalls(workers).idleWorkers(1).build(), configured);
  }

  /** Settings for a service: those that were configured. */
  SandboxSettings settingsOfService(Configuration configured) {
    return applied(configured.settings(), Optional.of(configured));
  }

  /** What the options say, on top of settings. */
  private SandboxSettings applied(SandboxSettings base, Optional<Configuration> configured) {
    requireInstalled();
    SandboxSettings.Builder settings = base.toBuilder();
    if (!engine.equals(SandboxSettings.AUTOMATIC)) {
      settings.engine(engine);
    }
    if (python != null) {
      settings.python(python);
    }
    try {
      settings.preload(preload.toArray(String[]::new));
      modules.forEach((name, path) -> settings.module(PythonModule.of(name, path)));
      configured.ifPresent(it -> standIns(it).forEach(settings::hostFunction));
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
    required.forEach(extra -> settings.extra(extra.extra, IsolationExtra.Use.REQUIRED));
    without.forEach(extra -> settings.extra(extra.extra, IsolationExtra.Use.OFF));
    return settings.build();
  }

  /**
   * What stands in for the functions that an application lends to programs of its profiles: a
   * program can be compiled here, and runs as far as its first call of one.
   */
  private static List<HostFunction> standIns(Configuration configuration) {
    return configuration.profiles().values().stream()
        .flatMap(profile -> profile.hostFunctions().stream())
        .flatMap(Set::stream)
        .distinct()
        .map(name ->
            HostFunction.of(
                name,
                _ -> {
                  throw notHere(name);
                }))
        .toList();
  }

  private static HostFunctionException notHere(String name) {
    return new HostFunctionException(
        "NotImplementedError", name + "() is the application's, and not here");
  }

  /** What a policy may lend besides the standard library: the profile's runtime has it, or will. */
  List<String> importable(ProfileOptions profiles) {
    String runtime = profiles.profile().map(Profile::runtime).orElse(PythonRuntime.DEFAULT_NAME);
    Stream<String> configured =
        profiles.configuration().map(it -> it.settings().runtimes().get(runtime)).stream()
            .flatMap(it ->
                Stream.concat(
                    it.preload().stream(), it.modules().stream().map(PythonModule::name)));
    Stream<String> own = Stream.concat(preload.stream(), modules.keySet().stream());
    return Stream.concat(configured, own).distinct().toList();
  }

  /** A slip in the name is the user's to mend, and no word about the machine. */
  private void requireInstalled() {
    if (engine.equals(SandboxSettings.AUTOMATIC)) {
      return;
    }
    List<String> installed =
        ServiceLoader.load(Engine.class).stream().map(found -> found.get().name()).toList();
    if (!installed.contains(engine)) {
      throw new UsageException(
          "there is no engine '" + engine + "'; there is auto, " + String.join(", ", installed));
    }
  }
}
