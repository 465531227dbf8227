package io.terrarium.spi;

import io.terrarium.EngineUnavailableException;
import io.terrarium.IsolationReport;
import io.terrarium.SandboxSettings;

/** A way to run Python; found through {@link java.util.ServiceLoader}. */
public interface Engine {

  /** The name by which settings and documents know it. */
  String name();

  /** Where it stands when the choice is Terrarium's: the lowest number that can run is taken. */
  int preference();

  /**
   * Starts the engine. Returns when its isolation is up and seen to be.
   *
   * @throws EngineUnavailableException when a layer of its floor is missing; the message names the
   *     layer and the remedy
   */
  WorkerFactory open(SandboxSettings settings);

  /** What isolation it has or would have here; never throws. */
  IsolationReport inspect(SandboxSettings settings);
}
