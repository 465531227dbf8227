package io.terrarium.server;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A form with files, as browsers and curl send it: RFC 7578. It is strict about what decides where
 * a part begins and ends, and knows nothing of transfer encodings and parts within parts, which
 * that standard rules out.
 */
final class MultipartForm {
  private static final int PARTS_AT_MOST = 100;
  private static final int HEADER_BYTES = 4_096;
  private static final Pattern BOUNDARY =
      Pattern.compile("(?i)(?:^|;)\\s*boundary=(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70}))");
  // Possessive, or each character of a name would take a frame of the stack.
  private static final Pattern NAME = Pattern.compile("(?i);\\s*name=\"((?:[^\"\\\\]|\\\\.)*+)\"");
  private static final Pattern FILENAME =
      Pattern.compile("(?i);\\s*filename=\"((?:[^\"\\\\]|\\\\.)*+)\"");

  private final byte[] body;
  private final byte[] delimiter;
  private int position;

  private MultipartForm(byte[] body, String boundary) {
    this.body = body;
    this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
  }

  /**
   * One part.
   *
   * @param content its bytes
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Part(String name, Optional<String> filename, byte[] content) {
    /**
     * Its bytes as text.
     *
     * @throws ProblemException when they are not UTF-8
     */
    String text() {
      return utf8(content, 0, content.length);
    }
  }

  /**
   * The parts of a form.
   *
   * @param contentType the header, with the boundary
   * @throws ProblemException when it is none
   */
  static List<Part> parts(byte[] body, String contentType) {
    Matcher boundary = BOUNDARY.matcher(contentType);
    if (!boundary.find()) {
      throw malformed("The header Content-Type has no boundary.");
    }
    String text = boundary.group(1) == null ? boundary.group(2) : boundary.group(1);
    return new MultipartForm(body, text).parts();
  }

  /** A form that is none. */
  static ProblemException malformed(String detail) {
    return Problem.of(ProblemCode.MALFORMED_MULTIPART, detail).exception();
  }

  private List<Part> parts() {
    var parts = new ArrayList<Part>();
    // The first delimiter may stand at the very beginning, without a line end before it.
    if (startsWith(delimiter, 2, 0)) {
      position = delimiter.length - 2;
    } else {
      position = find(delimiter, 0) + delimiter.length;
    }
    while (!atLastDelimiter()) {
      if (parts.size() == PARTS_AT_MOST) {
        throw malformed("There are more than " + PARTS_AT_MOST + " parts.");
      }
      parts.add(part());
    }
    return parts;
  }

  /** Behind a delimiter stands a line end, or two dashes where it is the last. */
  private boolean atLastDelimiter() {
    if (position + 1 < body.length && body[position] == '-' && body[position + 1] == '-') {
      return true;
    }
    while (position < body.length && (body[position] == ' ' || body[position] == '\t')) {
      position++;
    }
    if (position + 1 < body.length && body[position] == '\r' && body[position + 1] == '\n') {
      position += 2;
      return false;
    }
    throw malformed("A boundary is not followed by the end of its line.");
  }

  private Part part() {
    String disposition = "";
    for (String line = line(); !line.isEmpty(); line = line()) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-disposition:")) {
        disposition = line.substring("content-disposition:".length()).strip();
      }
    }
    Matcher name = NAME.matcher(disposition);
    if (!disposition.toLowerCase(Locale.ROOT).startsWith("form-data") || !name.find()) {
      throw malformed("A part has no header Content-Disposition: form-data; name=\"…\".");
    }
    Matcher filename = FILENAME.matcher(disposition);
    Optional<String> file =
        filename.find() ? Optional.of(unescaped(filename.group(1))) : Optional.empty();
    int end = find(delimiter, position);
    byte[] content = Arrays.copyOfRange(body, position, end);
    position = end + delimiter.length;
    return new Part(unescaped(name.group(1)), file, content);
  }

  private String line() {
    int begin = position;
    for (int i = begin; i + 1 < body.length && i - begin <= HEADER_BYTES; i++) {
      if (body[i] == '\r' && body[i + 1] == '\n') {
        position = i + 2;
        return utf8(body, begin, i - begin);
      }
    }
    throw malformed("A header of a part has no end, or is longer than " + HEADER_BYTES + " bytes.");
  }

  /** As browsers escape names: quotes and line ends percent-encoded; as curl does: backslashes. */
  private static String unescaped(String text) {
    return text.replaceAll("\\\\(.)", "$1")
        .replace("%22", "\"")
        .replace("%0D", "\r")
        .replace("%0A", "\n");
  }

  private int find(byte[] wanted, int from) {
    for (int i = from; i + wanted.length <= body.length; i++) {
      if (body[i] == wanted[0] && startsWith(wanted, 0, i)) {
        return i;
      }
    }
    throw malformed("The last boundary is missing.");
  }

  private boolean startsWith(byte[] wanted, int wantedFrom, int at) {
    int length = wanted.length - wantedFrom;
    return at + length <= body.length
        && Arrays.equals(body, at, at + length, wanted, wantedFrom, wanted.length);
  }

  private static String utf8(byte[] bytes, int offset, int length) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, offset, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw malformed("A text in a part or in its headers is not UTF-8.");
    }
  }
}
