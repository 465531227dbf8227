package io.terrarium;

import io.terrarium.FunctionSignature.Parameter;
import io.terrarium.FunctionSignature.Parameter.Kind;
import io.terrarium.value.Value;
import io.terrarium.value.ValueConversionException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a host function, and which argument goes to which: by Python's rules, and in
 * its words where they do not go together.
 *
 * @param parameters in Python's order of kinds, no name twice
 */
record HostSignature(String function, List<Declared> parameters) {
  private static final int PARAMETERS_AT_MOST = 100;

  /**
   * One parameter.
   *
   * @param type what its argument is to convert to, or null if anything may come
   * @param byDefault its value where no argument is given, or null if one has to be
   */
  record Declared(Parameter parameter, @Nullable Class<?> type, @Nullable Value byDefault) {
    String name() {
      return parameter.name();
    }

    Kind kind() {
      return parameter.kind();
    }

    boolean hasPosition() {
      return kind() == Kind.POSITIONAL_ONLY || kind() == Kind.POSITIONAL_OR_KEYWORD;
    }

    boolean takesName() {
      return kind() == Kind.POSITIONAL_OR_KEYWORD || kind() == Kind.KEYWORD_ONLY;
    }
  }

  /** Checks the order and the names, and says what does not hold. */
  HostSignature {
    parameters = List.copyOf(parameters);
    if (parameters.size() > PARAMETERS_AT_MOST) {
      throw new IllegalArgumentException(
          function + " has " + parameters.size() + " parameters: 100 is the most");
    }
    if (parameters.stream().map(Declared::name).distinct().count() < parameters.size()) {
      throw new IllegalArgumentException(function + " has two parameters of one name");
    }
    Kind before = Kind.POSITIONAL_ONLY;
    boolean optional = false;
    for (Declared parameter : parameters) {
      boolean repeated = parameter.kind() == before && isRest(before);
      if (parameter.kind().compareTo(before) < 0 || repeated) {
        throw new IllegalArgumentException(
            function + ": the parameter " + parameter.name() + " cannot stand where it does");
      }
      if (parameter.hasPosition()) {
        if (optional && parameter.byDefault() == null) {
          throw new IllegalArgumentException(
              function + ": " + parameter.name() + " has no default, and one before it has");
        }
        optional = parameter.byDefault() != null;
      }
      before = parameter.kind();
    }
  }

  private static boolean isRest(Kind kind) {
    return kind == Kind.VAR_POSITIONAL || kind == Kind.VAR_KEYWORD;
  }

  /**
   * Sorts the arguments of a call.
   *
   * @throws HostFunctionException a {@code TypeError}, when they do not fit the parameters
   */
  HostArguments bind(List<Value> arguments, Map<String, Value> keywords) {
    List<Declared> withPosition = parameters.stream().filter(Declared::hasPosition).toList();
    if (arguments.size() > withPosition.size() && !has(Kind.VAR_POSITIONAL)) {
      throw mistake(
          "takes %d positional argument%s but %d %s given"
              .formatted(
                  withPosition.size(),
                  withPosition.size() == 1 ? "" : "s",
                  arguments.size(),
                  arguments.size() == 1 ? "was" : "were"));
    }
    var bound = new LinkedHashMap<String, Value>();
    for (int i = 0; i < Math.min(arguments.size(), withPosition.size()); i++) {
      bound.put(withPosition.get(i).name(), arguments.get(i));
    }
    Map<String, Value> further = bindNamed(keywords, bound);
    var positional = new ArrayList<Value>();
    var named = new LinkedHashMap<String, Value>();
    for (Declared parameter : parameters) {
      if (parameter.hasPosition() || parameter.takesName()) {
        Value value = valueOf(parameter, bound);
        named.put(parameter.name(), value);
        if (parameter.hasPosition()) {
          positional.add(value);
        }
      }
    }
    if (arguments.size() > withPosition.size()) {
      positional.addAll(arguments.subList(withPosition.size(), arguments.size()));
    }
    further.forEach(named::putIfAbsent);
    return new HostArguments(function, positional, named);
  }

  private Map<String, Value> bindNamed(Map<String, Value> keywords, Map<String, Value> bound) {
    var further = new LinkedHashMap<String, Value>();
    for (Map.Entry<String, Value> keyword : keywords.entrySet()) {
      String name = keyword.getKey();
      boolean taken =
          parameters.stream().anyMatch(each -> each.takesName() && each.name().equals(name));
      if (!taken && !has(Kind.VAR_KEYWORD)) {
        throw mistake("got an unexpected keyword argument '" + name + "'");
      }
      if (taken && bound.containsKey(name)) {
        throw mistake("got multiple values for argument '" + name + "'");
      }
      (taken ? bound : further).put(name, keyword.getValue());
    }
    return further;
  }

  private Value valueOf(Declared parameter, Map<String, Value> bound) {
    Value given = bound.get(parameter.name());
    Value byDefault = parameter.byDefault();
    if (given == null) {
      if (byDefault == null) {
        throw mistake(
            "missing 1 required %s argument: '%s'"
                .formatted(
                    parameter.hasPosition() ? "positional" : "keyword-only", parameter.name()));
      }
      return byDefault;
    }
    boolean mayBeNone = byDefault != null && byDefault.isNone();
    if (parameter.type() != null && !(mayBeNone && given.isNone())) {
      requireConvertible(parameter, parameter.type(), given);
    }
    return given;
  }

  private void requireConvertible(Declared parameter, Class<?> type, Value given) {
    try {
      var _ = given.as(type);
    } catch (ValueConversionException e) {
      throw HostArguments.misfit(function + "() argument '" + parameter.name() + "'", e);
    }
  }

  private boolean has(Kind kind) {
    return parameters.stream().anyMatch(parameter -> parameter.kind() == kind);
  }

  private HostFunctionException mistake(String what) {
    return new HostFunctionException("TypeError", function + "() " + what);
  }
}
