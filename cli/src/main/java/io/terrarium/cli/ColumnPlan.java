package io.terrarium.cli;

import io.terrarium.FunctionSignature;
import io.terrarium.FunctionSignature.Parameter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which column of a table goes to which parameter: to that of its name, else to the one at its
 * place.
 *
 * @param positional columns that are passed by position, in order
 * @param named columns that are passed by the name of their parameter
 */
record ColumnPlan(List<Integer> positional, Map<String, Integer> named) {

  ColumnPlan {
    positional = List.copyOf(positional);
  }

  /**
   * The plan for a function.
   *
   * @param function empty where the source does not show its parameters: then all go by position
   * @param file what messages call the table
   */
  static ColumnPlan of(List<String> columns, Optional<FunctionSignature> function, String file) {
    requireDistinct(columns, file);
    return function
        .map(signature -> new Planning(columns, signature, file).plan())
        .orElseGet(() -> new ColumnPlan(indexes(columns), Map.of()));
  }

  private static List<Integer> indexes(List<String> columns) {
    var indexes = new ArrayList<Integer>();
    for (int i = 0; i < columns.size(); i++) {
      indexes.add(i);
    }
    return indexes;
  }

  private static void requireDistinct(List<String> columns, String file) {
    var seen = new HashSet<String>();
    for (String column : columns) {
      if (!seen.add(column)) {
        throw new UsageException(file + ", line 1: the column '" + column + "' stands there twice");
      }
    }
  }

  /** One function's plan in the making. */
  private static final class Planning {
    private final List<String> columns;
    private final FunctionSignature function;
    private final String file;

    /** The column of each parameter. */
    private final Map<String, Integer> taken = new LinkedHashMap<>();

    private final List<Integer> rest = new ArrayList<>();

    Planning(List<String> columns, FunctionSignature function, String file) {
      this.columns = columns;
      this.function = function;
      this.file = file;
    }

    ColumnPlan plan() {
      List<Integer> unnamed = new ArrayList<>();
      for (int column = 0; column < columns.size(); column++) {
        if (isName(columns.get(column))) {
          taken.put(columns.get(column), column);
        } else {
          unnamed.add(column);
        }
      }
      unnamed.forEach(this::place);
      return passed();
    }

    /** Whether a parameter has this name, or the function takes arguments of any name. */
    private boolean isName(String column) {
      return function.parameters().stream()
          .anyMatch(parameter ->
              switch (parameter.kind()) {
                case POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD, KEYWORD_ONLY ->
                    parameter.name().equals(column);
                case VAR_KEYWORD -> true;
                case VAR_POSITIONAL -> false;
              });
    }

    private void place(int column) {
      List<Parameter> places = places();
      if (column < places.size()) {
        String name = places.get(column).name();
        Integer other = taken.putIfAbsent(name, column);
        if (other != null) {
          throw problem(
              column, "goes to the parameter '" + name + "' by its place, which another has");
        }
      } else if (takesMore()) {
        rest.add(column);
      } else {
        throw problem(column, "has no parameter, neither by its name nor by its place");
      }
    }

    private ColumnPlan passed() {
      var positional = new ArrayList<Integer>();
      var named = new LinkedHashMap<>(taken);
      for (Parameter parameter : places()) {
        Integer column = named.get(parameter.name());
        if (column == null) {
          break;
        }
        positional.add(column);
        named.remove(parameter.name());
      }
      boolean isWhole = positional.size() == places().size();
      if (!rest.isEmpty() && !isWhole) {
        throw problem(rest.getFirst(), "comes after parameters that no column is for");
      }
      positional.addAll(rest);
      return new ColumnPlan(positional, named);
    }

    private List<Parameter> places() {
      return function.parameters().stream()
          .filter(parameter ->
              parameter.kind() == Parameter.Kind.POSITIONAL_ONLY
                  || parameter.kind() == Parameter.Kind.POSITIONAL_OR_KEYWORD)
          .toList();
    }

    private boolean takesMore() {
      return function.parameters().stream()
          .anyMatch(parameter -> parameter.kind() == Parameter.Kind.VAR_POSITIONAL);
    }

    private UsageException problem(int column, String problem) {
      return new UsageException(
          "%s, line 1: the column '%s' %s; the function is %s"
              .formatted(file, columns.get(column), problem, function));
    }
  }
}
