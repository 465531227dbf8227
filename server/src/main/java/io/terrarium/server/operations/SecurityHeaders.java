package io.terrarium.server.operations;

import io.terrarium.config.ServerSettings;
import io.terrarium.server.Answer;
import java.util.List;

/** What every answer tells browsers, so that they let it do as little as can be. Immutable. */
final class SecurityHeaders {
  private static final List<Answer.Header> ALWAYS =
      List.of(
          // For documents, which are no pages, whatever a browser is made to believe.
          new Answer.Header(
              "Content-Security-Policy",
              "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"),
          new Answer.Header("Referrer-Policy", "no-referrer"),
          new Answer.Header("X-Frame-Options", "DENY"),
          new Answer.Header("Cross-Origin-Opener-Policy", "same-origin"),
          new Answer.Header("Cross-Origin-Resource-Policy", "same-origin"),
          new Answer.Header("X-Permitted-Cross-Domain-Policies", "none"));

  private static final Answer.Header TRANSPORT =
      new Answer.Header("Strict-Transport-Security", "max-age=31536000");

  private final boolean tls;

  SecurityHeaders(ServerSettings settings) {
    this.tls = settings.tls().isPresent();
  }

  /** Adds what the answer does not say by itself, as the page does, which may do more. */
  void addHeaders(List<Answer.Header> headers) {
    for (Answer.Header header : ALWAYS) {
      if (headers.stream().noneMatch(it -> it.name().equalsIgnoreCase(header.name()))) {
        headers.add(header);
      }
    }
    if (tls) {
      headers.add(TRANSPORT);
    }
  }
}
