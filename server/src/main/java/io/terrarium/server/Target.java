package io.terrarium.server;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Takes the target of a request apart: what is encoded there has to be UTF-8. */
final class Target {
  private Target() {}

  /**
   * The pieces of a path between slashes.
   *
   * @throws ProblemException when it is not encoded as it has to be
   */
  static List<String> segments(String rawPath) {
    return rawPath.startsWith("/")
        ? Stream.of(rawPath.substring(1).split("/", -1)).map(it -> decoded(it, false)).toList()
        : List.of();
  }

  /**
   * The parameters of a query, each of which may be there once.
   *
   * @throws ProblemException when one is there twice, or not encoded as it has to be
   */
  static Map<String, String> query(String rawQuery) {
    var parameters = new LinkedHashMap<String, String>();
    for (String pair : rawQuery.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String name = decoded(equals < 0 ? pair : pair.substring(0, equals), true);
      String value = equals < 0 ? "" : decoded(pair.substring(equals + 1), true);
      if (parameters.put(name, value) != null) {
        throw Problem.of(
                ProblemCode.MALFORMED_REQUEST, "A parameter of the query is there more than once.")
            .exception();
      }
    }
    return parameters;
  }

  private static String decoded(String text, boolean plusIsSpace) {
    if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
      return text;
    }
    var bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (character == '%') {
        bytes.write(16 * digit(text, i + 1) + digit(text, i + 2));
        i += 2;
      } else if (character == '+' && plusIsSpace) {
        bytes.write(' ');
      } else {
        bytes.writeBytes(String.valueOf(character).getBytes(StandardCharsets.UTF_8));
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw malformed();
    }
  }

  private static int digit(String text, int index) {
    int digit = index < text.length() ? Character.digit(text.charAt(index), 16) : -1;
    if (digit < 0 || text.charAt(index) > 'f') {
      throw malformed();
    }
    return digit;
  }

  private static ProblemException malformed() {
    return Problem.of(
            ProblemCode.MALFORMED_REQUEST,
            "What is percent-encoded in the path or the query is not UTF-8, or not encoded so.")
        .exception();
  }
}
