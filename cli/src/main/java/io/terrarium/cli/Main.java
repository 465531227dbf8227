package io.terrarium.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The way in. */
public final class Main {
  private Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(run(Terminal.ofProcess(), Ansi.AUTO, arguments));
  }

  /** Runs a command and returns its exit code. What cannot be printed is no success. */
  static int run(Terminal terminal, Ansi ansi, String... arguments) {
    int code = runCommand(terminal, ansi, arguments);
    if (code == ExitCode.RETURNED.number() && terminal.out().checkError()) {
      terminal.note("standard output cannot be written to, so what was asked for is lost");
      terminal.err().flush();
      return ExitCode.INTERNAL.number();
    }
    return code;
  }

  private static int runCommand(Terminal terminal, Ansi ansi, String... arguments) {
    var errors = new Errors(terminal);
    try (var sandbox = new SandboxStart()) {
      sandbox.foresee(arguments);
      return commandLine(terminal, sandbox, errors, ansi).execute(arguments);
    } catch (Throwable problem) {
      // picocli hands on what is no Exception: a lack of memory must not end in a stack trace
      // either.
      return errors.explain(problem, ansi).number();
    } finally {
      terminal.out().flush();
      terminal.err().flush();
    }
  }

  private static CommandLine commandLine(
      Terminal terminal, SandboxStart sandbox, Errors errors, Ansi ansi) {
    var line = new CommandLine(new TerrariumCommand());
    line.addSubcommand(new RunCommand(terminal, sandbox));
    line.addSubcommand(new MapCommand(terminal, sandbox));
    line.addSubcommand(new CheckCommand(terminal, sandbox));
    line.addSubcommand(new ServeCommand(terminal));
    line.addSubcommand(PolicyCommand.line(terminal));
    line.addSubcommand(ConfigCommand.line(terminal));
    line.addSubcommand(KeyCommand.line(terminal));
    line.addSubcommand(new DoctorCommand(terminal));
    // An ARG is never the name of a file with more of them, whatever it begins with.
    line.setExpandAtFiles(false);
    line.setColorScheme(CommandLine.Help.defaultColorScheme(ansi));
    line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
    line.setParameterExceptionHandler(errors);
    line.setExecutionExceptionHandler(errors);
    describeExitCodes(line);
    return line;
  }

  private static void describeExitCodes(CommandLine line) {
    UsageMessageSpec help = line.getCommandSpec().usageMessage();
    help.exitCodeListHeading("%nExit status:%n");
    help.exitCodeList(
        Arrays.stream(ExitCode.values())
            .collect(
                Collectors.toMap(
                    code -> " " + code.number(),
                    ExitCode::meaning,
                    (one, _) -> one,
                    LinkedHashMap::new)));
  }
}
