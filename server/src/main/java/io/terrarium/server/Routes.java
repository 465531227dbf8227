package io.terrarium.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Finds the route of a request. Immutable. */
final class Routes {
  private final List<Route> all;
  private final Map<Route, List<String>> segments = new HashMap<>();

  Routes(List<Route> all) {
    this.all = List.copyOf(all);
    this.all.forEach(route -> segments.put(route, route.segments()));
  }

  /** All of them, in the order in which they were given. */
  List<Route> all() {
    return all;
  }

  /**
   * A route that was found.
   *
   * @param variables what stood in the place of each name in braces
   */
  record Found(Route route, Map<String, String> variables) {}

  /**
   * The route of a request.
   *
   * @param asked the pieces of its path, decoded
   * @throws ProblemException when there is no such path, or no such method
   */
  Found find(String method, List<String> asked) {
    String meant = method.equals("HEAD") ? "GET" : method;
    var others = new ArrayList<Route>();
    for (Route route : all) {
      Optional<Map<String, String>> variables =
          match(segments.getOrDefault(route, List.of()), asked);
      if (variables.isPresent() && route.method().equals(meant)) {
        return new Found(route, variables.get());
      }
      variables.ifPresent(_ -> others.add(route));
    }
    if (others.isEmpty()) {
      throw Problem.of(
              ProblemCode.NOT_FOUND,
              "There is nothing at this path; /openapi.json lists what there is.")
          .exception();
    }
    var methods = new TreeSet<String>();
    for (Route route : others) {
      methods.add(route.method());
      if (route.method().equals("GET")) {
        methods.add("HEAD");
      }
    }
    throw Problem.of(
            ProblemCode.METHOD_NOT_ALLOWED, "This path takes " + String.join(", ", methods) + ".")
        .allowing(List.copyOf(methods))
        .exception();
  }

  private static Optional<Map<String, String>> match(List<String> pattern, List<String> asked) {
    var variables = new HashMap<String, String>();
    for (int i = 0; i < pattern.size(); i++) {
      String piece = pattern.get(i);
      if (i >= asked.size()) {
        return Optional.empty();
      }
      if (piece.endsWith("...}")) {
        variables.put(
            piece.substring(1, piece.length() - 4),
            String.join("/", asked.subList(i, asked.size())));
        return Optional.of(variables);
      }
      if (piece.startsWith("{") && !asked.get(i).isEmpty()) {
        variables.put(piece.substring(1, piece.length() - 1), asked.get(i));
      } else if (!piece.equals(asked.get(i))) {
        return Optional.empty();
      }
    }
    return pattern.size() == asked.size() ? Optional.of(variables) : Optional.empty();
  }
}
