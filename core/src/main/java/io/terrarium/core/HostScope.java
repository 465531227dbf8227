package io.terrarium.core;

import io.terrarium.NestedCallException;
import io.terrarium.spi.Worker;
import java.util.Optional;

/**
 * Where a thread is while it runs a host function: in which call, made from within which other.
 *
 * <p>Theory of operation. A call that a host function makes of the same sandbox could wait for what
 * its own caller holds: a place to run in, memory, the turn of a session. So it is told apart from
 * others by this scope, which the thread of a host function is bound to: it runs in the place of
 * its caller (whose worker only waits), has its memory at once or not at all, and never gets the
 * turn of a session that waits for it. What a host function has other threads do is outside of the
 * scope, and waits like any call.
 */
record HostScope(Dispatcher dispatcher, Worker worker, Optional<HostScope> outer) {
  /** How deep calls may be made from within host functions: each holds a worker and a thread. */
  static final int DEPTH_AT_MOST = 8;

  static final ScopedValue<HostScope> CURRENT = ScopedValue.newInstance();

  /** That of this thread, where it runs a host function. */
  static Optional<HostScope> current() {
    return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
  }

  /** Whether this thread runs a host function for a call of this dispatcher's. */
  static boolean isWithin(Dispatcher dispatcher) {
    for (var scope = current(); scope.isPresent(); scope = scope.get().outer()) {
      if (scope.get().dispatcher() == dispatcher) {
        return true;
      }
    }
    return false;
  }

  /**
   * @throws NestedCallException when this thread runs a host function that this worker waits for
   */
  static void refuseWithin(Worker worker) {
    for (var scope = current(); scope.isPresent(); scope = scope.get().outer()) {
      if (scope.get().worker().equals(worker)) {
        throw new NestedCallException(
            "The session waits for the host function that makes this call, so it can take no"
                + " other: call a program, or another session.",
            null);
      }
    }
  }

  /**
   * Its workers are others' threads, which wait for a place like anybody, and so perhaps for that
   * of the call which waits for it.
   *
   * @throws NestedCallException when this thread runs a host function, and wants rows mapped
   */
  static void refuseMap() {
    if (CURRENT.isBound()) {
      throw new NestedCallException(
          "A host function can map no rows, for the map could wait for the place of the call that"
              + " waits for it: call the program for each, or map where no call waits.",
          null);
    }
  }

  /**
   * @throws NestedCallException when another call from within would be one too many
   */
  static void refuseTooDeep() {
    int depth = 0;
    for (var scope = current(); scope.isPresent(); scope = scope.get().outer()) {
      depth++;
    }
    if (depth >= DEPTH_AT_MOST) {
      throw new NestedCallException(
          "Calls are made from within host functions "
              + depth
              + " deep, which is the most: a host function and a program seem to call each other"
              + " without end.",
          null);
    }
  }
}
