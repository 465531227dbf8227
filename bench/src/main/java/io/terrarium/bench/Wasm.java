package io.terrarium.bench;

import io.terrarium.Sandbox;
import io.terrarium.SandboxSettings;
import io.terrarium.spi.Engine;
import java.util.ServiceLoader;

/** The engine {@code wasm}, as the measures of it use it. */
final class Wasm {
  static final String NAME = "wasm";

  private Wasm() {}

  static Sandbox sandbox() {
    return settings().create();
  }

  static SandboxSettings.Builder settings() {
    return SandboxSettings.builder().engine(NAME);
  }

  /** The engine without anything above it. */
  static Engine engine() {
    return ServiceLoader.load(Engine.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(engine -> engine.name().equals(NAME))
        .findFirst()
        .orElseThrow();
  }
}
