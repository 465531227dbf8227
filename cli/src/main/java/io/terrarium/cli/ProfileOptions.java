package io.terrarium.cli;

import io.terrarium.Limits;
import io.terrarium.Profile;
import io.terrarium.config.Configuration;
import io.terrarium.config.InvalidConfigurationException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * What an operator has configured. A file is read where one of the options asks for it and never by
 * itself: it names an interpreter, and a folder that somebody happens to be in may be a stranger's.
 */
final class ProfileOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Take settings and profiles from this file in TOML.")
  @Nullable String file;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description =
          "Put the file in this profile of --config (of ./terrarium.toml without it): its policy,"
              + " runtime, limits and contracts.")
  @Nullable String name;

  private @Nullable Configuration read;

  /** What is configured, where that was asked for. */
  Optional<Configuration> configuration() {
    if (file == null && name == null) {
      return Optional.empty();
    }
    if (read == null) {
      read = read(file == null ? Configuration.FILE_NAME : file);
    }
    return Optional.of(read);
  }

  /** The profile that was asked for. */
  Optional<Profile> profile() {
    if (name == null) {
      return Optional.empty();
    }
    String wanted = name;
    try {
      return configuration().map(it -> it.profile(wanted));
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "--profile: "
              + e.getMessage()
              + " in "
              + (file == null ? Configuration.FILE_NAME : file));
    }
  }

  /** What a call may use where no option says otherwise. */
  Limits usualLimits() {
    return profile()
        .flatMap(Profile::limits)
        .or(() -> configuration().map(it -> it.settings().defaultLimits()))
        .orElse(Limits.DEFAULT);
  }

  /** What the environment says, without a file. */
  static Configuration ofEnvironment() {
    try {
      return Configuration.of(System.getenv());
    } catch (InvalidConfigurationException e) {
      throw new UsageException("the environment is no configuration\n" + e.getMessage());
    }
  }

  /** Reads a file of that name, and the environment before it. */
  static Configuration read(String file) {
    try {
      return Configuration.load(Path.of(file), System.getenv());
    } catch (InvalidPathException e) {
      throw new UsageException("'" + file + "' is no name of a file: " + e.getReason());
    } catch (InvalidConfigurationException e) {
      throw new UsageException(file + " is no configuration\n" + e.getMessage());
    }
  }
}
