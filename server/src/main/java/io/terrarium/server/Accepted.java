package io.terrarium.server;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What the {@code Accept} headers of a request say. */
final class Accepted {
  private Accepted() {}

  /**
   * How much the client likes a media type: from 0, not at all, to 1. What is said most precisely
   * counts.
   */
  static double quality(List<String> headers, String mediaType) {
    String family = mediaType.substring(0, mediaType.indexOf('/')) + "/*";
    double quality = 0;
    int precision = -1;
    for (String[] range : ranges(headers).toList()) {
      int found = List.of("*/*", family, mediaType).indexOf(range[0]);
      if (found > precision) {
        precision = found;
        quality = number(range);
      }
    }
    return quality;
  }

  /** Whether the client names this very media type, and takes it. */
  static boolean names(List<String> headers, String mediaType) {
    return ranges(headers).anyMatch(range -> range[0].equals(mediaType) && number(range) > 0);
  }

  /** Each range in lower case, with its parameters behind it. */
  private static Stream<String[]> ranges(List<String> headers) {
    return headers.stream()
        .flatMap(header -> Stream.of(header.toLowerCase(Locale.ROOT).split(",")))
        .map(range -> Stream.of(range.split(";")).map(String::strip).toArray(String[]::new))
        .filter(range -> range.length > 0);
  }

  private static double number(String[] range) {
    for (String parameter : range) {
      if (parameter.startsWith("q=")) {
        try {
          return Double.parseDouble(parameter.substring(2));
        } catch (NumberFormatException e) {
          return 0;
        }
      }
    }
    return 1;
  }
}
