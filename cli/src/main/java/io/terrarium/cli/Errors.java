package io.terrarium.cli;

import io.terrarium.EngineUnavailableException;
import io.terrarium.OverloadedException;
import io.terrarium.SandboxException;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Whatever went wrong, as a line for a person and an exit code. A Java stack trace is for {@code
 * --debug} alone, and never for bad input.
 */
final class Errors implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private final Terminal terminal;

  Errors(Terminal terminal) {
    this.terminal = terminal;
  }

  /** The command line itself is wrong. */
  @Override
  public int handleParseException(ParameterException problem, String[] arguments) {
    CommandLine command = problem.getCommandLine();
    complain(command.getColorScheme().ansi(), words(problem, command));
    UnmatchedArgumentException.printSuggestions(problem, terminal.err());
    terminal.err().println("See '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return ExitCode.USAGE.number();
  }

  private static String words(ParameterException problem, CommandLine command) {
    boolean isNameOfCommand =
        problem instanceof UnmatchedArgumentException unmatched
            && !unmatched.isUnknownOption()
            && !command.getSubcommands().isEmpty();
    return isNameOfCommand
        ? "there is no command '"
            + ((UnmatchedArgumentException) problem).getUnmatched().getFirst()
            + "'"
        : String.valueOf(problem.getMessage());
  }

  /** A command failed. */
  @Override
  public int handleExecutionException(Exception problem, CommandLine command, ParseResult parsed) {
    return explain(problem, command.getColorScheme().ansi()).number();
  }

  /** Says what happened, and under {@code --debug} where. */
  ExitCode explain(Throwable problem, Ansi ansi) {
    ExitCode code = code(problem);
    if (code == ExitCode.INTERNAL) {
      complain(ansi, "internal error: " + problem);
      terminal
          .err()
          .println(
              "This is a fault of Terrarium, not of your code. The same with --debug says more.");
    } else {
      complain(ansi, String.valueOf(problem.getMessage()));
    }
    if (Debug.isOn()) {
      problem.printStackTrace(terminal.err());
    }
    return code;
  }

  private void complain(Ansi ansi, String message) {
    // A message may quote what user code named; it is not to drive the terminal either.
    terminal.err().println(ansi.string("@|bold,red terrarium:|@ ") + Terminal.harmless(message));
  }

  private static ExitCode code(Throwable problem) {
    return switch (problem) {
      case UsageException _ -> ExitCode.USAGE;
      case EngineUnavailableException _ -> ExitCode.NO_ENGINE;
      // Only the memory that was asked for can keep a single call from starting.
      case OverloadedException _ -> ExitCode.USAGE;
      case SandboxException known when known.category() == SandboxException.Category.USER ->
          ExitCode.USAGE;
      default -> ExitCode.INTERNAL;
    };
  }
}
