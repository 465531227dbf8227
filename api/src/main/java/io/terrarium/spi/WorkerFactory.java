package io.terrarium.spi;

import io.terrarium.EngineUnavailableException;
import io.terrarium.IsolationReport;

/** Where workers come from. Safe for use by several threads. */
public interface WorkerFactory extends AutoCloseable {

  /**
   * What runs in the workers of a runtime, in a few words that change when its behaviour may.
   *
   * @param name the runtime's, one of those in the settings
   */
  String runtime(String name);

  /** The isolation as it is. */
  IsolationReport isolation();

  /** What memory there is for its workers; always the same. */
  WorkerMemory memory();

  /**
   * What kind of worker programs of a kind get, in a word. Workers of one kind are alike: a worker
   * that was made for one kind of program serves all that get the same. Asked at every call.
   */
  String kind(ProgramKind programs);

  /**
   * Makes one worker: pristine, isolated, and waiting for its first request. Blocks until it is.
   *
   * @param programs the kind of the programs that it is for
   * @param limits what it may use until {@link Worker#limit} says otherwise
   * @param aheadOfNeed whether there is time to prepare it, so that its first request is answered
   *     faster; not when somebody waits for it already
   * @throws EngineUnavailableException when none can be made
   */
  Worker spawn(ProgramKind programs, WorkerLimits limits, boolean aheadOfNeed);

  /** Ends every worker and everything behind them; returns when nothing is left. */
  @Override
  void close();
}
