package io.terrarium.spi;

import io.terrarium.EngineUnavailableException;
import io.terrarium.IsolationReport;
import io.terrarium.Policy;

/** Where workers come from. Safe for use by several threads. */
public interface WorkerFactory extends AutoCloseable {

  /** What runs in the workers, in a few words that change when its behaviour may. */
  String runtime();

  /** The isolation as it is. */
  IsolationReport isolation();

  /**
   * What kind of worker the programs of a policy get, in a word. Workers of one kind are alike: a
   * worker that was made for one policy serves all policies of its kind. Asked at every call.
   */
  String kind(Policy policy);

  /**
   * Makes one worker: pristine, isolated, and waiting for its first request. Blocks until it is.
   *
   * @param policy the policy of the programs that it is for
   * @param limits what it may use until {@link Worker#limit} says otherwise
   * @param aheadOfNeed whether there is time to prepare it, so that its first request is answered
   *     faster; not when somebody waits for it already
   * @throws EngineUnavailableException when none can be made
   */
  Worker spawn(Policy policy, WorkerLimits limits, boolean aheadOfNeed);

  /** Ends every worker and everything behind them; returns when nothing is left. */
  @Override
  void close();
}
