package io.terrarium.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** The sources of {@code terrarium_runtime}, read once. Safe for use by several threads. */
public final class RuntimeSources {
  private static final String FOLDER = "terrarium_runtime/";

  private RuntimeSources() {}

  /**
   * Source by module name ({@code worker}, {@code values}, …), and the files that belong to them by
   * path ({@code tables/codes.txt}, …); do not change the arrays.
   */
  public static Map<String, byte[]> modules() {
    return Holder.MODULES;
  }

  /** Sixteen hexadecimal digits that change whenever the runtime does. */
  public static String fingerprint() {
    return Holder.FINGERPRINT;
  }

  private static final class Holder {
    static final Map<String, byte[]> MODULES = read();
    static final String FINGERPRINT = digest(MODULES);
  }

  private static Map<String, byte[]> read() {
    var modules = new LinkedHashMap<String, byte[]>();
    new String(resource("modules.txt"), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.isBlank())
        .forEach(name -> modules.put(name, resource(isFile(name) ? name : name + ".py")));
    return Collections.unmodifiableMap(modules);
  }

  private static boolean isFile(String name) {
    return name.contains(".");
  }

  static byte[] resource(String file) {
    try (InputStream stream = RuntimeSources.class.getResourceAsStream(FOLDER + file)) {
      if (stream == null) {
        throw new IllegalStateException(
            "the resource " + FOLDER + file + " is missing: this build of Terrarium is broken");
      }
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String digest(Map<String, byte[]> modules) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      modules.forEach((name, source) -> {
        digest.update(name.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        digest.update(source);
      });
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
