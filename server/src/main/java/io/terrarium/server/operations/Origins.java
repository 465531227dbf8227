package io.terrarium.server.operations;

import io.terrarium.config.ServerSettings;
import io.terrarium.server.Answer;
import io.terrarium.server.Problem;
import io.terrarium.server.ProblemCode;
import io.terrarium.server.Request;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What scripts of other pages may do, as far as browsers say that it is them: nothing, unless the
 * configuration names their origin. Immutable.
 *
 * <p>Not answering their preflight is not enough. A form of any page may be sent anywhere without
 * one, and a service on the loopback interface without keys would run what is in it. And a name of
 * a stranger's that leads to 127.0.0.1 makes the stranger's page one of our own origin: so such a
 * service answers to the names of its own machine alone.
 */
final class Origins {
  private static final String METHODS = "GET, HEAD, POST, DELETE";
  private static final String HEADERS =
      "Authorization, X-API-Key, Content-Type, Accept, Traceparent, Tracestate";
  private static final String EXPOSED =
      "Location, Retry-After, X-Request-Id, Traceparent, Tracestate";
  private static final String SECONDS_TO_REMEMBER = "600";
  private static final Pattern AUTHORITY =
      Pattern.compile("(\\[[0-9A-Fa-f:.]+\\]|[^:\\[\\]]+)(?::([0-9]{1,5}))?");

  private final Set<String> allowed;
  private final boolean answersToItselfOnly;

  Origins(ServerSettings settings) {
    this.allowed = Set.copyOf(settings.corsOrigins());
    this.answersToItselfOnly =
        settings.isLoopback() && !settings.needsKeys() && !settings.allowUnauthenticated();
  }

  /**
   * Answers what browsers ask before a page's request; nothing where it is another request.
   *
   * @throws io.terrarium.server.ProblemException when the request is not to be answered at all
   */
  Optional<Answer> intercept(Request request) {
    if (answersToItselfOnly && !isOwnName(request.headers("Host"))) {
      throw notPermitted(
          "A service without keys answers to localhost and 127.0.0.1 alone: call it by one of"
              + " these names.");
    }
    List<String> origins = request.headers("Origin");
    if (origins.isEmpty()) {
      return Optional.empty();
    }
    boolean isAllowed = isAllowed(origins);
    if (!isAllowed && !isOwnPage(origins, request.headers("Host"))) {
      throw notPermitted("Pages of this origin may not call the service.");
    }
    if (isAllowed && isPreflight(request)) {
      return Optional.of(
          Answer.nothing(204)
              .with("Access-Control-Allow-Methods", METHODS)
              .with("Access-Control-Allow-Headers", HEADERS)
              .with("Access-Control-Max-Age", SECONDS_TO_REMEMBER));
    }
    return Optional.empty();
  }

  /** Adds what a browser has to know to let a page see the answer. */
  void addHeaders(Request request, List<Answer.Header> headers) {
    if (allowed.isEmpty()) {
      return;
    }
    headers.replaceAll(it -> it.name().equalsIgnoreCase("Vary") ? varying(it.value()) : it);
    if (headers.stream().noneMatch(it -> it.name().equals("Vary"))) {
      headers.add(new Answer.Header("Vary", "Origin"));
    }
    List<String> origins = request.headers("Origin");
    if (isAllowed(origins)) {
      headers.add(new Answer.Header("Access-Control-Allow-Origin", origins.getFirst()));
      headers.add(new Answer.Header("Access-Control-Expose-Headers", EXPOSED));
    }
  }

  private static Answer.Header varying(String by) {
    return new Answer.Header("Vary", by + ", Origin");
  }

  private boolean isAllowed(List<String> origins) {
    return origins.size() == 1 && allowed.contains(origins.getFirst());
  }

  private static boolean isPreflight(Request request) {
    return request.method().equals("OPTIONS")
        && request.header("Access-Control-Request-Method").isPresent();
  }

  /** Our own page's: the origin is what the browser called us. */
  private static boolean isOwnPage(List<String> origins, List<String> hosts) {
    if (origins.size() != 1 || hosts.size() != 1) {
      return false;
    }
    String origin = origins.getFirst();
    int scheme = origin.indexOf("://");
    // Who ends TLS before us calls us by another scheme, and by no other name.
    return scheme > 0
        && withPort(origin.substring(scheme + 3), origin.startsWith("https:"))
            .equals(withPort(hosts.getFirst(), origin.startsWith("https:")));
  }

  private static String withPort(String authority, boolean tls) {
    String lower = authority.toLowerCase(Locale.ROOT);
    Matcher parts = AUTHORITY.matcher(lower);
    return parts.matches() && parts.group(2) == null ? lower + (tls ? ":443" : ":80") : lower;
  }

  private static boolean isOwnName(List<String> hosts) {
    if (hosts.size() != 1) {
      // The web server refuses that by itself, or the client is no browser.
      return hosts.isEmpty();
    }
    Matcher parts = AUTHORITY.matcher(hosts.getFirst());
    if (!parts.matches()) {
      return false;
    }
    String name = parts.group(1).toLowerCase(Locale.ROOT);
    if (name.equals("localhost")) {
      return true;
    }
    try {
      return InetAddress.ofLiteral(
              name.startsWith("[") ? name.substring(1, name.length() - 1) : name)
          .isLoopbackAddress();
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static RuntimeException notPermitted(String detail) {
    return Problem.of(ProblemCode.ORIGIN_NOT_PERMITTED, detail).exception();
  }
}
