package io.terrarium;

import io.terrarium.value.Value;
import io.terrarium.value.ValueConversionException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a program called a {@link HostFunction} with, sorted by the function's parameters.
 * Immutable.
 *
 * <p>What is asked for and is not there, or does not convert, raises a {@code TypeError} in the
 * program: there is no need to look first.
 */
public final class HostArguments {
  private final String function;
  private final List<Value> positional;
  private final Map<String, Value> named;

  HostArguments(String function, List<Value> positional, Map<String, Value> named) {
    this.function = function;
    this.positional = List.copyOf(positional);
    this.named = Collections.unmodifiableMap(new LinkedHashMap<>(named));
  }

  /**
   * The values of the parameters that have a position, defaults included, and behind them what else
   * came by position.
   */
  public List<Value> positional() {
    return positional;
  }

  /**
   * The values of all parameters by their names, defaults included, and behind them what else came
   * by name.
   */
  public Map<String, Value> named() {
    return named;
  }

  /** How many values there are by position. */
  public int size() {
    return positional.size();
  }

  /**
   * The value at a position, from 0.
   *
   * @throws HostFunctionException a {@code TypeError}, when there are not so many
   */
  public Value get(int index) {
    if (index >= positional.size()) {
      throw new HostFunctionException(
          "TypeError",
          "%s() takes at least %d positional argument%s (%d given)"
              .formatted(function, index + 1, index == 0 ? "" : "s", positional.size()));
    }
    return positional.get(index);
  }

  /**
   * The value of a parameter, or of a further argument with this name.
   *
   * @throws HostFunctionException a {@code TypeError}, when there is none
   */
  public Value get(String name) {
    Value value = named.get(name);
    if (value == null) {
      throw new HostFunctionException(
          "TypeError", function + "() missing required argument: '" + name + "'");
    }
    return value;
  }

  /**
   * The value at a position as a Java type; see {@link Value#as(Class)}.
   *
   * @throws HostFunctionException a {@code TypeError}, when there is none or it does not convert
   */
  public <T> T get(int index, Class<T> type) {
    return converted(get(index), "argument " + (index + 1), type);
  }

  /**
   * The value of a parameter as a Java type; see {@link Value#as(Class)}.
   *
   * @throws HostFunctionException a {@code TypeError}, when there is none or it does not convert
   */
  public <T> T get(String name, Class<T> type) {
    return converted(get(name), "argument '" + name + "'", type);
  }

  /**
   * The same where the argument may be left out, or {@code None}.
   *
   * @throws HostFunctionException a {@code TypeError}, when there is one that does not convert
   */
  public <T> Optional<T> find(String name, Class<T> type) {
    Value value = named.get(name);
    return value == null || value.isNone() ? Optional.empty() : Optional.of(get(name, type));
  }

  private <T> T converted(Value value, String what, Class<T> type) {
    try {
      return value.as(type);
    } catch (ValueConversionException e) {
      throw misfit(function + "() " + what, e);
    }
  }

  /** What a program is told of a value that does not convert: nothing of the Java type. */
  static HostFunctionException misfit(String what, ValueConversionException e) {
    String path = e.path();
    String problem = String.valueOf(e.getMessage()).substring(path.length() + 2);
    String deeper = path.startsWith("result") ? path.substring("result".length()) : "";
    return new HostFunctionException(
        "TypeError",
        what
            + (deeper.isEmpty() ? "" : " at " + deeper)
            + ": "
            + problem.replaceFirst(" cannot become a Java [^:]+", " does not fit"));
  }

  @Override
  public String toString() {
    var all = new ArrayList<String>();
    positional.forEach(value -> all.add(value.toString()));
    named.forEach((name, value) -> all.add(name + "=" + value));
    return function + "(" + String.join(", ", all) + ")";
  }
}
