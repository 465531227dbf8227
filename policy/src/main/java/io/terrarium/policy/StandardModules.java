package io.terrarium.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;

/** The modules of Python's standard library: what a slip in the name of one is told by. */
final class StandardModules {
  private StandardModules() {}

  static Set<String> names() {
    return Holder.NAMES;
  }

  private static final class Holder {
    static final Set<String> NAMES = read();

    private static Set<String> read() {
      try (InputStream text = StandardModules.class.getResourceAsStream("standard-modules.txt")) {
        if (text == null) {
          throw new IllegalStateException(
              "standard-modules.txt is missing: this build of Terrarium is broken");
        }
        return new String(text.readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .collect(Collectors.toUnmodifiableSet());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
