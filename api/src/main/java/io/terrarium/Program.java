package io.terrarium;

import io.terrarium.contract.Contract;
import io.terrarium.value.Value;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One user's source, checked and compiled once under one policy. Immutable, and usable by any
 * number of threads for as long as its sandbox is open.
 */
public interface Program {

  /**
   * The content hash, {@code sha256:} and 64 hexadecimal digits, over source, policy, runtime and
   * the signatures of the host functions.
   */
  String id();

  /** The source that it was compiled from. */
  Source source();

  /**
   * The functions that stand at the top level of the source, in its order, without running it. A
   * function that the program makes in another way can be called all the same.
   */
  List<FunctionSignature> functions();

  /** The top-level names of the modules that the source imports anywhere, sorted. */
  List<String> imports();

  /** The contracts that its calls are held to, each for a function of another name. */
  List<Contract> contracts();

  /**
   * What keeps this program from being called as a contract says, at its lines; empty when nothing
   * does. Nothing is run to find it: a function counts that stands at the top level of the source.
   */
  default List<Diagnostic> check(Contract contract) {
    return contract.check(functions(), source());
  }

  /**
   * The same program, held to contracts besides those that it has: the arguments of its calls are
   * checked before they leave, and results are converted or refused. Of two contracts for one
   * function the later one counts.
   *
   * @throws ProgramRejectedException when the program cannot be called as they say; its diagnostics
   *     name all of it
   */
  Program expecting(Contract... contracts);

  /**
   * The host functions that every call of it may call: the sandbox's and its source's, where two
   * have the same name the latter, sorted by name. Each prints as its signature.
   */
  List<HostFunction> hostFunctions();

  /**
   * Calls one function in a pristine worker and returns what it returned.
   *
   * @param function the name of a callable at the top level of the program
   * @param arguments positional arguments; {@link Value#of(Object)} says what each becomes
   * @throws OutcomeException any outcome other than {@link Outcome.Returned}, a subclass for each
   * @throws UnknownFunctionException when the program has no such callable
   * @throws InvalidArgumentException when an argument has no form in Python, they are too large, or
   *     not what a contract says
   * @throws OverloadedException when no worker became free in time
   * @throws SandboxClosedException when the sandbox is closed
   */
  default Value call(String function, @Nullable Object... arguments) {
    return invoke(Call.of(function, arguments)).orElseThrow();
  }

  /**
   * The same without waiting for it: completes with the value, or exceptionally with what {@link
   * #call} throws. {@link #invokeAsync} says how such a call is given up.
   */
  CompletableFuture<Value> callAsync(String function, @Nullable Object... arguments);

  /**
   * Makes a call in a pristine worker and says what became of it. A thread that is interrupted
   * meanwhile ends the call as {@link Outcome.Cancelled} and stays interrupted.
   *
   * @throws UnknownFunctionException when the program has no such callable
   * @throws InvalidArgumentException when an argument has no form in Python, they are too large, or
   *     not what a contract says
   * @throws OverloadedException when no worker became free in time
   * @throws SandboxClosedException when the sandbox is closed
   */
  Outcome invoke(Call call);

  /**
   * Makes a call without waiting for it, on a virtual thread of the sandbox's. Arguments are read
   * before this returns; everything that {@link #invoke} throws completes the future exceptionally.
   *
   * <p>A future that is completed in any other way has given the call up: {@code cancel}, or {@code
   * orTimeout} when its time is up, kills the worker at once. That holds for this very future, not
   * for those that are derived from it. Closing the sandbox completes it.
   */
  CompletableFuture<Outcome> invokeAsync(Call call);

  /**
   * Calls one function once for each row, under the sandbox's default limits for each; the first
   * row without a value ends it. {@link #map(MapCall, Iterator)} says more.
   */
  default RowOutcomes map(String function, Iterable<Row> rows) {
    return map(MapCall.of(function), rows);
  }

  /** As {@link #map(MapCall, Iterator)}. */
  default RowOutcomes map(MapCall call, Iterable<Row> rows) {
    return map(call, rows.iterator());
  }

  /** As {@link #map(MapCall, Iterator)}; the end of the map closes the stream. */
  default RowOutcomes map(MapCall call, Stream<Row> rows) {
    return new RowsOfStream(rows, map(call, rows.iterator()));
  }

  /**
   * Calls one function once for each row of arguments, in as few workers as were asked for:
   * pristine ones, in which the module body runs once and the globals persist from row to row. Rows
   * go there and outcomes come back in batches, while both are read, so that it takes the same
   * memory whatever the number of rows.
   *
   * <p>A row that costs its worker its life (it takes too long, uses too much memory, ends the
   * process) costs no other row its own: those that have no outcome yet go on in a new worker. Up
   * to a few milliseconds' worth of rows that ran before it may run once more there.
   *
   * <p>Nothing has happened when this returns: the first outcome that is asked for starts it.
   *
   * @param rows read by the thread that reads the outcomes
   * @throws NestedCallException when this thread runs a host function
   * @throws SandboxClosedException when the sandbox is closed
   */
  RowOutcomes map(MapCall call, Iterator<Row> rows);

  /**
   * Calls one function once for each row of columns of floats, and returns its results, without an
   * object for any number. As {@link #mapDoubles(MapCall, Columns)}.
   *
   * @param columns one for each parameter, all of one length
   */
  default double[] mapDoubles(String function, double[]... columns) {
    if (columns.length == 0) {
      throw new InvalidArgumentException("a map needs one column at least", null);
    }
    Columns all = Columns.of(columns[0]);
    for (int i = 1; i < columns.length; i++) {
      all = all.with(columns[i]);
    }
    return mapDoubles(MapCall.of(function), all);
  }

  /**
   * Calls one function once for each row of columns of numbers, and returns its results. Ends at
   * the first row without a value whatever the call says, for there is no number to stand for it.
   *
   * @throws RowFailedException when a row has another outcome than a value
   * @throws io.terrarium.value.ValueConversionException when a result is no number that a double
   *     holds, naming its row
   * @throws OutcomeException when the module body does not come to its end, the time for the whole
   *     is over, or the thread is interrupted
   * @throws UnknownFunctionException when the program has no such callable
   * @throws OverloadedException when no worker became free in time
   * @throws NestedCallException when this thread runs a host function
   * @throws SandboxClosedException when the sandbox is closed
   */
  double[] mapDoubles(MapCall call, Columns columns);

  /**
   * Opens a session under the default limits: a worker of its own in which the module body has run
   * and whose globals persist.
   *
   * @throws OutcomeException when the module body does not come to its end
   * @throws OverloadedException when no worker became free in time
   */
  Session openSession();

  /** Opens a session whose memory is bounded by these limits for as long as it lives. */
  Session openSession(Limits limits);
}
