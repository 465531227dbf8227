package io.terrarium.cli;

import io.terrarium.Outcome;

/** What a shell sees of a command: documented in the help, and part of the interface. */
enum ExitCode {
  /** The function returned, or the source is in order, or the machine is. */
  RETURNED(0, "returned"),
  /** The user's code raised an exception. */
  RAISED(1, "the user's code raised an exception"),
  /** The command line asks for what does not exist or cannot be read. */
  USAGE(2, "usage: no such file, function or option, or a broken argument"),
  /** The source was refused before it ran. */
  REJECTED(3, "the source was rejected: syntax, policy or contract"),
  /** The call ran into a limit. */
  LIMIT(4, "a limit was reached"),
  /** The result has no form outside Python. */
  NOT_REPRESENTABLE(5, "the result has no form outside Python"),
  /** The worker ended without an answer. */
  CRASHED(6, "the worker crashed"),
  /** No engine can isolate programs on this machine. */
  NO_ENGINE(7, "no engine can isolate here (see terrarium doctor)"),
  /** The result is not what was expected. */
  CONTRACT_BROKEN(8, "the result is not what --expect says"),
  /** Terrarium itself is at fault. */
  INTERNAL(70, "an internal error"),
  /** The command was interrupted, as shells count it: 128 and the number of SIGINT. */
  INTERRUPTED(130, "interrupted");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  int number() {
    return number;
  }

  String meaning() {
    return meaning;
  }

  static ExitCode of(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Returned _ -> RETURNED;
      case Outcome.Raised _ -> RAISED;
      case Outcome.Rejected _ -> REJECTED;
      case Outcome.LimitExceeded _ -> LIMIT;
      case Outcome.Unrepresentable _ -> NOT_REPRESENTABLE;
      case Outcome.ContractBroken _ -> CONTRACT_BROKEN;
      case Outcome.Crashed _ -> CRASHED;
      case Outcome.Cancelled _ -> INTERRUPTED;
    };
  }
}
