package io.terrarium.cli;

import io.terrarium.Sandbox;
import io.terrarium.SandboxSettings;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Starts the one sandbox of a command on a thread of its own, while the command line, the files and
 * the arguments are still read. Most commands want the same settings, so it begins before anything
 * is parsed, on a guess; a command that turns out to want other settings gets another sandbox.
 *
 * <p>It is closed when the command ends, also by SIGINT or SIGTERM, and leaves no process behind.
 */
final class SandboxStart implements AutoCloseable {
  private static final Set<String> COMMANDS = Set.of("run", "check", "map");
  private static final List<String> OTHER_WISHES =
      List.of(
          "--engine",
          "--python",
          "--preload",
          "--module",
          "--config",
          "--profile",
          "--parallel",
          "--help",
          "-h");

  private final Thread closeOnExit = new Thread(this::closeSandbox, "terrarium-exit");
  private @Nullable SandboxSettings settings;
  private @Nullable FutureTask<Sandbox> start;

  SandboxStart() {
    Runtime.getRuntime().addShutdownHook(closeOnExit);
  }

  /** Begins at once where the arguments look like those of a command that will want a sandbox. */
  void foresee(String... arguments) {
    boolean plain =
        Stream.of(arguments).noneMatch(word -> OTHER_WISHES.stream().anyMatch(word::startsWith));
    if (arguments.length > 1 && COMMANDS.contains(arguments[0]) && plain) {
      begin(new EngineOptions().settings());
    }
  }

  /** Begins to start a sandbox with these settings, where that was not foreseen. */
  void begin(SandboxSettings wanted) {
    synchronized (this) {
      if (wanted.equals(settings)) {
        return;
      }
    }
    closeSandbox();
    var task = new FutureTask<>(() -> Sandbox.create(wanted));
    synchronized (this) {
      settings = wanted;
      start = task;
    }
    Thread.ofPlatform().name("terrarium-start").daemon().start(task);
  }

  /** The sandbox, once it is up. Throws what kept it from it. */
  Sandbox get() {
    FutureTask<Sandbox> task =
        begun().orElseThrow(() -> new IllegalStateException("no sandbox was begun"));
    try {
      return task.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException problem -> throw problem;
        case Error problem -> throw problem;
        case null, default -> throw new IllegalStateException(e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the sandbox was starting", e);
    }
  }

  @Override
  public void close() {
    closeSandbox();
    try {
      Runtime.getRuntime().removeShutdownHook(closeOnExit);
    } catch (IllegalStateException _) {
      // The process is ending already, and the hook does the same.
    }
  }

  private synchronized Optional<FutureTask<Sandbox>> begun() {
    return Optional.ofNullable(start);
  }

  private void closeSandbox() {
    begun()
        .ifPresent(task -> {
          try {
            task.get().close();
          } catch (ExecutionException _) {
            // It never came up: there is nothing to close.
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
        });
  }
}
