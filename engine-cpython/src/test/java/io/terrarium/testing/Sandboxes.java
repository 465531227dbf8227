package io.terrarium.testing;

import io.terrarium.Sandbox;
import io.terrarium.SandboxSettings;

/** Sandboxes of the engine under test: the system property {@code terrarium.engine} names it. */
public final class Sandboxes {
  private Sandboxes() {}

  /** Settings that start fast, to build upon. */
  public static SandboxSettings.Builder settings() {
    return SandboxSettings.builder()
        .engine(System.getProperty("terrarium.engine", SandboxSettings.AUTOMATIC))
        .idleWorkers(2);
  }

  /** A sandbox with the default limits. */
  public static Sandbox open() {
    return settings().create();
  }
}
