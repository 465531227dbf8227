package io.terrarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Help.Ansi;

/**
 * The command as a user has it: arguments in, exit code and two streams out. No engine is faked.
 */
final class Cli {
  private Cli() {}

  /** What a command left behind. */
  record Result(int exitCode, String out, String err) {
    Result exits(ExitCode code) {
      assertThat(exitCode)
          .as("exit code, with out <%s> and err <%s>", out, err)
          .isEqualTo(code.number());
      return this;
    }

    Result prints(String expected) {
      assertThat(out).isEqualTo(expected + System.lineSeparator());
      return this;
    }

    Result printsNothing() {
      assertThat(out).isEmpty();
      return this;
    }

    Result complains(String... parts) {
      assertThat(err).contains(parts);
      return isFreeOfJava();
    }

    /** Whatever is said is said to a person: no stack trace, no name of a class. */
    Result isFreeOfJava() {
      assertThat(err)
          .doesNotContain("\tat ")
          .doesNotContain("Exception:")
          .doesNotContain("io.terrarium.");
      return this;
    }
  }

  static Result run(String... arguments) {
    return runWithInput("", arguments);
  }

  static Result runWithInput(String input, String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var terminal =
        new Terminal(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    int code = Main.run(terminal, Ansi.OFF, arguments);
    return new Result(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** A source file in a folder of the test's own. */
  static String file(Path folder, String name, String source) {
    return file(folder, name, source.getBytes(StandardCharsets.UTF_8));
  }

  static String file(Path folder, String name, byte[] source) {
    try {
      return Files.write(folder.resolve(name), source).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
