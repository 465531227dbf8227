package io.terrarium.cli;

import io.terrarium.Policy;
import io.terrarium.policy.InvalidPolicyException;
import io.terrarium.policy.PolicyFile;
import io.terrarium.spi.Nearest;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** A policy as it is typed: a name that Terrarium knows, or a file. */
final class PolicyArgument {
  /** As in {@link PolicyFile#SUFFIX}, which is not to be loaded for the name of a preset. */
  private static final String SUFFIX = ".toml";

  private PolicyArgument() {}

  /** The policy of a word, which messages say to stand behind {@code label}. */
  static Policy read(String word, String label) {
    return read(word, label, List.of());
  }

  /** As {@link #read(String, String)}, for a runtime that has these packages and modules. */
  static Policy read(String word, String label, List<String> ofRuntime) {
    if (word.endsWith(SUFFIX)) {
      return file(word, label, ofRuntime);
    }
    try {
      return Policy.named(word);
    } catch (IllegalArgumentException e) {
      if (isFile(word)) {
        return file(word, label, ofRuntime);
      }
      List<String> names = Policy.presets().stream().map(Policy::name).toList();
      String meant = Nearest.of(word, names).map(near -> "; did you mean " + near + "?").orElse("");
      throw new UsageException(
          label + ": " + e.getMessage() + "; a file's name ends with " + SUFFIX + meant);
    }
  }

  private static boolean isFile(String word) {
    try {
      return Files.isRegularFile(Path.of(word));
    } catch (InvalidPathException _) {
      return false;
    }
  }

  private static Policy file(String word, String label, List<String> ofRuntime) {
    try {
      return PolicyFile.read(Path.of(word), Set.copyOf(ofRuntime));
    } catch (InvalidPathException e) {
      throw new UsageException(label + ": '" + word + "' is no name of a file: " + e.getReason());
    } catch (InvalidPolicyException e) {
      throw new UsageException(label + ": " + word + " is no policy\n" + e.getMessage());
    }
  }

  /** For picocli: the names to complete. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Policy.presets().stream().map(Policy::name).iterator();
    }
  }
}
