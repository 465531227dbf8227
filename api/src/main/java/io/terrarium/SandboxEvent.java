package io.terrarium;

import java.time.Duration;

/**
 * What happens in a sandbox, for {@link SandboxListener} and, under the same names, for Java's
 * Flight Recorder. No event holds an argument, a result or a text that was printed.
 *
 * <p>A call has a number, which is that of all its events. They come in the order in which they
 * stand here; one that fails early skips some of them. Compiling a source and opening a session are
 * calls as well.
 */
public sealed interface SandboxEvent {

  /** What a call is for. */
  enum Purpose {
    /** A source is compiled. */
    COMPILE,
    /** A function is called in a pristine worker. */
    CALL,
    /** A session is opened. */
    OPEN_SESSION,
    /** A function is called in a session. */
    SESSION_CALL,
    /** A function is called for some rows of a map, in a session of the map's own. */
    ROWS
  }

  /**
   * Somebody wants a call to be made.
   *
   * @param source the name of the source
   * @param function the function; empty where there is none
   */
  record CallQueued(long call, Purpose purpose, String source, String function)
      implements SandboxEvent {}

  /** It has a place to run in, and its memory. */
  record CallAdmitted(long call, Duration waited) implements SandboxEvent {}

  /**
   * It has a worker of its own.
   *
   * @param madeAhead whether that was ready, or had to be made
   * @param waited how long that took
   */
  record WorkerTaken(long call, boolean madeAhead, Duration waited) implements SandboxEvent {}

  /**
   * The request goes to the worker: the call begins.
   *
   * @param bytes how long the request is, code, arguments and files included
   */
  record CallStarted(long call, long bytes) implements SandboxEvent {}

  /**
   * The program has printed something.
   *
   * @param bytes how much, in UTF-8
   */
  record OutputReceived(long call, OutputListener.Stream stream, long bytes)
      implements SandboxEvent {}

  /**
   * It has an outcome.
   *
   * @param status {@link Outcome#status()}
   * @param wallTime how long it ran
   */
  record CallEnded(long call, String status, Duration wallTime) implements SandboxEvent {}

  /**
   * It ended with an exception instead of an outcome: the sandbox was overloaded or closed, there
   * was no worker to be had, the function is unknown, an output listener threw.
   *
   * @param problem the simple name of the exception's class, such as {@code OverloadedException}
   */
  record CallFailed(long call, String problem) implements SandboxEvent {}

  /**
   * The kernel has told what it used; that may be later than the outcome is there.
   *
   * @param cpuTime processor time
   * @param peakMemoryBytes the most that its worker had resident; 0 where the kernel has not told,
   *     as for a session that goes on
   */
  record CallMeasured(long call, Duration cpuTime, long peakMemoryBytes) implements SandboxEvent {}

  /**
   * A session is open.
   *
   * @param call the call that opened it, whose number is the session's as well
   */
  record SessionOpened(long call, String source) implements SandboxEvent {}

  /** A session has ended, and its worker with it. */
  record SessionEnded(long call) implements SandboxEvent {}

  /**
   * There is another worker.
   *
   * @param kind what kind of workers it is one of
   * @param madeAhead whether it was made ahead of need, or for somebody who waits
   * @param took how long that took
   */
  record WorkerMade(String kind, boolean madeAhead, Duration took) implements SandboxEvent {}

  /**
   * A worker is gone. That is what becomes of each: it is killed after its call.
   *
   * @param how {@code exit} or {@code signal} with a number, or {@code lost}
   */
  record WorkerEnded(String kind, String how, Duration cpuTime, long peakMemoryBytes)
      implements SandboxEvent {}

  /**
   * There is another process from which workers are forked.
   *
   * @param runtime the name of the Python that it runs
   */
  record ZygoteStarted(long process, String runtime, Duration took) implements SandboxEvent {}

  /**
   * Such a process is gone.
   *
   * @param expected whether that was Terrarium's will
   */
  record ZygoteEnded(long process, String runtime, boolean expected) implements SandboxEvent {}
}
