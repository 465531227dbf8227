package io.terrarium.conformance;

import io.terrarium.Outcome;
import io.terrarium.PythonError;
import io.terrarium.value.Value;

/**
 * How a call of the everyday corpus ended, jailed or on plain Python: equal if a user sees the
 * same.
 */
sealed interface EverydayEnd {
  record Returned(Value value) implements EverydayEnd {}

  record Raised(String type, String message, String traceback) implements EverydayEnd {}

  /** In no way that plain Python knows. */
  record Otherwise(String status, String outcome) implements EverydayEnd {}

  static EverydayEnd of(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Returned(Value value, _) -> new Returned(value);
      case Outcome.Raised(PythonError error, _) ->
          new Raised(error.type(), error.message(), error.traceback());
      case Outcome other -> new Otherwise(other.status(), other.toString());
    };
  }

  /** As the corpus writes it, without the traceback. */
  default EverydayCall.Expected inShort() {
    return switch (this) {
      case Returned(Value value) -> new EverydayCall.Expected.Returns(value);
      case Raised(String type, String message, _) ->
          new EverydayCall.Expected.Raises(type, message);
      case Otherwise(String status, String outcome) ->
          throw new AssertionError(status + ": " + outcome);
    };
  }
}
