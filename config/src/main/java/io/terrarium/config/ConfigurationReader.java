package io.terrarium.config;

import io.terrarium.Profile;
import io.terrarium.SandboxSettings;
import io.terrarium.policy.TomlFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads a configuration from end to end. What is wrong is written down, and something harmless
 * taken for it, so that the rest is looked at all the same.
 */
final class ConfigurationReader {
  private final TomlFile file;
  private final Path folder;
  private final Map<String, String> environment;

  /**
   * @param folder what paths are relative to
   * @param environment what goes before the file
   */
  ConfigurationReader(TomlFile file, @Nullable Path folder, Map<String, String> environment) {
    this.file = file;
    this.folder = folder == null ? Path.of("/") : folder;
    this.environment = environment;
  }

  Configuration read() {
    var top =
        new Section(file, EnvironmentVariables.over(file.parse(), environment, file), folder, "");
    top.refuseOthersThan(Keys.TOP);
    SandboxSettings settings = new SandboxReader(top).read();
    var profiles = new TreeMap<String, Profile>();
    var names = top.named("profiles");
    names.forEach((name, section) ->
        new ProfileReader(name, section, settings).read().ifPresent(it -> profiles.put(name, it)));
    ServerSettings server = ServerReader.read(top, names.keySet());
    file.refuseProblems();
    return new Configuration(settings, server, profiles);
  }
}
