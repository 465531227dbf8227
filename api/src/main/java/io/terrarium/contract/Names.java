package io.terrarium.contract;

import java.text.Normalizer;
import java.util.Set;

/** Names as Python has them. */
final class Names {
  private static final int LONGEST = 200;

  private static final Set<String> KEYWORDS =
      Set.of(
          "False",
          "None",
          "True",
          "and",
          "as",
          "assert",
          "async",
          "await",
          "break",
          "class",
          "continue",
          "def",
          "del",
          "elif",
          "else",
          "except",
          "finally",
          "for",
          "from",
          "global",
          "if",
          "import",
          "in",
          "is",
          "lambda",
          "nonlocal",
          "not",
          "or",
          "pass",
          "raise",
          "return",
          "try",
          "while",
          "with",
          "yield");

  private Names() {}

  /**
   * A name as Python reads it: two spellings of one name are one (PEP 3131).
   *
   * @throws IllegalArgumentException if it is none
   */
  static String required(String name, String what) {
    String canonical = Normalizer.normalize(name, Normalizer.Form.NFKC);
    if (!isName(canonical) || canonical.length() > LONGEST) {
      throw new IllegalArgumentException("'" + name + "' is no name for " + what + " in Python");
    }
    if (isKeyword(canonical)) {
      throw new IllegalArgumentException(
          "'" + name + "' is a word of Python's own, and no name for " + what);
    }
    return canonical;
  }

  static boolean isKeyword(String name) {
    return KEYWORDS.contains(name);
  }

  static boolean isStart(int character) {
    return character == '_' || Character.isUnicodeIdentifierStart(character);
  }

  static boolean isPart(int character) {
    return character == '_'
        || (Character.isUnicodeIdentifierPart(character)
            && !Character.isIdentifierIgnorable(character));
  }

  private static boolean isName(String name) {
    return !name.isEmpty()
        && isStart(name.codePointAt(0))
        && name.codePoints().allMatch(Names::isPart);
  }
}
