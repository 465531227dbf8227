package io.terrarium.config;

import io.terrarium.IsolationExtra;
import io.terrarium.Limits;
import io.terrarium.PythonModule;
import io.terrarium.PythonRuntime;
import io.terrarium.SandboxException;
import io.terrarium.SandboxSettings;
import io.terrarium.policy.TomlFile.Entry;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Reads what a sandbox is started with: {@code [sandbox]} and {@code [runtimes.NAME]}. */
final class SandboxReader {
  private final SandboxSettings.Builder builder = SandboxSettings.builder();
  private final Section top;

  SandboxReader(Section top) {
    this.top = top;
  }

  SandboxSettings read() {
    top.named("runtimes").forEach(this::runtime);
    top.section("sandbox").ifPresent(this::sandbox);
    try {
      return builder.build();
    } catch (IllegalArgumentException e) {
      top.file().add(null, String.valueOf(e.getMessage()));
      return SandboxSettings.DEFAULT;
    }
  }

  private void sandbox(Section section) {
    section.refuseOthersThan(Keys.SANDBOX);
    section.text("engine").ifPresent(builder::engine);
    number(section, "worker_user_id", SandboxSettings.Builder::workerUserId);
    number(section, "concurrency", SandboxSettings.Builder::maximumConcurrentCalls);
    number(section, "idle_workers", SandboxSettings.Builder::idleWorkers);
    queue(section);
    extra(section, "namespaces", IsolationExtra.NAMESPACES);
    extra(section, "control_group", IsolationExtra.CONTROL_GROUP);
    Limits ceiling = LimitsReader.read(section, "ceiling", SandboxSettings.DEFAULT.ceiling());
    Limits usual =
        LimitsReader.read(
            section, "limits", SandboxSettings.DEFAULT.defaultLimits().clampedTo(ceiling));
    LimitsReader.refuseExcess(section, usual, ceiling);
    builder.ceiling(ceiling).defaultLimits(usual);
    section.amount(
        "memory_budget",
        Amounts::bytes,
        bytes -> {
          SandboxSettings.builder().defaultLimits(usual).memoryBudgetBytes(bytes).build();
          builder.memoryBudgetBytes(bytes);
        });
  }

  private void queue(Section section) {
    var length = new int[] {SandboxSettings.DEFAULT.queueLength()};
    number(
        section,
        "queue_length",
        (it, number) -> {
          it.queue(number, SandboxSettings.DEFAULT.queueWait());
          length[0] = number;
        });
    section.amount(
        "queue_wait",
        Amounts::duration,
        wait -> {
          SandboxSettings.builder().queue(0, wait).build();
          builder.queue(length[0], wait);
        });
  }

  /** A number, tried on something else first, where no other key can be to blame. */
  private void number(
      Section section, String key, BiConsumer<SandboxSettings.Builder, Integer> step) {
    section.number(
        key,
        number -> {
          SandboxSettings.Builder trial = SandboxSettings.builder();
          step.accept(trial, number);
          trial.build();
          step.accept(builder, number);
        });
  }

  private void extra(Section section, String key, IsolationExtra extra) {
    section.word(key, IsolationExtra.Use.values()).ifPresent(use -> builder.extra(extra, use));
  }

  private void runtime(String name, Section section) {
    section.refuseOthersThan(Keys.RUNTIME);
    try {
      PythonRuntime.Builder runtime = PythonRuntime.named(name);
      section.path("python", "\"envs/science/bin/python\"").ifPresent(runtime::python);
      for (Entry module : section.entries("preload")) {
        runtime.preload(module.text());
      }
      for (Entry module : section.entries("modules")) {
        module(section, module).ifPresent(runtime::module);
      }
      builder.runtime(runtime.build());
    } catch (IllegalArgumentException e) {
      section.problem(Keys.RUNTIME, String.valueOf(e.getMessage()));
    }
  }

  /** A module of the operator's: its file, or the folder of a package. */
  private static Optional<PythonModule> module(Section section, Entry entry) {
    Optional<Path> path = section.path(entry.text(), entry.place(), "modules");
    if (path.isEmpty()) {
      return Optional.empty();
    }
    String last = String.valueOf(path.get().getFileName());
    String name = last.endsWith(".py") ? last.substring(0, last.length() - 3) : last;
    try {
      return Optional.of(PythonModule.of(name, path.get()));
    } catch (SandboxException | IllegalArgumentException e) {
      section.file().add(entry.place(), section.shown("modules") + ": " + e.getMessage());
      return Optional.empty();
    }
  }
}
