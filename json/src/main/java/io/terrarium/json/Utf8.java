package io.terrarium.json;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Text that has to be UTF-8: nothing is guessed, and nothing replaced. */
final class Utf8 {
  private Utf8() {}

  /**
   * The text that bytes are.
   *
   * @throws InvalidJsonException when they are no UTF-8, with the place
   */
  static String text(byte[] bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CharBuffer text = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), text, true);
    text.flip();
    if (result.isError()) {
      throw invalid(text.toString());
    }
    return text.toString();
  }

  private static InvalidJsonException invalid(String before) {
    int lineStart = before.lastIndexOf('\n') + 1;
    long line = 1 + before.chars().filter(it -> it == '\n').count();
    return new InvalidJsonException(
        "this is not UTF-8", Math.toIntExact(line), before.length() - lineStart + 1);
  }
}
