package io.terrarium.spi;

import io.terrarium.EngineUnavailableException;
import io.terrarium.IsolationReport;
import io.terrarium.Sandbox;
import io.terrarium.SandboxSettings;
import java.util.List;
import java.util.ServiceLoader;

/** Makes sandboxes; found through {@link ServiceLoader}, so that the API depends on nothing. */
public interface SandboxFactory {

  /**
   * The implementation on the module or class path.
   *
   * @throws EngineUnavailableException when there is none
   */
  static SandboxFactory installed() {
    // The API's own loader comes second: a framework may run with a context loader of its own.
    return ServiceLoader.load(SandboxFactory.class)
        .findFirst()
        .or(() ->
            ServiceLoader.load(SandboxFactory.class, SandboxFactory.class.getClassLoader())
                .findFirst())
        .orElseThrow(() ->
            new EngineUnavailableException(
                "Terrarium's API is here but not its implementation: add io.terrarium:terrarium-core"
                    + " and an engine such as io.terrarium:terrarium-engine-cpython.",
                null));
  }

  /**
   * Starts a sandbox.
   *
   * @throws EngineUnavailableException when no engine can isolate on this machine
   */
  Sandbox create(SandboxSettings settings);

  /** Looks at every engine, starting and stopping it where it can be; never throws for one. */
  List<IsolationReport> inspect(SandboxSettings settings);
}
