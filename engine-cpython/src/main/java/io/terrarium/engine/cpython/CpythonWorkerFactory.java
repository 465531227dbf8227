package io.terrarium.engine.cpython;

import io.terrarium.EngineUnavailableException;
import io.terrarium.IsolationReport;
import io.terrarium.Policy;
import io.terrarium.runtime.RuntimeSources;
import io.terrarium.spi.Worker;
import io.terrarium.spi.WorkerFactory;
import io.terrarium.spi.WorkerLimits;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Workers from zygotes of each kind, all behind one reception. */
final class CpythonWorkerFactory implements WorkerFactory {
  private static final WorkerLimits FIRST_WORKER =
      new WorkerLimits(64L << 20, Duration.ofSeconds(5));

  private final Reception reception;
  private final ControlGroupGrant controlGroup;
  private final ZygoteStarter starter;
  private final Map<ZygoteKind, ZygoteGroup> groups = new EnumMap<>(ZygoteKind.class);
  private final WorkerSpawner spawner;
  private final ZygoteReport report;
  private final Launch launch;
  private List<IsolationReport.Attempt> selfCheck = List.of();

  /**
   * Starts the first zygote of a kind, and has a worker of it try what its jail has to stop.
   *
   * @throws EngineUnavailableException if that was not stopped
   */
  static CpythonWorkerFactory checked(Launch launch, ZygoteKind firstKind) {
    var factory = new CpythonWorkerFactory(launch, firstKind);
    try {
      // The layers of a worker have to be seen to stand before anybody relies on them.
      factory.selfCheck =
          SelfCheck.of(factory.spawn(firstKind, FIRST_WORKER, WorkerPurpose.SELF_CHECK));
      return factory;
    } catch (RuntimeException e) {
      factory.close();
      throw e;
    }
  }

  /** Starts the first zygote of a kind. */
  CpythonWorkerFactory(Launch launch, ZygoteKind firstKind) {
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
    for (ZygoteKind kind : ZygoteKind.values()) {
      groups.put(kind, new ZygoteGroup(kind, starter));
    }
    try {
      this.report = group(firstKind).start();
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
  public String runtime() {
    return "cpython-" + report.version() + "+" + RuntimeSources.fingerprint();
  }

  @Override
  public IsolationReport isolation() {
    return Isolation.report(launch, controlGroup, report, selfCheck);
  }

  @Override
  public String kind(Policy policy) {
    return ZygoteKind.of(policy).name();
  }

  @Override
  public Worker spawn(Policy policy, WorkerLimits limits, boolean aheadOfNeed) {
    try {
      return spawn(ZygoteKind.of(policy), limits, WorkerPurpose.of(aheadOfNeed));
    } catch (SetUpException e) {
      throw e.failure().toException();
    }
  }

  Worker spawn(ZygoteKind kind, WorkerLimits limits, WorkerPurpose purpose) {
    return spawner.spawn(group(kind), limits, purpose);
  }

  @Override
  public void close() {
    groups.values().forEach(ZygoteGroup::close);
    starter.close();
    reception.close();
    controlGroup.close();
  }

  private ZygoteGroup group(ZygoteKind kind) {
    ZygoteGroup group = groups.get(kind);
    if (group == null) {
      throw new IllegalStateException("every kind has a group");
    }
    return group;
  }
}
