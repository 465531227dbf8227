package io.terrarium;

import io.terrarium.contract.Contract;
import io.terrarium.spi.SandboxFactory;

/**
 * The long-lived entry point: it owns the engine, the pool of workers and the defaults.
 *
 * <p>Make one for the life of the application. It is safe for use by any number of threads, and
 * blocking calls are fine on virtual threads. {@link #close()} cancels what is running and leaves
 * no process, socket or file.
 *
 * {@snippet :
 * try (Sandbox sandbox = Sandbox.create()) {
 *   Program program = sandbox.compile("""
 *       def mean_square(xs):
 *           return sum(x * x for x in xs) / len(xs)
 *       """);
 *   double result = program.call("mean_square", List.of(1.0, 2.0, 3.0)).asDouble();
 * }
 * }
 */
public interface Sandbox extends AutoCloseable {

  /**
   * Starts a sandbox with the defaults of {@link SandboxSettings}.
   *
   * @throws EngineUnavailableException when no engine can isolate on this machine; the message says
   *     which layer is missing and what would fix it
   */
  static Sandbox create() {
    return create(SandboxSettings.DEFAULT);
  }

  /**
   * Starts a sandbox.
   *
   * @throws EngineUnavailableException when no engine can isolate on this machine
   * @throws InvalidRuntimeException when a runtime cannot be started as it is configured
   */
  static Sandbox create(SandboxSettings settings) {
    return SandboxFactory.installed().create(settings);
  }

  /** Begins a sandbox with settings of one's own, step by step. */
  static SandboxSettings.Builder builder() {
    return SandboxSettings.builder();
  }

  /**
   * Compiles a source under the default policy.
   *
   * @throws ProgramRejectedException when the source has mistakes; its diagnostics name all of them
   */
  default Program compile(String source) {
    return compile(Source.of(source));
  }

  /**
   * Compiles a source, in a worker and nowhere else. A source that was compiled before, under the
   * same policy, answers from the cache.
   *
   * @throws ProgramRejectedException when the source has mistakes; its diagnostics name all of them
   * @throws InvalidArgumentException when the source is larger than {@link Limits#argumentBytes},
   *     is for a runtime that there is not, or its profile names a host function that there is not
   * @throws LimitExceededException when the compiler ran into a limit on this source
   * @throws WorkerCrashedException when the compiler crashed on this source
   * @throws OverloadedException when no worker became free in time
   * @throws SandboxClosedException after {@link #close()}
   */
  Program compile(Source source);

  /**
   * Compiles a source of which more is expected than that it compiles: {@link Program#expecting}.
   *
   * @throws ProgramRejectedException when the source has mistakes, or cannot be called as the
   *     contracts say
   */
  default Program compile(Source source, Contract... contracts) {
    return compile(source).expecting(contracts);
  }

  /** The engine in use and the layers that isolate its workers, as they really are. */
  IsolationReport isolation();

  /** How busy it is: for gauges, and asking costs the calls nothing to speak of. */
  SandboxLoad load();

  /** What the sandbox was started with. */
  SandboxSettings settings();

  /**
   * Ends everything: running calls end as {@link Outcome.Cancelled}, later ones throw {@link
   * SandboxClosedException}. Returns when no worker is left. Closing twice is harmless.
   */
  @Override
  void close();
}
