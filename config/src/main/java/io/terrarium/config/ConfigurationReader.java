package io.terrarium.config;

import io.terrarium.HostFunction;
import io.terrarium.IsolationExtra;
import io.terrarium.Limits;
import io.terrarium.Policy;
import io.terrarium.Profile;
import io.terrarium.PythonModule;
import io.terrarium.PythonRuntime;
import io.terrarium.SandboxException;
import io.terrarium.SandboxSettings;
import io.terrarium.contract.Contract;
import io.terrarium.contract.InvalidContractException;
import io.terrarium.policy.InvalidPolicyException;
import io.terrarium.policy.PolicyFile;
import io.terrarium.policy.TomlFile;
import io.terrarium.policy.TomlFile.Entry;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * Reads a configuration from end to end. What is wrong is written down, and something harmless
 * taken for it, so that the rest is looked at all the same.
 */
final class ConfigurationReader {
  private static final String TABLES = "its keys";

  private final TomlFile file;
  private final Path folder;

  /**
   * @param folder what paths are relative to
   */
  ConfigurationReader(TomlFile file, @Nullable Path folder) {
    this.file = file;
    this.folder = folder == null ? Path.of("/") : folder;
  }

  Configuration read() {
    TomlTable toml = file.parse();
    file.unknownKeys(toml, Keys.TOP, "a configuration");
    SandboxSettings.Builder builder = SandboxSettings.builder();
    named(toml, "runtimes").forEach((name, table) -> runtime(name, table, builder));
    file.table(toml, "sandbox", "sandbox", TABLES).ifPresent(it -> sandbox(it, builder));
    SandboxSettings settings = built(builder);
    var profiles = new TreeMap<String, Profile>();
    named(toml, "profiles")
        .forEach((name, table) ->
            profile(name, table, settings).ifPresent(it -> profiles.put(name, it)));
    file.refuseProblems();
    return new Configuration(settings, profiles);
  }

  /** The tables within a table, by their names. */
  private Map<String, TomlTable> named(TomlTable toml, String key) {
    var tables = new LinkedHashMap<String, TomlTable>();
    file.table(toml, key, key, "one table for each name")
        .ifPresent(all -> {
          for (String name : all.keySet()) {
            file.table(all, name, key + "." + name, TABLES).ifPresent(it -> tables.put(name, it));
          }
        });
    return tables;
  }

  private SandboxSettings built(SandboxSettings.Builder builder) {
    try {
      return builder.build();
    } catch (IllegalArgumentException e) {
      file.add(null, String.valueOf(e.getMessage()));
      return SandboxSettings.DEFAULT;
    }
  }

  private void sandbox(TomlTable table, SandboxSettings.Builder builder) {
    file.unknownKeys(table, Keys.SANDBOX, "[sandbox]");
    file.string(table, "engine", "sandbox.engine").ifPresent(builder::engine);
    number(table, "sandbox", "worker_user_id", builder, SandboxSettings.Builder::workerUserId);
    number(
        table, "sandbox", "concurrency", builder, SandboxSettings.Builder::maximumConcurrentCalls);
    number(table, "sandbox", "idle_workers", builder, SandboxSettings.Builder::idleWorkers);
    queue(table, builder);
    extra(table, "namespaces", IsolationExtra.NAMESPACES, builder);
    extra(table, "control_group", IsolationExtra.CONTROL_GROUP, builder);
    Limits ceiling = limits(table, "sandbox", "ceiling", SandboxSettings.DEFAULT.ceiling());
    Limits usual =
        limits(
            table, "sandbox", "limits", SandboxSettings.DEFAULT.defaultLimits().clampedTo(ceiling));
    refuseExcess(table, "sandbox", usual, ceiling);
    builder.ceiling(ceiling).defaultLimits(usual);
    amount(
        table,
        "sandbox.",
        "memory_budget",
        Amounts::bytes,
        bytes -> SandboxSettings.builder().defaultLimits(usual).memoryBudgetBytes(bytes).build(),
        builder::memoryBudgetBytes);
  }

  private void queue(TomlTable table, SandboxSettings.Builder builder) {
    var length = new int[] {SandboxSettings.DEFAULT.queueLength()};
    number(
        table,
        "sandbox",
        "queue_length",
        builder,
        (it, number) -> {
          it.queue(number, SandboxSettings.DEFAULT.queueWait());
          length[0] = number;
        });
    amount(
        table,
        "sandbox.",
        "queue_wait",
        Amounts::duration,
        wait -> SandboxSettings.builder().queue(0, wait).build(),
        wait -> builder.queue(length[0], wait));
  }

  private void extra(
      TomlTable table, String key, IsolationExtra extra, SandboxSettings.Builder builder) {
    word(table, "sandbox." + key, key, IsolationExtra.Use.values())
        .ifPresent(use -> builder.extra(extra, use));
  }

  private void runtime(String name, TomlTable table, SandboxSettings.Builder builder) {
    String where = "runtimes." + name;
    file.unknownKeys(table, Keys.RUNTIME, "[" + where + "]");
    try {
      PythonRuntime.Builder runtime = PythonRuntime.named(name);
      file.string(table, "python", where + ".python", "\"envs/science/bin/python\"")
          .flatMap(text -> path(text, TomlFile.place(table, "python"), where + ".python"))
          .ifPresent(runtime::python);
      for (Entry module : file.entries(table, "preload", where + ".preload")) {
        runtime.preload(module.text());
      }
      for (Entry module : file.entries(table, "modules", where + ".modules")) {
        module(module, where + ".modules").ifPresent(runtime::module);
      }
      builder.runtime(runtime.build());
    } catch (IllegalArgumentException e) {
      file.add(placeOf(table, Keys.RUNTIME), where + ": " + e.getMessage());
    }
  }

  /** A module of the operator's: its file, or the folder of a package. */
  private Optional<PythonModule> module(Entry entry, String where) {
    Optional<Path> path = path(entry.text(), entry.place(), where);
    if (path.isEmpty()) {
      return Optional.empty();
    }
    String last = String.valueOf(path.get().getFileName());
    String name = last.endsWith(".py") ? last.substring(0, last.length() - 3) : last;
    try {
      return Optional.of(PythonModule.of(name, path.get()));
    } catch (SandboxException | IllegalArgumentException e) {
      file.add(entry.place(), where + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<Profile> profile(String name, TomlTable table, SandboxSettings settings) {
    String where = "profiles." + name;
    file.unknownKeys(table, Keys.PROFILE, "[" + where + "]");
    Profile.Builder profile = Profile.named(name);
    Optional<String> runtime = runtime(table, where, settings);
    runtime.ifPresent(profile::runtime);
    Set<String> modules =
        modules(settings.runtimes().get(runtime.orElse(PythonRuntime.DEFAULT_NAME)));
    policy(name, table, where, modules).ifPresent(profile::policy);
    number(
        table,
        where,
        "concurrency",
        Profile.named("any"),
        Profile.Builder::maximumConcurrentCalls,
        Profile.Builder::build,
        profile);
    if (table.contains("host_functions")) {
      profile.hostFunctions(hostFunctions(table, where + ".host_functions"));
    }
    for (Entry contract : file.entries(table, "contracts", where + ".contracts")) {
      contract(contract, where).ifPresent(profile::expect);
    }
    Limits ceiling = limits(table, where, "ceiling", settings.ceiling());
    Limits usual = limits(table, where, "limits", settings.defaultLimits().clampedTo(ceiling));
    if (table.contains("ceiling")) {
      refuseExcess(table, where, ceiling, settings.ceiling(), "ceiling", "sandbox.ceiling");
      profile.ceiling(ceiling);
    }
    if (table.contains("limits")) {
      refuseExcess(table, where, usual, ceiling);
      profile.limits(usual);
    }
    try {
      return Optional.of(profile.build());
    } catch (IllegalArgumentException e) {
      file.add(placeOf(table, Keys.PROFILE), where + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  /** The names of functions that an application can lend; whether it does is not known here. */
  private Set<String> hostFunctions(TomlTable table, String where) {
    List<Entry> names = file.entries(table, "host_functions", where);
    for (Entry name : names) {
      try {
        var _ = HostFunction.named(name.text());
      } catch (IllegalArgumentException e) {
        file.add(name.place(), where + ": " + e.getMessage());
      }
    }
    return TomlFile.texts(names);
  }

  /** What a runtime has besides the standard library, for policies to name. */
  private static Set<String> modules(@Nullable PythonRuntime runtime) {
    var modules = new HashSet<String>();
    if (runtime != null) {
      modules.addAll(runtime.preload());
      runtime.modules().forEach(module -> modules.add(module.name()));
    }
    return modules;
  }

  /** A preset with options, the file of a policy, or a policy in place. */
  private Optional<Policy> policy(
      String profile, TomlTable table, String where, Set<String> modules) {
    String key = where + ".policy";
    TomlPosition place = TomlFile.place(table, "policy");
    if (table.get(List.of("policy")) instanceof TomlTable inPlace) {
      return PolicyFile.within(file, inPlace, key, profile, modules);
    }
    Optional<String> word = file.string(table, "policy", key, "\"restricted\"");
    if (word.isPresent() && word.get().endsWith(PolicyFile.SUFFIX)) {
      return path(word.get(), place, key).flatMap(it -> policyFile(it, modules, place, key));
    }
    try {
      return word.map(Policy::named);
    } catch (IllegalArgumentException e) {
      List<String> presets = Policy.presets().stream().map(Policy::name).toList();
      file.add(
          place,
          "%s: %s; a file's name ends with %s%s"
              .formatted(
                  key,
                  e.getMessage(),
                  PolicyFile.SUFFIX,
                  TomlFile.meant(word.orElse(""), presets)));
      return Optional.empty();
    }
  }

  private Optional<Policy> policyFile(
      Path path, Set<String> modules, @Nullable TomlPosition place, String key) {
    try {
      return Optional.of(PolicyFile.read(path, modules));
    } catch (InvalidPolicyException e) {
      String.valueOf(e.getMessage()).lines().forEach(line -> file.add(place, key + ": " + line));
      return Optional.empty();
    }
  }

  private Optional<String> runtime(TomlTable table, String where, SandboxSettings settings) {
    Optional<String> name = file.string(table, "runtime", where + ".runtime");
    if (name.isPresent() && !settings.runtimes().containsKey(name.get())) {
      file.add(
          TomlFile.place(table, "runtime"),
          "%s.runtime: there is no runtime '%s'; there is %s%s"
              .formatted(
                  where,
                  name.get(),
                  String.join(", ", settings.runtimes().keySet()),
                  TomlFile.meant(name.get(), settings.runtimes().keySet())));
      return Optional.empty();
    }
    return name;
  }

  private Optional<Contract> contract(Entry entry, String where) {
    try {
      return Optional.of(Contract.parse(entry.text()));
    } catch (InvalidContractException e) {
      file.add(entry.place(), where + ".contracts: " + e.getMessage());
      return Optional.empty();
    }
  }

  private Limits limits(TomlTable owner, String ownerName, String key, Limits base) {
    String where = ownerName + "." + key;
    Optional<TomlTable> found = file.table(owner, key, where, "limits");
    if (found.isEmpty()) {
      return base;
    }
    TomlTable table = found.get();
    file.unknownKeys(table, Keys.LIMITS, "[" + where + "]");
    var limits = new Limits[] {base};
    limit(table, where, "wall_time", Amounts::duration, limits, Limits::withWallTime);
    limit(table, where, "cpu_time", Amounts::duration, limits, Limits::withCpuTime);
    limit(table, where, "memory", Amounts::bytes, limits, Limits::withMemoryBytes);
    limit(
        table,
        where,
        "output",
        Amounts::bytes,
        limits,
        (before, bytes) -> before.withOutput(bytes, before.outputOverflow()));
    limit(table, where, "result", Amounts::bytes, limits, Limits::withResultBytes);
    limit(table, where, "arguments", Amounts::bytes, limits, Limits::withArgumentBytes);
    number(
        table,
        where,
        "host_calls",
        new Limits[] {base},
        (it, calls) -> it[0] = it[0].withHostCalls(calls),
        _ -> {},
        limits);
    word(table, where + ".output_overflow", "output_overflow", Limits.OutputOverflow.values())
        .ifPresent(it -> limits[0] = limits[0].withOutput(limits[0].outputBytes(), it));
    return limits[0];
  }

  private <T> void limit(
      TomlTable table,
      String where,
      String key,
      Parser<T> parser,
      Limits[] limits,
      BiFunction<Limits, T, Limits> change) {
    amount(table, where + ".", key, parser, value -> limits[0] = change.apply(limits[0], value));
  }

  private void refuseExcess(TomlTable table, String where, Limits usual, Limits ceiling) {
    refuseExcess(table, where, usual, ceiling, "limits", where + ".ceiling");
  }

  /** What is above a ceiling would be cut, and that is not what the file says. */
  private void refuseExcess(
      TomlTable table, String where, Limits limits, Limits ceiling, String key, String over) {
    if (!limits.equals(limits.clampedTo(ceiling))) {
      file.add(
          TomlFile.place(table, key),
          "%s.%s: %s is more than %s allows"
              .formatted(where, key, String.join(", ", excess(limits, ceiling)), over));
    }
  }

  private static List<String> excess(Limits limits, Limits ceiling) {
    var excess = new ArrayList<String>();
    Limits cut = limits.clampedTo(ceiling);
    add(excess, "wall_time", limits.wallTime(), cut.wallTime());
    add(excess, "cpu_time", limits.cpuTime(), cut.cpuTime());
    add(excess, "memory", limits.memoryBytes(), cut.memoryBytes());
    add(excess, "output", limits.outputBytes(), cut.outputBytes());
    add(excess, "result", limits.resultBytes(), cut.resultBytes());
    add(excess, "arguments", limits.argumentBytes(), cut.argumentBytes());
    add(excess, "host_calls", limits.hostCalls(), cut.hostCalls());
    return excess;
  }

  private static void add(List<String> excess, String key, Object wanted, Object allowed) {
    if (!wanted.equals(allowed)) {
      excess.add(key);
    }
  }

  private Optional<Path> path(String text, @Nullable TomlPosition place, String key) {
    try {
      return Optional.of(folder.resolve(text).normalize());
    } catch (InvalidPathException e) {
      file.add(place, key + ": '" + text + "' is no name of a file: " + e.getReason());
      return Optional.empty();
    }
  }

  @FunctionalInterface
  private interface Parser<T> {
    T parse(String text);
  }

  private <T> void amount(
      TomlTable table, String prefix, String key, Parser<T> parser, Consumer<T> use) {
    amount(table, prefix, key, parser, _ -> {}, use);
  }

  /** A duration or a size; whoever uses it knows its range. */
  private <T> void amount(
      TomlTable table,
      String prefix,
      String key,
      Parser<T> parser,
      Consumer<T> check,
      Consumer<T> use) {
    Optional<String> text = file.string(table, key, prefix + key, "\"5s\" or \"256MiB\"");
    try {
      text.map(parser::parse)
          .ifPresent(value -> {
            check.accept(value);
            use.accept(value);
          });
    } catch (IllegalArgumentException e) {
      file.add(TomlFile.place(table, key), prefix + key + ": " + withoutName(e));
    }
  }

  private void number(
      TomlTable table,
      String where,
      String key,
      SandboxSettings.Builder builder,
      BiConsumer<SandboxSettings.Builder, Integer> use) {
    number(
        table, where, key, SandboxSettings.builder(), use, SandboxSettings.Builder::build, builder);
  }

  /**
   * A whole number, tried on something else first, where no other key can be to blame.
   *
   * @param trial something that refuses what is out of range, at the latest in its {@code build}
   */
  private <B> void number(
      TomlTable table,
      String where,
      String key,
      B trial,
      BiConsumer<B, Integer> use,
      Consumer<B> build,
      B builder) {
    Optional<Long> number = file.number(table, key, where + "." + key);
    if (number.isEmpty()) {
      return;
    }
    try {
      int value = Math.toIntExact(number.get());
      use.accept(trial, value);
      build.accept(trial);
      use.accept(builder, value);
    } catch (ArithmeticException e) {
      file.add(
          TomlFile.place(table, key), where + "." + key + ": " + number.get() + " is out of range");
    } catch (IllegalArgumentException e) {
      file.add(TomlFile.place(table, key), where + "." + key + ": " + withoutName(e));
    }
  }

  private <E extends Enum<E>> Optional<E> word(TomlTable table, String shown, String key, E[] all) {
    List<String> words = Arrays.stream(all).map(it -> lower(it)).toList();
    Optional<String> word = file.string(table, key, shown, "\"" + words.getFirst() + "\"");
    if (word.isEmpty()) {
      return Optional.empty();
    }
    int at = words.indexOf(word.get());
    if (at < 0) {
      file.add(
          TomlFile.place(table, key),
          "%s is '%s'; it can be %s%s"
              .formatted(
                  shown, word.get(), String.join(", ", words), TomlFile.meant(word.get(), words)));
      return Optional.empty();
    }
    return Optional.of(all[at]);
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** "wallTime is PT2H: it has to be …": the key has another name, and the range is the point. */
  private static String withoutName(IllegalArgumentException e) {
    String message = String.valueOf(e.getMessage());
    int colon = message.indexOf(": it has to be ");
    return colon < 0 ? message : message.substring(colon + 2);
  }

  /** Where a table is: at the first of its keys, since the parser knows no place of its own. */
  private static @Nullable TomlPosition placeOf(TomlTable table, List<String> keys) {
    return keys.stream()
        .filter(key -> table.contains(key))
        .map(key -> TomlFile.place(table, key))
        .findFirst()
        .orElse(null);
  }
}
