package io.terrarium.core;

import io.terrarium.Call;
import io.terrarium.Deadline;
import io.terrarium.Limits;
import io.terrarium.OutputListener;
import io.terrarium.wire.CallLimits;
import org.jspecify.annotations.Nullable;

/**
 * On what terms an exchange is held.
 *
 * @param limits the limits as they apply
 * @param lane where a place is waited for
 * @param deadline until when it has to be done; null: no matter
 * @param listener who hears what is printed while it is; null: nobody
 */
record Terms(
    Limits limits,
    Admission.Lane lane,
    @Nullable Deadline deadline,
    @Nullable OutputListener listener) {
  private static final long RESULT_NODES = 10_000_000;

  /** Nothing but limits. */
  static Terms of(Limits limits, Admission.Lane lane) {
    return new Terms(limits, lane, null, null);
  }

  /** Those of a call. */
  static Terms of(Call call, Limits limits, Admission.Lane lane) {
    return new Terms(
        limits, lane, call.deadline().orElse(null), call.outputListener().orElse(null));
  }

  /** Whether it is too late already. */
  boolean tooLate() {
    return deadline != null && deadline.passed();
  }

  /** What the worker is told of them. */
  CallLimits callLimits() {
    return new CallLimits(
        limits.resultBytes(),
        RESULT_NODES,
        Exchange.RESULT_DEPTH,
        limits.outputBytes(),
        limits.outputOverflow() == Limits.OutputOverflow.FAIL,
        listener != null);
  }
}
