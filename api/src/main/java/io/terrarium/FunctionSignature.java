package io.terrarium;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A function as it is written in the source: nothing was run to find it.
 *
 * @param name its name
 * @param asynchronous whether it is an {@code async def}
 * @param line the line of its definition, from 1
 * @param docstring its documentation, indentation removed
 * @param parameters its parameters, in order
 * @param returns the source text of its return annotation
 */
public record FunctionSignature(
    String name,
    boolean asynchronous,
    int line,
    Optional<String> docstring,
    List<Parameter> parameters,
    Optional<String> returns) {

  /** Copies the list. */
  public FunctionSignature {
    parameters = List.copyOf(parameters);
  }

  /**
   * One parameter.
   *
   * @param name its name, without stars
   * @param kind how an argument reaches it
   * @param defaultText the source text of its default
   * @param annotation the source text of its annotation
   */
  public record Parameter(
      String name, Kind kind, Optional<String> defaultText, Optional<String> annotation) {

    /** How an argument reaches the parameter, in Python's words. */
    public enum Kind {
      /** Before a {@code /}. */
      POSITIONAL_ONLY,
      /** An ordinary parameter. */
      POSITIONAL_OR_KEYWORD,
      /** {@code *args}. */
      VAR_POSITIONAL,
      /** After a {@code *}. */
      KEYWORD_ONLY,
      /** {@code **kwargs}. */
      VAR_KEYWORD
    }

    /** As Python writes it: {@code name: annotation = default}. */
    @Override
    public String toString() {
      String stars =
          switch (kind) {
            case VAR_POSITIONAL -> "*";
            case VAR_KEYWORD -> "**";
            case POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD, KEYWORD_ONLY -> "";
          };
      String equals = annotation.isPresent() ? " = " : "=";
      return stars
          + name
          + annotation.map(text -> ": " + text).orElse("")
          + defaultText.map(text -> equals + text).orElse("");
    }
  }

  /** As Python writes it: {@code name(parameters) -> returns}. */
  @Override
  public String toString() {
    return (asynchronous ? "async " : "")
        + name
        + "("
        + parameterText()
        + ")"
        + returns.map(text -> " -> " + text).orElse("");
  }

  private String parameterText() {
    var texts = new ArrayList<String>();
    boolean starSeen = false;
    boolean slashOwed = false;
    for (Parameter parameter : parameters) {
      if (slashOwed && parameter.kind() != Parameter.Kind.POSITIONAL_ONLY) {
        texts.add("/");
      }
      slashOwed = parameter.kind() == Parameter.Kind.POSITIONAL_ONLY;
      if (parameter.kind() == Parameter.Kind.KEYWORD_ONLY && !starSeen) {
        texts.add("*");
        starSeen = true;
      }
      starSeen |= parameter.kind() == Parameter.Kind.VAR_POSITIONAL;
      texts.add(parameter.toString());
    }
    if (slashOwed) {
      texts.add("/");
    }
    return String.join(", ", texts);
  }
}
