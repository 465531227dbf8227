package io.terrarium;

import java.nio.charset.StandardCharsets;
import java.util.Collection;

/**
 * The names of files that calls are given: plain relative ones, so that a program means by one what
 * the application means by it.
 */
final class FileNames {
  private static final int FILES_AT_MOST = 1_000;
  private static final int BYTES_AT_MOST = 255;

  private FileNames() {}

  /**
   * Checks them all.
   *
   * @throws InvalidArgumentException that names the first one that is wrong, and why
   */
  static void check(Collection<String> names) {
    if (names.size() > FILES_AT_MOST) {
      throw new InvalidArgumentException(
          "A call has %d files: %d is the most.".formatted(names.size(), FILES_AT_MOST), null);
    }
    names.forEach(FileNames::check);
  }

  private static void check(String name) {
    // With its slashes as the only thing that means anything in it.
    if (name.chars().anyMatch(it -> Character.isISOControl(it) || it == '\\')
        || !StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
      throw wrong(name, "it has a character in it that no name has");
    }
    if (name.getBytes(StandardCharsets.UTF_8).length > BYTES_AT_MOST) {
      throw wrong(name, "it is longer than " + BYTES_AT_MOST + " bytes");
    }
    for (String part : name.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        throw wrong(name, "its parts between slashes have to be names, and not '" + part + "'");
      }
    }
  }

  private static InvalidArgumentException wrong(String name, String why) {
    String visible = name.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}]", "?");
    String shown = visible.length() > 100 ? visible.substring(0, 100) + "…" : visible;
    return new InvalidArgumentException(
        "'%s' is no name of a file for a call: %s. It is like 'data/prices.csv'."
            .formatted(shown, why),
        null);
  }
}
