package io.terrarium.engine.wasm;

import io.terrarium.EngineUnavailableException;
import io.terrarium.InvalidRuntimeException;
import io.terrarium.IsolationExtra;
import io.terrarium.IsolationReport;
import io.terrarium.SandboxSettings;
import io.terrarium.spi.Engine;
import io.terrarium.spi.WorkerFactory;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The engine that runs CPython, compiled to WebAssembly, inside the virtual machine. */
public final class WasmEngine implements Engine {
  static final String NAME = "wasm";

  private static @Nullable Image image;

  /** For {@link java.util.ServiceLoader}. */
  public WasmEngine() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int preference() {
    return 20;
  }

  @Override
  public WorkerFactory open(SandboxSettings settings) {
    refuseExtras(settings);
    return WasmWorkerFactory.checked(image(), settings);
  }

  @Override
  public IsolationReport inspect(SandboxSettings settings) {
    try (WorkerFactory factory = open(settings)) {
      return factory.isolation();
    } catch (EngineUnavailableException | InvalidRuntimeException e) {
      return new IsolationReport(
          NAME,
          false,
          Optional.empty(),
          List.of(),
          Optional.empty(),
          List.of(),
          List.of(String.valueOf(e.getMessage())));
    }
  }

  /** What an operator has asked for beyond a floor is the kernel's, and not to be had here. */
  private static void refuseExtras(SandboxSettings settings) {
    for (IsolationExtra extra : IsolationExtra.values()) {
      if (settings.use(extra) == IsolationExtra.Use.REQUIRED) {
        throw new EngineUnavailableException(
            "The wasm engine has no %s, which the settings require."
                .formatted(extra.name().toLowerCase(Locale.ROOT).replace('_', ' ')),
            null);
      }
    }
  }

  /** Read once; every sandbox of this application shares it. */
  static synchronized Image image() {
    Image known = image;
    if (known == null) {
      known = read();
      image = known;
    }
    return known;
  }

  private static Image read() {
    try (InputStream stream = WasmEngine.class.getResourceAsStream(ImageMaker.RESOURCE)) {
      if (stream == null) {
        throw new EngineUnavailableException(
            "The wasm engine has no image of Python: this build of Terrarium is broken.", null);
      }
      Image read = Image.read(new BufferedInputStream(stream, 1 << 16));
      if (!read.identity().equals(ImageMaker.identity())) {
        throw new EngineUnavailableException(
            "The wasm engine's image of Python (%s) is not of the libraries that are here (%s): use those that Terrarium was built with."
                .formatted(read.identity(), ImageMaker.identity()),
            null);
      }
      return read;
    } catch (IOException e) {
      throw new EngineUnavailableException("The wasm engine's image cannot be read: " + e, e);
    }
  }
}
