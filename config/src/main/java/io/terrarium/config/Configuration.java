package io.terrarium.config;

import io.terrarium.Profile;
import io.terrarium.SandboxSettings;
import io.terrarium.policy.TomlFile;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A file {@code terrarium.toml}: what a sandbox is started with, and the profiles that programs are
 * put in. Immutable.
 *
 * <pre>{@code
 * Configuration configuration = Configuration.load(Path.of("terrarium.toml"));
 * try (Sandbox sandbox = Sandbox.create(configuration.settings())) {
 *   Profile pricing = configuration.profile("pricing");
 *   Program program = sandbox.compile(Source.of(text).in(pricing));
 * }
 * }</pre>
 *
 * <p>{@code docs/profiles.md} lists the keys. Paths in the file are relative to it.
 *
 * @param settings what a sandbox is started with; its runtimes are those of the file
 * @param profiles by their names
 */
public record Configuration(SandboxSettings settings, SortedMap<String, Profile> profiles) {
  /** How such a file is called where nobody says otherwise. */
  public static final String FILE_NAME = "terrarium.toml";

  /** Copies the map. */
  public Configuration {
    profiles = Collections.unmodifiableSortedMap(new TreeMap<>(profiles));
  }

  /**
   * Reads a file.
   *
   * @throws InvalidConfigurationException when it cannot be read or something in it is wrong; with
   *     all of its problems
   */
  public static Configuration load(Path path) {
    TomlFile file = TomlFile.of(path, "configuration", InvalidConfigurationException::new);
    return new ConfigurationReader(file, path.toAbsolutePath().getParent()).read();
  }

  /**
   * The configuration that a text is.
   *
   * @param path the file that it would stand in: messages call it so, and paths are relative to it
   * @throws InvalidConfigurationException when something in it is wrong; with all of its problems
   */
  public static Configuration parse(String text, Path path) {
    TomlFile file =
        TomlFile.of(text, path.toString(), "configuration", InvalidConfigurationException::new);
    return new ConfigurationReader(file, path.toAbsolutePath().getParent()).read();
  }

  /**
   * The profile of a name.
   *
   * @throws IllegalArgumentException when there is none; the message says which there are
   */
  public Profile profile(String name) {
    Profile profile = profiles.get(name);
    if (profile == null) {
      throw new IllegalArgumentException(
          "there is no profile '%s'; there is %s%s"
              .formatted(
                  name,
                  profiles.isEmpty() ? "none" : String.join(", ", profiles.keySet()),
                  TomlFile.meant(name, profiles.keySet())));
    }
    return profile;
  }
}
