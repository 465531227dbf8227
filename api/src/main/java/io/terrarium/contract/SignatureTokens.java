package io.terrarium.contract;

import java.util.List;

/**
 * The words and signs of a signature, with their places. One more is looked at before it is due.
 */
final class SignatureTokens {
  private static final int LONGEST = 10_000;

  /** The longer ones first: the first that fits is it. */
  private static final List<String> SIGNS =
      List.of("...", "->", "**", "(", ")", "[", "]", ",", ":", "=", "*", "/", "|", ".", "-");

  private final String text;
  private int at;
  private Token ahead;

  enum Kind {
    NAME,
    NUMBER,
    /** What stands between quotes. */
    TEXT,
    SIGN,
    END
  }

  /**
   * @param text what stands there; of a text what stands between the quotes
   * @param start where it begins, in the whole signature
   * @param end where what is behind it begins
   */
  record Token(Kind kind, String text, int start, int end) {
    boolean is(String wanted) {
      return kind != Kind.TEXT && text.equals(wanted);
    }

    boolean isEnd() {
      return kind == Kind.END;
    }
  }

  /**
   * @throws InvalidContractException when it is too long to be one, or begins with no word
   */
  SignatureTokens(String text) {
    this.text = text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    if (text.length() > LONGEST) {
      throw problem(
          new Token(Kind.END, "", LONGEST, LONGEST),
          "a signature has " + LONGEST + " characters at most");
    }
    this.ahead = read();
  }

  Token peek() {
    return ahead;
  }

  Token next() {
    Token token = ahead;
    if (!token.isEnd()) {
      ahead = read();
    }
    return token;
  }

  boolean skip(String sign) {
    if (!ahead.is(sign)) {
      return false;
    }
    next();
    return true;
  }

  Token require(String sign, String problem) {
    Token token = next();
    if (!token.is(sign)) {
      throw problem(token, problem);
    }
    return token;
  }

  InvalidContractException problem(Token token, String problem) {
    return new InvalidContractException(problem, text, token.start(), token.end());
  }

  private Token read() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    if (at == text.length()) {
      return new Token(Kind.END, "", at, at);
    }
    int first = text.codePointAt(at);
    if (Names.isStart(first)) {
      return name();
    }
    if (first >= '0' && first <= '9') {
      return number();
    }
    if (first == '"' || first == '\'') {
      return quoted((char) first);
    }
    for (String sign : SIGNS) {
      if (text.startsWith(sign, at)) {
        at += sign.length();
        return new Token(Kind.SIGN, sign, at - sign.length(), at);
      }
    }
    throw problem(
        new Token(Kind.SIGN, "", at, at + Character.charCount(first)),
        "this character has no meaning in a signature");
  }

  private Token name() {
    int start = at;
    while (at < text.length() && Names.isPart(text.codePointAt(at))) {
      at += Character.charCount(text.codePointAt(at));
    }
    return new Token(Kind.NAME, text.substring(start, at), start, at);
  }

  private Token number() {
    int start = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || "._".indexOf(text.charAt(at)) >= 0)) {
      at++;
    }
    return new Token(Kind.NUMBER, text.substring(start, at), start, at);
  }

  private Token quoted(char quote) {
    int start = at;
    var content = new StringBuilder();
    for (at++; at < text.length() && text.charAt(at) != quote; at++) {
      char character = text.charAt(at);
      if (character == '\\') {
        throw problem(
            new Token(Kind.TEXT, "", at, at + 1), "a text in a signature has no backslashes");
      }
      content.append(character);
    }
    if (at == text.length()) {
      throw problem(new Token(Kind.TEXT, "", start, start + 1), "this text has no end");
    }
    at++;
    return new Token(Kind.TEXT, content.toString(), start, at);
  }
}
