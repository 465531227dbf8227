package io.terrarium;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row of a {@link MapCall}: the arguments of one call of its function. Immutable as far as the
 * arguments are.
 *
 * <p>A list is one argument and no row of many: {@code Row.of(List.of(1, 2))} calls a function of
 * one parameter, {@code Row.of(1, 2)} one of two.
 *
 * @param arguments positional arguments, nulls allowed (Python's {@code None})
 * @param keywordArguments keyword arguments, in order
 */
public record Row(
    List<@Nullable Object> arguments, Map<String, @Nullable Object> keywordArguments) {

  /** Copies the collections (not what they hold). */
  public Row {
    // List.copyOf and Map.copyOf refuse null, which is a fine argument.
    arguments = Collections.unmodifiableList(Arrays.asList(arguments.toArray()));
    keywordArguments =
        keywordArguments.isEmpty()
            ? Map.of()
            : Collections.unmodifiableMap(
                new LinkedHashMap<String, @Nullable Object>(keywordArguments));
  }

  /** A row of positional arguments. */
  public static Row of(@Nullable Object... arguments) {
    return new Row(Arrays.asList(arguments), Map.of());
  }

  /** A row of keyword arguments. */
  public static Row named(Map<String, ? extends @Nullable Object> keywordArguments) {
    return new Row(List.of(), new LinkedHashMap<String, @Nullable Object>(keywordArguments));
  }

  /** The same row with these keyword arguments and no others. */
  public Row withKeywordArguments(Map<String, @Nullable Object> newKeywordArguments) {
    return new Row(arguments, newKeywordArguments);
  }

  /** The same row with one more keyword argument. */
  public Row with(String name, @Nullable Object value) {
    var more = new LinkedHashMap<String, @Nullable Object>(keywordArguments);
    more.put(name, value);
    return new Row(arguments, more);
  }
}
