package io.terrarium.wire;

import java.util.List;
import java.util.Map;

/** How the rows of one request are laid out; {@link io.terrarium.wire} describes each. */
public enum RowShape {
  /** A list of tuples: positional arguments. */
  POSITIONAL("positional"),
  /** A list of dicts: keyword arguments. */
  NAMED("named"),
  /** A list of pairs, a tuple and a dict. */
  MIXED("mixed"),
  /** A tuple of lists, one for each parameter. */
  COLUMNS("columns");

  private final String text;

  RowShape(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  /** The shape of a row with these arguments. */
  public static RowShape of(List<?> arguments, Map<String, ?> keywordArguments) {
    if (keywordArguments.isEmpty()) {
      return POSITIONAL;
    }
    return arguments.isEmpty() ? NAMED : MIXED;
  }
}
