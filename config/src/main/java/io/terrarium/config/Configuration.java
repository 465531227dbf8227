package io.terrarium.config;

import io.terrarium.Profile;
import io.terrarium.SandboxSettings;
import io.terrarium.policy.TomlFile;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A file {@code terrarium.toml}: what a sandbox is started with, the profiles that programs are put
 * in, and what the HTTP service is started with. Immutable.
 *
 * <pre>{@code
 * Configuration configuration = Configuration.load(Path.of("terrarium.toml"));
 * try (Sandbox sandbox = Sandbox.create(configuration.settings())) {
 *   Profile pricing = configuration.profile("pricing");
 *   Program program = sandbox.compile(Source.of(text).in(pricing));
 * }
 * }</pre>
 *
 * <p>{@code docs/configuration.md} lists the keys, and the variables of an environment that go
 * before the file where one is handed over: an application's own library does not look at the
 * environment by itself. Paths are relative to the file.
 *
 * @param settings what a sandbox is started with; its runtimes are those of the file
 * @param server what the HTTP service is started with
 * @param profiles by their names
 */
public record Configuration(
    SandboxSettings settings, ServerSettings server, SortedMap<String, Profile> profiles) {
  /** How such a file is called where nobody says otherwise. */
  public static final String FILE_NAME = "terrarium.toml";

  private static final String WHAT = "configuration";

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
    return load(path, Map.of());
  }

  /**
   * Reads a file, with what an environment says before it.
   *
   * @param environment such as {@link System#getenv()}; what does not begin with {@code TERRARIUM_}
   *     is not looked at
   * @throws InvalidConfigurationException when the file cannot be read or something in it or in the
   *     environment is wrong; with all of their problems
   */
  public static Configuration load(Path path, Map<String, String> environment) {
    return read(
        TomlFile.of(path, WHAT, InvalidConfigurationException::new),
        path.toAbsolutePath().getParent(),
        environment);
  }

  /**
   * The configuration that an environment is without a file.
   *
   * @param environment such as {@link System#getenv()}; paths in it are relative to the folder that
   *     the process is in
   * @throws InvalidConfigurationException when something in it is wrong; with all of its problems
   */
  public static Configuration of(Map<String, String> environment) {
    return read(
        TomlFile.of("", "the environment", WHAT, InvalidConfigurationException::new),
        Path.of("").toAbsolutePath(),
        environment);
  }

  /**
   * The configuration that a text is.
   *
   * @param path the file that it would stand in: messages call it so, and paths are relative to it
   * @throws InvalidConfigurationException when something in it is wrong; with all of its problems
   */
  public static Configuration parse(String text, Path path) {
    return parse(text, path, Map.of());
  }

  /** The same with what an environment says before it. */
  public static Configuration parse(String text, Path path, Map<String, String> environment) {
    return read(
        TomlFile.of(text, path.toString(), WHAT, InvalidConfigurationException::new),
        path.toAbsolutePath().getParent(),
        environment);
  }

  private static Configuration read(
      TomlFile file, @Nullable Path folder, Map<String, String> environment) {
    return new ConfigurationReader(file, folder, environment).read();
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
