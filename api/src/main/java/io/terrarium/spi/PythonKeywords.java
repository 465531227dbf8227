package io.terrarium.spi;

import java.util.Set;

/** The words that no Python lets anything be named by (the language reference, 2.3.1). */
public final class PythonKeywords {
  private static final Set<String> WORDS =
      Set.of(
          """
          False None True and as assert async await break class continue def del elif else except
          finally for from global if import in is lambda nonlocal not or pass raise return try while
          with yield
          """
              .strip()
              .split("\\s+"));

  private PythonKeywords() {}

  /** Whether a word is one of them. */
  public static boolean contains(String word) {
    return WORDS.contains(word);
  }
}
