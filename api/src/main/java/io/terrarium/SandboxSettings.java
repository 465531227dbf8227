package io.terrarium;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a sandbox is started with. Immutable.
 *
 * @param engine the name of the engine, or {@link #AUTOMATIC}
 * @param runtimes the Pythons that programs may be for, by their names; {@link
 *     PythonRuntime#DEFAULT_NAME} is always among them
 * @param workerUserId the user and group that workers become when the application runs as root: a
 *     number that nothing else on the machine uses
 * @param extras what to do about isolation beyond the engine's floor
 * @param defaultLimits what a call may use unless it says otherwise
 * @param ceiling what a call may use at most, whatever it asks for
 * @param maximumConcurrentCalls calls that run at the same time: 1 to 10,000
 * @param queueLength calls that may wait for a place beyond those: 0 to 1,000,000
 * @param queueWait how long a call may wait for one: up to 1 h
 * @param memoryBudgetBytes the sum of the memory limits of all workers with a program in them;
 *     empty: three quarters of the memory of the machine or container
 * @param idleWorkers workers made ahead of need: 1 to 1,000
 * @param listeners who hears what happens in it
 * @param hostFunctions what every program may call, each under a name of its own
 */
public record SandboxSettings(
    String engine,
    SortedMap<String, PythonRuntime> runtimes,
    int workerUserId,
    Map<IsolationExtra, IsolationExtra.Use> extras,
    Limits defaultLimits,
    Limits ceiling,
    int maximumConcurrentCalls,
    int queueLength,
    Duration queueWait,
    OptionalLong memoryBudgetBytes,
    int idleWorkers,
    List<SandboxListener> listeners,
    List<HostFunction> hostFunctions) {

  /** The engine name that leaves the choice to Terrarium. */
  public static final String AUTOMATIC = "auto";

  private static final int RUNTIMES_AT_MOST = 100;
  private static final Duration LONGEST_QUEUE_WAIT = Duration.ofHours(1);
  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  /** Settings for a small service: see {@link Builder} for each. */
  public static final SandboxSettings DEFAULT =
      new SandboxSettings(
          AUTOMATIC,
          withDefault(List.of()),
          // In no range that Debian, Red Hat or systemd hands out, and inside the 16 bits that
          // containers map.
          60_517,
          Map.of(),
          Limits.DEFAULT,
          Limits.DEFAULT
              .withWallTime(Duration.ofMinutes(10))
              .withCpuTime(Duration.ofMinutes(10))
              .withMemoryBytes(4L << 30)
              .withOutput(16L << 20, Limits.OutputOverflow.TRUNCATE)
              .withResultBytes(256L << 20)
              .withArgumentBytes(256L << 20)
              .withHostCalls(1_000_000),
          Math.max(4, 2 * PROCESSORS),
          1_000,
          Duration.ofSeconds(30),
          OptionalLong.empty(),
          Math.max(4, 2 * PROCESSORS),
          List.of(),
          List.of());

  /** Checks every range, and says which one does not hold. */
  public SandboxSettings {
    runtimes = withDefault(runtimes.values());
    extras = withEveryExtra(extras);
    listeners = List.copyOf(listeners);
    hostFunctions = HostFunction.distinct(hostFunctions);
    inRange("workerUserId", workerUserId, 1, Integer.MAX_VALUE);
    inRange("maximumConcurrentCalls", maximumConcurrentCalls, 1, 10_000);
    inRange("queueLength", queueLength, 0, 1_000_000);
    if (queueWait.isNegative() || queueWait.compareTo(LONGEST_QUEUE_WAIT) > 0) {
      throw new IllegalArgumentException(
          "queueWait is " + queueWait + ": it has to be from 0 to 1 h");
    }
    inRange("idleWorkers", idleWorkers, 1, 1_000);
    memoryBudgetBytes.ifPresent(
        bytes -> inRange("memoryBudgetBytes", bytes, defaultLimits.memoryBytes(), Long.MAX_VALUE));
  }

  private static SortedMap<String, PythonRuntime> withDefault(Collection<PythonRuntime> given) {
    var all = new TreeMap<String, PythonRuntime>();
    all.put(PythonRuntime.DEFAULT_NAME, PythonRuntime.DEFAULT);
    given.forEach(runtime -> all.put(runtime.name(), runtime));
    if (all.size() > RUNTIMES_AT_MOST) {
      throw new IllegalArgumentException(
          "there are " + all.size() + " runtimes: at most " + RUNTIMES_AT_MOST + " are taken");
    }
    return Collections.unmodifiableSortedMap(all);
  }

  /** The runtime of sources that name none. */
  public PythonRuntime defaultRuntime() {
    return Objects.requireNonNull(runtimes.get(PythonRuntime.DEFAULT_NAME));
  }

  /** The interpreter of the default runtime; empty: the first usable one. */
  public Optional<Path> python() {
    return defaultRuntime().python();
  }

  private static Map<IsolationExtra, IsolationExtra.Use> withEveryExtra(
      Map<IsolationExtra, IsolationExtra.Use> given) {
    var all = new EnumMap<IsolationExtra, IsolationExtra.Use>(IsolationExtra.class);
    for (IsolationExtra extra : IsolationExtra.values()) {
      all.put(extra, given.getOrDefault(extra, IsolationExtra.Use.WHERE_GRANTED));
    }
    return Collections.unmodifiableMap(all);
  }

  /** What to do about an extra; {@link IsolationExtra.Use#WHERE_GRANTED} unless said otherwise. */
  public IsolationExtra.Use use(IsolationExtra extra) {
    return extras.getOrDefault(extra, IsolationExtra.Use.WHERE_GRANTED);
  }

  /** Begins settings that differ from these. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** Begins settings that differ from the defaults. */
  public static Builder builder() {
    return new Builder(DEFAULT);
  }

  private static void inRange(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " is " + value + ": it has to be from " + least + " to " + most);
    }
  }

  /** Builds settings step by step; each step replaces one. Not safe for several threads. */
  public static final class Builder {
    private String engine;
    private final SortedMap<String, PythonRuntime> runtimes;
    private int workerUserId;
    private final Map<IsolationExtra, IsolationExtra.Use> extras;
    private Limits defaultLimits;
    private Limits ceiling;
    private int maximumConcurrentCalls;
    private int queueLength;
    private Duration queueWait;
    private OptionalLong memoryBudgetBytes;
    private int idleWorkers;
    private final List<SandboxListener> listeners;
    private List<HostFunction> hostFunctions;

    private Builder(SandboxSettings from) {
      engine = from.engine;
      runtimes = new TreeMap<>(from.runtimes);
      workerUserId = from.workerUserId;
      extras = new EnumMap<>(from.extras);
      defaultLimits = from.defaultLimits;
      ceiling = from.ceiling;
      maximumConcurrentCalls = from.maximumConcurrentCalls;
      queueLength = from.queueLength;
      queueWait = from.queueWait;
      memoryBudgetBytes = from.memoryBudgetBytes;
      idleWorkers = from.idleWorkers;
      listeners = new ArrayList<>(from.listeners);
      hostFunctions = from.hostFunctions;
    }

    /** The name of the engine, or {@link SandboxSettings#AUTOMATIC}. */
    public Builder engine(String name) {
      engine = name;
      return this;
    }

    /** The interpreter of the default runtime, for the {@code cpython} engine. */
    public Builder python(Path interpreter) {
      return runtime(defaultRuntime().python(interpreter).build());
    }

    /** A module of the operator's own in the default runtime, besides earlier ones. */
    public Builder module(PythonModule module) {
      return runtime(defaultRuntime().module(module).build());
    }

    /** Modules of packages that are imported ahead of need in the default runtime. */
    public Builder preload(String... modules) {
      return runtime(defaultRuntime().preload(modules).build());
    }

    /**
     * A runtime beside the others, or in the place of the one that has its name. It is started with
     * the sandbox, which fails where it cannot be.
     */
    public Builder runtime(PythonRuntime runtime) {
      runtimes.put(runtime.name(), runtime);
      return this;
    }

    private PythonRuntime.Builder defaultRuntime() {
      return runtimes.getOrDefault(PythonRuntime.DEFAULT_NAME, PythonRuntime.DEFAULT).toBuilder();
    }

    /** The user and group id that workers become when the application runs as root. */
    public Builder workerUserId(int id) {
      workerUserId = id;
      return this;
    }

    /** What to do about isolation beyond the engine's floor. */
    public Builder extra(IsolationExtra extra, IsolationExtra.Use use) {
      extras.put(extra, use);
      return this;
    }

    /** What a call may use unless it says otherwise. */
    public Builder defaultLimits(Limits limits) {
      defaultLimits = limits;
      return this;
    }

    /** What a call may use at most, whatever it asks for. */
    public Builder ceiling(Limits limits) {
      ceiling = limits;
      return this;
    }

    /** How many calls run at the same time. */
    public Builder maximumConcurrentCalls(int calls) {
      maximumConcurrentCalls = calls;
      return this;
    }

    /** How many calls may wait, and for how long. */
    public Builder queue(int length, Duration wait) {
      queueLength = length;
      queueWait = wait;
      return this;
    }

    /** The sum of the memory limits of all workers with a program in them. */
    public Builder memoryBudgetBytes(long bytes) {
      memoryBudgetBytes = OptionalLong.of(bytes);
      return this;
    }

    /** How many workers are made ahead of need. */
    public Builder idleWorkers(int workers) {
      idleWorkers = workers;
      return this;
    }

    /** One more who hears what happens in the sandbox. */
    public Builder listener(SandboxListener listener) {
      listeners.add(listener);
      return this;
    }

    /** Lends a function to every program; it replaces one of the same name. */
    public Builder hostFunction(HostFunction function) {
      hostFunctions = HostFunction.replaced(hostFunctions, function);
      return this;
    }

    /**
     * Lends a function that takes any arguments to every program; it replaces one of the same name.
     *
     * @throws IllegalArgumentException when a program could not call it by this name
     */
    public Builder hostFunction(String name, HostFunction.Implementation implementation) {
      return hostFunction(HostFunction.of(name, implementation));
    }

    /** The settings as they are now. */
    public SandboxSettings build() {
      return new SandboxSettings(
          engine,
          runtimes,
          workerUserId,
          extras,
          defaultLimits,
          ceiling,
          maximumConcurrentCalls,
          queueLength,
          queueWait,
          memoryBudgetBytes,
          idleWorkers,
          listeners,
          hostFunctions);
    }

    /** Starts a sandbox with the settings as they are now. */
    public Sandbox create() {
      return Sandbox.create(build());
    }
  }
}
