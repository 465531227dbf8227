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
 * @param lent what the program may call
 * @param rows who takes what the worker says of rows; null where it is asked for none
 */
record Terms(
    Limits limits,
    Admission.Lane lane,
    @Nullable Deadline deadline,
    @Nullable OutputListener listener,
    Lent lent,
    @Nullable RowTaker rows) {
  private static final long RESULT_NODES = 10_000_000;

  /** Nothing but limits, and what the program may call. */
  static Terms of(Limits limits, Admission.Lane lane, Lent lent) {
    return new Terms(limits, lane, null, null, lent, null);
  }

  /** Those of a call of a program to which this is lent anyway. */
  static Terms of(Call call, Limits limits, Admission.Lane lane, Lent lent) {
    return new Terms(
        limits,
        lane,
        call.deadline().orElse(null),
        call.outputListener().orElse(null),
        lent.plus(call.hostFunctions()),
        null);
  }

  /** Whether it is too late already. */
  boolean tooLate() {
    return deadline != null && deadline.passed();
  }

  /** Those of many rows, each of which has these limits. */
  static Terms ofRows(Limits limits, Admission.Lane lane, Lent lent, RowTaker rows) {
    return new Terms(limits, lane, null, null, lent, rows);
  }

  /** What the worker is told of them. */
  CallLimits callLimits() {
    return new CallLimits(
        limits.resultBytes(),
        RESULT_NODES,
        Exchange.RESULT_DEPTH,
        limits.outputBytes(),
        limits.outputOverflow() == Limits.OutputOverflow.FAIL,
        listener != null,
        lent.functions());
  }
}
