package io.terrarium.contract;

import io.terrarium.FunctionSignature.Parameter.Kind;
import io.terrarium.contract.Contract.Parameter;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** In which order parameters may stand: Python's own rules. */
final class ParameterOrder {
  /** More than anybody writes. */
  private static final int MOST = 255;

  private ParameterOrder() {}

  /**
   * @throws IllegalArgumentException when Python would not have them in this order
   */
  static void check(List<Parameter> parameters) {
    for (int at = 0; at < parameters.size(); at++) {
      Optional<String> problem = problem(parameters.subList(0, at), parameters.get(at));
      if (problem.isPresent()) {
        throw new IllegalArgumentException(problem.get());
      }
    }
  }

  /** What keeps a parameter from standing behind others, if anything does. */
  static Optional<String> problem(List<Parameter> before, Parameter next) {
    if (before.size() >= MOST) {
      return Optional.of("there are more than " + MOST + " parameters");
    }
    var names = new HashSet<String>();
    before.forEach(parameter -> names.add(parameter.name()));
    if (names.contains(next.name())) {
      return Optional.of("there are two parameters '" + next.name() + "'");
    }
    if (before.isEmpty()) {
      return Optional.empty();
    }
    Parameter last = before.getLast();
    boolean twice = last.kind() == next.kind() && isVariadic(next);
    if (last.kind().compareTo(next.kind()) > 0 || twice) {
      return Optional.of(
          "%s '%s' cannot stand behind %s '%s'"
              .formatted(words(next.kind()), next.name(), words(last.kind()), last.name()));
    }
    boolean byPosition = next.kind().compareTo(Kind.POSITIONAL_OR_KEYWORD) <= 0;
    if (byPosition && last.optional() && !next.optional()) {
      return Optional.of(
          "'%s' is always passed, and stands behind '%s', which may be left out"
              .formatted(next.name(), last.name()));
    }
    return Optional.empty();
  }

  private static boolean isVariadic(Parameter parameter) {
    return parameter.kind() == Kind.VAR_POSITIONAL || parameter.kind() == Kind.VAR_KEYWORD;
  }

  private static String words(Kind kind) {
    return switch (kind) {
      case POSITIONAL_ONLY -> "the positional-only parameter";
      case POSITIONAL_OR_KEYWORD -> "the parameter";
      case VAR_POSITIONAL -> "the parameter for any number of arguments";
      case KEYWORD_ONLY -> "the keyword-only parameter";
      case VAR_KEYWORD -> "the parameter for any keyword arguments";
    };
  }
}
