package io.terrarium.engine.cpython;

import io.terrarium.runtime.RuntimeSources;
import io.terrarium.spi.SafeLogger;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The runtime as a zygote compiled it, for the next one: compiling takes longer than all the rest
 * of a zygote's start. It is kept by interpreter for this application, and, where the system
 * property {@value #FOLDER} names a folder, in a file there for the next one. It was made before
 * any program was near, from the very sources whose fingerprint the file's name bears; a zygote of
 * another Python than the one that made it compiles anew. Thread-safe.
 */
final class CompiledRuntime {
  /** Names a folder that only those may write to who may write to the application itself. */
  static final String FOLDER = "terrarium.runtime.cache";

  private static final SafeLogger LOG = SafeLogger.of(CompiledRuntime.class);
  private static final byte[] NOTHING = {};
  private static final Map<Path, byte[]> KNOWN = new ConcurrentHashMap<>();

  private CompiledRuntime() {}

  /** What the last zygote compiled; empty where none has yet. Do not change the array. */
  static byte[] known(Path python) {
    return KNOWN.computeIfAbsent(
        python, _ -> file(python).map(CompiledRuntime::read).orElse(NOTHING));
  }

  /** Keeps what a zygote compiled. */
  static void keep(Path python, byte[] compiled) {
    KNOWN.put(python, compiled);
    file(python).ifPresent(file -> write(file, compiled));
  }

  private static Optional<Path> file(Path python) {
    // A UUID made from the whole path by a digest: no two interpreters share a file.
    String name =
        "runtime-%s-%s.code"
            .formatted(
                RuntimeSources.fingerprint(),
                UUID.nameUUIDFromBytes(python.toString().getBytes(StandardCharsets.UTF_8)));
    return Optional.ofNullable(System.getProperty(FOLDER)).map(folder -> Path.of(folder, name));
  }

  private static byte[] read(Path file) {
    try {
      return Files.exists(file) ? Files.readAllBytes(file) : NOTHING;
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "the compiled runtime cannot be read", e);
      return NOTHING;
    }
  }

  private static void write(Path file, byte[] compiled) {
    try {
      Path made = Files.createTempFile(file.getParent(), "runtime-", ".new");
      try {
        Files.write(made, compiled);
        Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-r--r--"));
        Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(made);
      }
    } catch (IOException e) {
      // Another user's folder, most likely: zygotes go on compiling.
      LOG.log(System.Logger.Level.DEBUG, "the compiled runtime cannot be kept", e);
    }
  }
}
