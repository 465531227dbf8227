package io.terrarium.core;

import io.terrarium.EngineUnavailableException;
import io.terrarium.IsolationReport;
import io.terrarium.Sandbox;
import io.terrarium.SandboxSettings;
import io.terrarium.spi.Engine;
import io.terrarium.spi.SafeLogger;
import io.terrarium.spi.SandboxFactory;
import io.terrarium.spi.WorkerFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Makes sandboxes of the engines that are installed. */
public final class LocalSandboxFactory implements SandboxFactory {
  private static final SafeLogger LOG = SafeLogger.of(LocalSandboxFactory.class);
  private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

  /** For {@link ServiceLoader}. */
  public LocalSandboxFactory() {}

  @Override
  public Sandbox create(SandboxSettings asked) {
    SandboxSettings settings = asked.toBuilder().listener(new FlightRecorderListener()).build();
    var reasons = new ArrayList<String>();
    for (Engine engine : wanted(settings.engine())) {
      try {
        WorkerFactory workers = engine.open(settings);
        if (settings.engine().equals(SandboxSettings.AUTOMATIC)) {
          sayOnce(engine.name(), reasons);
        }
        return new LocalSandbox(asked, settings, engine.name(), workers);
      } catch (EngineUnavailableException e) {
        reasons.add(String.valueOf(e.getMessage()));
      }
    }
    throw new EngineUnavailableException(String.join(System.lineSeparator(), reasons), null);
  }

  @Override
  public List<IsolationReport> inspect(SandboxSettings settings) {
    return wanted(settings.engine()).stream().map(engine -> engine.inspect(settings)).toList();
  }

  /**
   * Which engine was chosen and why, once for each of them; louder where it is not the best one.
   */
  private static void sayOnce(String engine, List<String> reasons) {
    if (SAID.add(engine)) {
      LOG.log(
          reasons.isEmpty() ? System.Logger.Level.INFO : System.Logger.Level.WARNING,
          "the engine is {0}: {1}",
          engine,
          reasons.isEmpty() ? "the best of those that are installed" : reasons.getLast());
    }
  }

  /** The engines to try, the best first. */
  private static List<Engine> wanted(String name) {
    List<Engine> installed =
        ServiceLoader.load(Engine.class, Engine.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .sorted(Comparator.comparingInt(Engine::preference))
            .toList();
    if (installed.isEmpty()) {
      throw new EngineUnavailableException(
          "No engine is installed: add one, such as io.terrarium:terrarium-engine-cpython.", null);
    }
    if (name.equals(SandboxSettings.AUTOMATIC)) {
      return installed;
    }
    List<Engine> named = installed.stream().filter(engine -> engine.name().equals(name)).toList();
    if (named.isEmpty()) {
      String names = installed.stream().map(Engine::name).collect(Collectors.joining(", "));
      throw new EngineUnavailableException(
          "There is no engine named '" + name + "'; installed: " + names + ".", null);
    }
    return named;
  }
}
