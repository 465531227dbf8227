package io.terrarium.engine.cpython;

import io.terrarium.InvalidRuntimeException;
import io.terrarium.IsolationReport;
import io.terrarium.PythonModule;
import io.terrarium.PythonRuntime;
import io.terrarium.runtime.RuntimeSources;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The zygotes of one runtime, by kind. The first is started with the engine, so that a runtime that
 * cannot be started is found out then. Thread-safe.
 */
final class RuntimeZygotes implements AutoCloseable {
  private final PythonRuntime runtime;
  private final Path python;
  private final Map<ZygoteKind, ZygoteGroup> groups = new EnumMap<>(ZygoteKind.class);
  private final Map<ZygoteKind, String> names = new EnumMap<>(ZygoteKind.class);
  private volatile ZygoteReport report;

  /** Starts the first zygote of a kind. */
  RuntimeZygotes(PythonRuntime runtime, Path python, ZygoteKind firstKind, ZygoteStarter starter) {
    this.runtime = runtime;
    this.python = python;
    String prefix = isDefault() ? "" : runtime.name() + ":";
    for (ZygoteKind kind : ZygoteKind.values()) {
      groups.put(kind, new ZygoteGroup(new ZygoteModel(python, runtime, kind), starter));
      names.put(kind, prefix + kind.name());
    }
    this.report = group(firstKind).start();
  }

  /**
   * Starts its first zygote with all that it has ready, where it has anything.
   *
   * @throws SetUpException when something of it cannot be had
   */
  void startEquipped() {
    if (runtime.isEquipped()) {
      report = group(ZygoteKind.LIBRARY).start();
    }
  }

  /** The kind that a first zygote of a named runtime has. */
  static ZygoteKind firstKind(PythonRuntime runtime) {
    return runtime.isEquipped() ? ZygoteKind.LIBRARY : ZygoteKind.LEAN;
  }

  /** What such a failure is to the one who configured the runtime. */
  static RuntimeException explained(PythonRuntime runtime, SetUpFailure failure) {
    return failure.isOfRuntime()
        ? new InvalidRuntimeException(
            "The runtime '%s' cannot be started: %s".formatted(runtime.name(), failure.message()),
            null)
        : failure.toException();
  }

  /** As {@link #explained}, for the first zygote of a runtime with an interpreter of its own. */
  static RuntimeException explainedAtStart(RuntimeOnPython named, SetUpFailure failure) {
    return failure.subject().equals(SetUpFailure.PYTHON)
        ? new InvalidRuntimeException(
            "The runtime '%s' cannot be started: %s is no Python that can be used: %s."
                .formatted(named.runtime().name(), named.python(), failure.message()),
            null)
        : explained(named.runtime(), failure);
  }

  PythonRuntime runtime() {
    return runtime;
  }

  ZygoteGroup group(ZygoteKind kind) {
    return Objects.requireNonNull(groups.get(kind));
  }

  /** What its workers of a kind are called. */
  String name(ZygoteKind kind) {
    return Objects.requireNonNull(names.get(kind));
  }

  /** What its first zygote said. */
  ZygoteReport report() {
    return report;
  }

  /** Changes with everything that may change what programs do on it. */
  String identity() {
    String plain = "cpython-" + report.version() + "+" + RuntimeSources.fingerprint();
    return runtime.isEquipped() ? plain + "+" + equipment() : plain;
  }

  /** A sentence on it for people. */
  String description() {
    String packages =
        report.packages().entrySet().stream()
            .map(found -> (found.getKey() + " " + found.getValue()).strip())
            .collect(Collectors.joining(", "));
    String modules =
        runtime.modules().stream().map(PythonModule::name).collect(Collectors.joining(", "));
    return "runtime %s: CPython %s at %s".formatted(runtime.name(), report.version(), python)
        + (packages.isEmpty() ? "" : ", with " + packages)
        + (modules.isEmpty() ? "" : ", with the operator's " + modules);
  }

  /** Whether there is anything to say of it that the report does not say otherwise. */
  boolean isWorthMentioning() {
    return runtime.isEquipped() || !isDefault();
  }

  /** Attempts of the self-check made in it are called so. */
  List<IsolationReport.Attempt> named(List<IsolationReport.Attempt> attempts) {
    return attempts.stream()
        .map(attempt ->
            new IsolationReport.Attempt(
                attempt.name() + " (runtime " + runtime.name() + ")",
                attempt.stopped(),
                attempt.detail()))
        .toList();
  }

  @Override
  public void close() {
    groups.values().forEach(ZygoteGroup::close);
  }

  private boolean isDefault() {
    return runtime.name().equals(PythonRuntime.DEFAULT_NAME);
  }

  private String equipment() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      runtime.preload().forEach(name -> add(digest, name.getBytes(StandardCharsets.UTF_8)));
      add(digest, report.packages().toString().getBytes(StandardCharsets.UTF_8));
      for (PythonModule module : runtime.modules()) {
        for (PythonModule.Part part : module.parts()) {
          add(digest, part.name().getBytes(StandardCharsets.UTF_8));
          add(digest, part.source().asBytes());
        }
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** With its length first, so that no two lists of parts look alike. */
  private static void add(MessageDigest digest, byte[] part) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
    digest.update(part);
  }
}
