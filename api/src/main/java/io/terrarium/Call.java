package io.terrarium;

import io.terrarium.value.BytesValue;
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
 * @param files what the program may open while the call lasts, by name; in order
 * @param deadline until when it has to be done, waiting for a place included; empty: no matter
 * @param outputListener who hears what the program prints while it runs; empty: nobody
 * @param hostFunctions what this call lends beyond what its program may call anyway; of two with
 *     the same name the call's counts
 */
public record Call(
    String function,
    List<@Nullable Object> arguments,
    Map<String, @Nullable Object> keywordArguments,
    Optional<Limits> limits,
    Map<String, BytesValue> files,
    Optional<Deadline> deadline,
    Optional<OutputListener> outputListener,
    List<HostFunction> hostFunctions) {

  /**
   * Copies the collections (not what they hold).
   *
   * @throws InvalidArgumentException when there are more than 1,000 files, or the name of one is
   *     none that {@link #withFile} takes
   */
  public Call {
    // List.copyOf and Map.copyOf refuse null, which is a fine argument.
    arguments = Collections.unmodifiableList(new ArrayList<@Nullable Object>(arguments));
    keywordArguments =
        keywordArguments.isEmpty()
            ? Collections.emptyMap()
            : Collections.unmodifiableMap(
                new LinkedHashMap<String, @Nullable Object>(keywordArguments));
    if (!files.isEmpty()) {
      FileNames.check(files.keySet());
      files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    }
    hostFunctions = HostFunction.distinct(hostFunctions);
  }

  /** A call with positional arguments, within the sandbox's default limits. */
  public static Call of(String function, @Nullable Object... arguments) {
    return new Call(
        function,
        Arrays.asList(arguments),
        Map.of(),
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  /** The same call with one more keyword argument. */
  public Call with(String name, @Nullable Object value) {
    var more = new LinkedHashMap<String, @Nullable Object>(keywordArguments);
    more.put(name, value);
    return new Call(
        function, arguments, more, limits, files, deadline, outputListener, hostFunctions);
  }

  /** The same call with these positional arguments and no others. */
  public Call withArguments(List<? extends @Nullable Object> newArguments) {
    return new Call(
        function,
        new ArrayList<@Nullable Object>(newArguments),
        keywordArguments,
        limits,
        files,
        deadline,
        outputListener,
        hostFunctions);
  }

  /** The same call with these keyword arguments and no others. */
  public Call withKeywordArguments(Map<String, @Nullable Object> newKeywordArguments) {
    return new Call(
        function,
        arguments,
        newKeywordArguments,
        limits,
        files,
        deadline,
        outputListener,
        hostFunctions);
  }

  /** The same call within other limits. */
  public Call withLimits(Limits newLimits) {
    return new Call(
        function,
        arguments,
        keywordArguments,
        Optional.of(newLimits),
        files,
        deadline,
        outputListener,
        hostFunctions);
  }

  /**
   * The same call with one more file, which the program reads with {@code open(name)} while the
   * call lasts. It is nowhere but in the worker's memory, and its bytes count as arguments do
   * ({@link Limits#argumentBytes}).
   *
   * @param name a relative name such as {@code data/prices.csv}: parts with slashes between them,
   *     255 bytes of UTF-8 in all, no part empty, {@code .} or {@code ..}, no control characters
   * @param content copied
   * @throws InvalidArgumentException when it is no such name, or there are 1,000 files already
   */
  public Call withFile(String name, byte[] content) {
    var more = new LinkedHashMap<>(files);
    more.put(name, BytesValue.of(content));
    return withFiles(more);
  }

  /** The same call with these files and no others; {@link #withFile} says what they may be. */
  public Call withFiles(Map<String, BytesValue> newFiles) {
    return new Call(
        function,
        arguments,
        keywordArguments,
        limits,
        newFiles,
        deadline,
        outputListener,
        hostFunctions);
  }

  /**
   * The same call, with a moment until which it has to be done. It ends as {@link
   * Outcome.LimitExceeded} of the wall time when the deadline passes, in a queue just as while it
   * runs; one that has passed already starts nothing.
   */
  public Call withDeadline(Deadline newDeadline) {
    return new Call(
        function,
        arguments,
        keywordArguments,
        limits,
        files,
        Optional.of(newDeadline),
        outputListener,
        hostFunctions);
  }

  /** The same call, with somebody who hears what the program prints while it runs. */
  public Call withOutputListener(OutputListener listener) {
    return new Call(
        function,
        arguments,
        keywordArguments,
        limits,
        files,
        deadline,
        Optional.of(listener),
        hostFunctions);
  }

  /** The same call, lending one more function; it replaces one of the same name. */
  public Call withHostFunction(HostFunction hostFunction) {
    return new Call(
        function,
        arguments,
        keywordArguments,
        limits,
        files,
        deadline,
        outputListener,
        HostFunction.replaced(hostFunctions, hostFunction));
  }
}
