package io.terrarium.contract;

import io.terrarium.spi.PythonKeywords;
import java.text.Normalizer;

/** Names as Python has them. */
final class Names {
  private static final int LONGEST = 200;

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
    return PythonKeywords.contains(name);
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
