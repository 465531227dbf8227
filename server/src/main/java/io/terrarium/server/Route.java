package io.terrarium.server;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * One method of one path. Immutable.
 *
 * @param method {@code GET}, {@code POST} or {@code DELETE}; whatever has GET has HEAD
 * @param path such as {@code /v1/programs/{id}/call}: what stands in braces is any one segment, and
 *     a last segment <code>{name...}</code> is all the rest, which may have slashes
 * @param access who may
 * @param query the names that the query may have
 * @param handler makes the answer
 */
public record Route(String method, String path, Access access, Set<String> query, Handler handler) {

  /** Who may make a request. */
  public enum Access {
    /** Everybody, and it costs next to nothing. */
    OPEN,
    /** A {@link Caller}, and it costs next to nothing. */
    CALLER,
    /** A {@link Caller}, and it is work: {@link Operations#admit} lets it in. */
    WORK
  }

  /** Makes the answer of a request. */
  @FunctionalInterface
  public interface Handler {
    /**
     * The answer.
     *
     * @throws ProblemException when there is something the matter with the request
     */
    Answer answer(Request request);
  }

  /** Copies the set. */
  public Route {
    query = Set.copyOf(query);
  }

  /** A route without a query. */
  public static Route of(String method, String path, Access access, Handler handler) {
    return new Route(method, path, access, Set.of(), handler);
  }

  /** The path in pieces. */
  List<String> segments() {
    return Arrays.asList(path.substring(1).split("/", -1));
  }
}
