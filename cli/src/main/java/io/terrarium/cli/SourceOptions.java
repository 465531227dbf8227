package io.terrarium.cli;

import io.terrarium.Policy;
import io.terrarium.Profile;
import io.terrarium.Source;
import io.terrarium.json.SarifDocument;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The file with the source, and the policy to hold it to. */
final class SourceOptions {
  /** More than any source is, and little enough to hold: the worker has a bound of its own. */
  private static final int MAX_BYTES = 64 << 20;

  private static final String STANDARD_INPUT = "-";

  @Parameters(index = "0", paramLabel = "FILE", description = "A Python file; - is standard input.")
  String file = "";

  @Option(
      names = "--policy",
      paramLabel = "NAME|FILE",
      description =
          "The language rules: ${COMPLETION-CANDIDATES}, or a TOML file (default: restricted).",
      completionCandidates = PolicyArgument.Names.class)
  @Nullable String policy;

  /** How messages call the file: as it was typed. */
  String displayName() {
    return file.equals(STANDARD_INPUT) ? "<stdin>" : file;
  }

  /** The file as SARIF names it. */
  String uri() {
    return file.equals(STANDARD_INPUT) ? "stdin" : SarifDocument.uri(path());
  }

  /**
   * Reads the file, and the policy's where that is one; a policy goes before the profile's.
   *
   * @param ofRuntime the packages and modules that the runtime has besides the standard library
   */
  Source read(Terminal terminal, Optional<Profile> profile, List<String> ofRuntime) {
    Optional<Policy> rules =
        Optional.ofNullable(policy).map(word -> PolicyArgument.read(word, "--policy", ofRuntime));
    byte[] bytes = file.equals(STANDARD_INPUT) ? standardInput(terminal) : file();
    if (bytes.length > MAX_BYTES) {
      throw new UsageException(
          displayName()
              + " is larger than "
              + (MAX_BYTES >> 20)
              + " MiB: that is no Python source");
    }
    String name = file.equals(STANDARD_INPUT) ? "stdin" : file;
    Source source = Source.of(bytes).named(name);
    Source placed = profile.map(source::in).orElse(source);
    return rules.map(placed::under).orElse(placed);
  }

  private byte[] standardInput(Terminal terminal) {
    try {
      return terminal.in().readNBytes(MAX_BYTES + 1);
    } catch (IOException e) {
      throw new UsageException("standard input cannot be read: " + e.getMessage());
    }
  }

  private byte[] file() {
    Path path = path();
    return InputFile.read(file, "a Python file", MAX_BYTES, () -> InputFile.nearby(path));
  }

  private Path path() {
    if (file.isEmpty()) {
      throw new UsageException(
          "FILE is empty: a Python file is needed here, or - for standard input");
    }
    return InputFile.path(file);
  }
}
