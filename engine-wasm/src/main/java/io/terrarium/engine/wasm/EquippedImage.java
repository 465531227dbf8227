package io.terrarium.engine.wasm;

import io.terrarium.EngineUnavailableException;
import io.terrarium.InvalidRuntimeException;
import io.terrarium.PythonModule;
import io.terrarium.PythonRuntime;
import io.terrarium.runtime.RuntimeSources;
import io.terrarium.wire.ValueEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import run.endive.runtime.Instance;

/**
 * A runtime: the image with the operator's modules in it, where there are any. Immutable.
 *
 * @param runtime what it is of
 * @param image what its instances are made of
 * @param identity changes with everything that may change what programs do on it
 */
record EquippedImage(PythonRuntime runtime, Image image, String identity) {

  /**
   * Puts the modules in.
   *
   * @throws EngineUnavailableException where the runtime is to have what this engine has not
   * @throws InvalidRuntimeException where a module cannot be put in
   */
  static EquippedImage of(Image plain, PythonRuntime runtime) {
    requireNothingOfSystem(runtime);
    String identity = "cpython-" + plain.python() + "-wasm+" + RuntimeSources.fingerprint();
    if (runtime.modules().isEmpty()) {
      return new EquippedImage(runtime, plain, identity);
    }
    byte[] modules = ValueEncoder.encode(told(runtime));
    Image equipped = ImageMaker.onLargeStack(() -> equipped(plain, modules, runtime));
    return new EquippedImage(runtime, equipped, identity + "+" + digest(modules));
  }

  /** Whether it is for those who name none. */
  boolean isDefault() {
    return runtime.name().equals(PythonRuntime.DEFAULT_NAME);
  }

  /** A sentence on it for people. */
  String description() {
    String modules = String.join(", ", runtime.modules().stream().map(PythonModule::name).toList());
    return "runtime %s: CPython %s".formatted(runtime.name(), image.python())
        + (modules.isEmpty() ? "" : ", with the operator's " + modules);
  }

  private static void requireNothingOfSystem(PythonRuntime runtime) {
    if (runtime.python().isPresent()) {
      throw new EngineUnavailableException(
          "The wasm engine has a Python of its own, and the runtime '%s' names another one (%s)."
              .formatted(runtime.name(), runtime.python().get()),
          null);
    }
    if (!runtime.preload().isEmpty()) {
      throw new EngineUnavailableException(
          "The wasm engine has no packages, and the runtime '%s' is to have %s."
              .formatted(runtime.name(), String.join(", ", runtime.preload())),
          null);
    }
  }

  private static Image equipped(Image plain, byte[] modules, PythonRuntime runtime) {
    Instance instance =
        plain.restore(plain.memory(Integer.MAX_VALUE, HeapBudget.unbounded()), new Nowhere());
    byte[] problem = PythonAbi.execute(instance, Order.EQUIP.with(modules));
    if (problem.length > 0) {
      throw new InvalidRuntimeException(
          "The runtime '%s' cannot be started: %s"
              .formatted(runtime.name(), new String(problem, StandardCharsets.UTF_8)),
          null);
    }
    return Image.of(plain.identity(), plain.python(), plain.module(), instance);
  }

  /** The world of modules that are being loaded: nothing to read, and nobody who reads. */
  private static final class Nowhere extends Wasi {
    Nowhere() {
      super(ended(), () -> {});
    }

    private static Streams ended() {
      var streams = new Streams();
      streams.instanceEnded();
      return streams;
    }

    @Override
    boolean answer(ByteBuffer piece) {
      return true;
    }
  }

  /** The modules as Python is told of them. */
  private static List<Object> told(PythonRuntime runtime) {
    var told = new ArrayList<Object>();
    for (PythonModule module : runtime.modules()) {
      for (PythonModule.Part part : module.parts()) {
        told.add(
            Map.of(
                "name", part.name(),
                "file", part.file(),
                "source", part.source(),
                "package", part.isPackage()));
      }
    }
    return told;
  }

  private static String digest(byte[] data) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(data);
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
