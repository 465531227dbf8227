package io.terrarium.engine.cpython;

import io.terrarium.EngineUnavailableException;
import io.terrarium.InvalidRuntimeException;
import io.terrarium.IsolationReport;
import io.terrarium.PythonRuntime;
import io.terrarium.spi.ProgramKind;
import io.terrarium.spi.Worker;
import io.terrarium.spi.WorkerFactory;
import io.terrarium.spi.WorkerLimits;
import io.terrarium.spi.WorkerMemory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Workers from zygotes of each runtime and kind, all behind one reception. */
final class CpythonWorkerFactory implements WorkerFactory {
  private static final WorkerLimits FIRST_WORKER =
      new WorkerLimits(64L << 20, Duration.ofSeconds(5));

  private final Reception reception;
  private final ControlGroupGrant controlGroup;
  private final ZygoteStarter starter;
  private final RuntimeZygotes plain;

  /** By their names. */
  private final Map<String, RuntimeZygotes> runtimes = new TreeMap<>();

  private final WorkerSpawner spawner;
  private final Launch launch;
  private List<IsolationReport.Attempt> selfCheck = List.of();

  /**
   * Starts the first zygotes of all runtimes, and has a worker of each try what its jail has to
   * stop.
   *
   * @param runtimes the default one first
   * @param firstKind what kind of zygote the default runtime begins with
   * @throws EngineUnavailableException if that was not stopped
   * @throws InvalidRuntimeException if a runtime cannot be started as it is configured
   */
  static CpythonWorkerFactory checked(
      Launch launch, List<RuntimeOnPython> runtimes, ZygoteKind firstKind) {
    RuntimeOnPython first = runtimes.getFirst();
    var factory = new CpythonWorkerFactory(launch, first.runtime(), firstKind);
    try {
      // The layers of a worker have to be seen to stand before anybody relies on them.
      factory.selfCheck = factory.tried(factory.plain, firstKind);
      factory.startEquipped(factory.plain);
      runtimes.stream().skip(1).forEach(factory::add);
      return factory;
    } catch (RuntimeException e) {
      factory.close();
      throw e;
    }
  }

  /** Starts the first zygote of a kind, of the default runtime. */
  CpythonWorkerFactory(Launch launch, PythonRuntime runtime, ZygoteKind firstKind) {
    this.launch = launch;
    this.controlGroup = ControlGroupGrant.of(launch.controlGroup());
    try {
      this.reception = Reception.open(launch.workerUserId());
    } catch (RuntimeException e) {
      controlGroup.close();
      throw e;
    }
    this.spawner = new WorkerSpawner(reception);
    this.starter = new ZygoteStarter(launch, reception, controlGroup.group());
    try {
      this.plain = new RuntimeZygotes(runtime, launch.python(), firstKind, starter);
      runtimes.put(runtime.name(), plain);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** How its zygotes are started, with what this machine granted. */
  Launch launch() {
    return launch;
  }

  @Override
  public String runtime(String name) {
    return zygotes(name).identity();
  }

  @Override
  public IsolationReport isolation() {
    return Isolation.report(
        launch, controlGroup, plain.report(), selfCheck, List.copyOf(runtimes.values()));
  }

  @Override
  public WorkerMemory memory() {
    return WorkerMemory.OF_MACHINE;
  }

  @Override
  public String kind(ProgramKind programs) {
    return zygotes(programs.runtime()).name(ZygoteKind.of(programs.policy()));
  }

  @Override
  public Worker spawn(ProgramKind programs, WorkerLimits limits, boolean aheadOfNeed) {
    RuntimeZygotes zygotes = zygotes(programs.runtime());
    try {
      ZygoteGroup group = zygotes.group(ZygoteKind.of(programs.policy()));
      return spawner.spawn(group, limits, WorkerPurpose.of(aheadOfNeed));
    } catch (SetUpException e) {
      throw RuntimeZygotes.explained(zygotes.runtime(), e.failure());
    }
  }

  @Override
  public void close() {
    runtimes.values().forEach(RuntimeZygotes::close);
    starter.close();
    reception.close();
    controlGroup.close();
  }

  private void add(RuntimeOnPython named) {
    PythonRuntime runtime = named.runtime();
    ZygoteKind kind = RuntimeZygotes.firstKind(runtime);
    try {
      var zygotes = new RuntimeZygotes(runtime, named.python(), kind, starter);
      runtimes.put(runtime.name(), zygotes);
      addTried(zygotes, kind);
    } catch (SetUpException e) {
      throw RuntimeZygotes.explainedAtStart(named, e.failure());
    }
  }

  private void startEquipped(RuntimeZygotes zygotes) {
    if (!zygotes.runtime().isEquipped()) {
      return;
    }
    try {
      zygotes.startEquipped();
      addTried(zygotes, ZygoteKind.LIBRARY);
    } catch (SetUpException e) {
      throw RuntimeZygotes.explained(zygotes.runtime(), e.failure());
    }
  }

  private void addTried(RuntimeZygotes zygotes, ZygoteKind kind) {
    selfCheck =
        Stream.concat(selfCheck.stream(), zygotes.named(tried(zygotes, kind)).stream()).toList();
  }

  private List<IsolationReport.Attempt> tried(RuntimeZygotes zygotes, ZygoteKind kind) {
    return JailCheck.of(spawner.spawn(zygotes.group(kind), FIRST_WORKER, WorkerPurpose.SELF_CHECK));
  }

  private RuntimeZygotes zygotes(String runtime) {
    RuntimeZygotes zygotes = runtimes.get(runtime);
    if (zygotes == null) {
      throw new IllegalArgumentException("there is no runtime named " + runtime);
    }
    return zygotes;
  }
}
