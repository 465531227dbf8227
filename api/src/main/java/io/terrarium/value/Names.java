package io.terrarium.value;

import org.jspecify.annotations.Nullable;

/** What the names of classes, fields and time zones must be. */
final class Names {
  private Names() {}

  static void require(String name, String what) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("the name of " + what + " is empty");
    }
    requireNullableText(name);
  }

  static void requireNullableText(@Nullable String text) {
    if (text != null && StrValue.unpairedSurrogate(text) >= 0) {
      throw new IllegalArgumentException("a name has an unpaired surrogate");
    }
  }
}
