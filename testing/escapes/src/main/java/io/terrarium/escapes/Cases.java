package io.terrarium.escapes;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the cases from the files of their families. */
final class Cases {
  static final List<String> FAMILIES =
      List.of(
          "files",
          "network",
          "processes",
          "memory",
          "identity",
          "endings",
          "frames",
          SystemCalls.FAMILY,
          "allowed",
          "instruments");

  private static final Pattern CASE =
      Pattern.compile(
          """
          ^#: (?<outcome>[^|\\n]+?)(?: \\| (?<layers>[a-z_ ]+))?
          def (?<name>(?:deny|allow|support)_\\w+)\\(target\\):
              \"""(?<title>[^"\\n]+)\"""$\
          """,
          Pattern.MULTILINE);

  private Cases() {}

  /** Every case, in the order of families and files. */
  static List<EscapeCase> all() {
    return FAMILIES.stream().flatMap(Cases::of).toList();
  }

  private static Stream<EscapeCase> of(String family) {
    if (family.equals(SystemCalls.FAMILY)) {
      return SystemCalls.cases();
    }
    return CASE.matcher(source(family)).results().map(found -> read(family, found.group()));
  }

  private static EscapeCase read(String family, String text) {
    Matcher found = CASE.matcher(text);
    if (!found.matches()) {
      throw new IllegalStateException("not a case: " + text);
    }
    String layers = found.group("layers");
    return new EscapeCase(
        found.group("name"),
        family,
        found.group("title"),
        found.group("outcome"),
        layers == null ? List.of() : List.of(layers.split(" ", -1)),
        found.group("name"),
        Map.of());
  }

  /** The program of a family: what all begin with, and its file. */
  static String program(String family) {
    return source("prelude") + "\n\n" + source(family);
  }

  /** A file of the suite. */
  static String source(String name) {
    try (InputStream stream = Cases.class.getResourceAsStream(name + ".py")) {
      if (stream == null) {
        throw new IllegalStateException("The escape suite was built without " + name + ".py");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
