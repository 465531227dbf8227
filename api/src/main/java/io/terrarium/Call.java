package io.terrarium;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One function call to make: which function, with which arguments, within which limits. Immutable
 * as far as the arguments are.
 *
 * @param function the name of a callable at the top level of the program
 * @param arguments positional arguments, nulls allowed (Python's {@code None})
 * @param keywordArguments keyword arguments, in order
 * @param limits what this call may use; empty: the sandbox's default
 * @param deadline until when it has to be done, waiting for a place included; empty: no matter
 * @param outputListener who hears what the program prints while it runs; empty: nobody
 */
public record Call(
    String function,
    List<@Nullable Object> arguments,
    Map<String, @Nullable Object> keywordArguments,
    Optional<Limits> limits,
    Optional<Deadline> deadline,
    Optional<OutputListener> outputListener) {

  /** Copies the collections (not what they hold). */
  public Call {
    // List.copyOf and Map.copyOf refuse null, which is a fine argument.
    arguments = Collections.unmodifiableList(new ArrayList<@Nullable Object>(arguments));
    keywordArguments =
        Collections.unmodifiableMap(new LinkedHashMap<String, @Nullable Object>(keywordArguments));
  }

  /** A call with positional arguments, within the sandbox's default limits. */
  public static Call of(String function, @Nullable Object... arguments) {
    return new Call(
        function,
        Arrays.asList(arguments),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The same call with one more keyword argument. */
  public Call with(String name, @Nullable Object value) {
    var more = new LinkedHashMap<String, @Nullable Object>(keywordArguments);
    more.put(name, value);
    return new Call(function, arguments, more, limits, deadline, outputListener);
  }

  /** The same call with these positional arguments and no others. */
  public Call withArguments(List<? extends @Nullable Object> newArguments) {
    return new Call(
        function,
        new ArrayList<@Nullable Object>(newArguments),
        keywordArguments,
        limits,
        deadline,
        outputListener);
  }

  /** The same call with these keyword arguments and no others. */
  public Call withKeywordArguments(Map<String, @Nullable Object> newKeywordArguments) {
    return new Call(function, arguments, newKeywordArguments, limits, deadline, outputListener);
  }

  /** The same call within other limits. */
  public Call withLimits(Limits newLimits) {
    return new Call(
        function, arguments, keywordArguments, Optional.of(newLimits), deadline, outputListener);
  }

  /**
   * The same call, with a moment until which it has to be done. It ends as {@link
   * Outcome.LimitExceeded} of the wall time when the deadline passes, in a queue just as while it
   * runs; one that has passed already starts nothing.
   */
  public Call withDeadline(Deadline newDeadline) {
    return new Call(
        function, arguments, keywordArguments, limits, Optional.of(newDeadline), outputListener);
  }

  /** The same call, with somebody who hears what the program prints while it runs. */
  public Call withOutputListener(OutputListener listener) {
    return new Call(function, arguments, keywordArguments, limits, deadline, Optional.of(listener));
  }
}
