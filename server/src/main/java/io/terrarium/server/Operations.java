package io.terrarium.server;

import io.terrarium.config.Configuration;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a service is operated: who may call, how much, and who hears of it. Used by many threads at
 * the same time. Every method is on the path of requests and has to be quick; what it throws, other
 * than a {@link ProblemException}, is an internal error of the request.
 */
public interface Operations {

  /** No keys and no bounds, and nobody hears of anything. */
  static Operations open(Configuration configuration) {
    Caller anyone = Caller.anyone(configuration.profiles());
    return _ -> anyone;
  }

  /** Paths of its own: health, metrics. */
  default List<Route> routes() {
    return List.of();
  }

  /** Answers before anything else is looked at, such as what browsers ask first. */
  default Optional<Answer> intercept(Request request) {
    return Optional.empty();
  }

  /** The answer as it leaves, with headers that belong to every one. */
  default Answer finish(Request request, Answer answer) {
    return answer;
  }

  /**
   * Who makes a request to a route that is not open to all.
   *
   * @throws ProblemException when that is nobody
   */
  Caller caller(Request request);

  /**
   * Lets a request in that costs something, or refuses it; what is returned is closed at its end.
   *
   * @throws ProblemException when the caller has to wait
   */
  default Admission admit(Caller caller, Request request) {
    return () -> {};
  }

  /** How many workers a map of a caller's may have at most; the map itself is let in as one. */
  default int mostWorkers(Caller caller) {
    return Integer.MAX_VALUE;
  }

  /** Something became of a call; it is told before the answer leaves. */
  default void called(Request request, CallRecord call) {}

  /** A request is over. */
  default void answered(Request request, RequestRecord record) {}

  /** A request that has been let in. */
  @FunctionalInterface
  interface Admission extends AutoCloseable {
    /** It is over. */
    @Override
    void close();
  }

  /**
   * What became of a call: of a function, of a source that was not compiled, of a module body that
   * ran to open a session, or of a whole map.
   *
   * @param caller the caller's name
   * @param program the program's id; empty where the source did not compile
   * @param function the function; empty where there was none, as where a session is opened
   * @param status the status of its document, or the code of the problem that it ended with
   * @param engine the engine that ran it; empty where none did
   * @param rows how many rows a map had; empty for anything else
   */
  record CallRecord(
      String caller,
      Optional<String> program,
      String function,
      String status,
      String engine,
      Duration wallTime,
      Duration cpuTime,
      OptionalLong peakMemoryBytes,
      OptionalLong rows) {}

  /**
   * What became of a request.
   *
   * @param route its path with the names of its variables; empty where there is no such path
   * @param caller the caller's name, where it is known
   * @param status the HTTP status that was answered
   * @param problem the code of the problem, where it was one
   * @param took from its head to the last byte of the answer
   */
  record RequestRecord(
      String route,
      Optional<String> caller,
      int status,
      Optional<ProblemCode> problem,
      Duration took) {}
}
