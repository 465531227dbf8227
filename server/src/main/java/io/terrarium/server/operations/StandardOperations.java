package io.terrarium.server.operations;

import io.terrarium.Sandbox;
import io.terrarium.SandboxSettings;
import io.terrarium.config.Configuration;
import io.terrarium.config.ServerSettings;
import io.terrarium.server.Answer;
import io.terrarium.server.Caller;
import io.terrarium.server.Operations;
import io.terrarium.server.Request;
import io.terrarium.server.Route;
import io.terrarium.server.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a service is operated as its configuration says: keys with their limits, health, metrics, an
 * audit log, and what browsers are told. Thread-safe.
 *
 * {@snippet :
 * var operations = new StandardOperations(configuration);
 * try (Sandbox sandbox = Sandbox.create(operations.observed(configuration.settings()));
 *     Service service = Service.start(configuration, sandbox, operations, more)) {
 *   operations.watch(sandbox, service);
 *   …
 * }
 * }
 */
public final class StandardOperations implements Operations {
  private final ServerSettings settings;
  private final Callers callers;
  private final Origins origins;
  private final SecurityHeaders security;
  private final ServiceMetrics metrics = new ServiceMetrics();
  private final Health health = new Health();
  private final AuditLog audit = new AuditLog();

  /** Those of a configuration. */
  public StandardOperations(Configuration configuration) {
    this.settings = configuration.server();
    this.callers = new Callers(configuration);
    this.origins = new Origins(settings);
    this.security = new SecurityHeaders(settings);
  }

  /** Settings for a sandbox of which the metrics tell. */
  public SandboxSettings observed(SandboxSettings settings) {
    return settings.toBuilder().listener(metrics).build();
  }

  /** Has health and metrics tell of a sandbox and its service, once. Until then it is not ready. */
  public void watch(Sandbox sandbox, Service service) {
    metrics.watch(sandbox, service);
    health.watch(sandbox, service);
  }

  @Override
  public List<Route> routes() {
    var routes = new ArrayList<Route>();
    routes.add(Route.of("GET", "/healthz", Route.Access.OPEN, _ -> health.alive()));
    routes.add(Route.of("GET", "/readyz", Route.Access.OPEN, _ -> health.ready()));
    switch (settings.metrics()) {
      case OPEN -> routes.add(metricsRoute(Route.Access.OPEN));
      case WITH_KEY -> routes.add(metricsRoute(Route.Access.CALLER));
      case OFF -> {}
    }
    return List.copyOf(routes);
  }

  private Route metricsRoute(Route.Access access) {
    return Route.of(
        "GET",
        "/metrics",
        access,
        _ -> Answer.document(200, ServiceMetrics.mediaType(), metrics.text()));
  }

  @Override
  public Optional<Answer> intercept(Request request) {
    return origins.intercept(request);
  }

  @Override
  public Answer finish(Request request, Answer answer) {
    var headers = new ArrayList<Answer.Header>(answer.headers());
    headers.add(new Answer.Header("X-Request-Id", request.id()));
    TraceContext.of(request)
        .ifPresent(trace -> {
          headers.add(new Answer.Header("Traceparent", trace.parent()));
          trace.state().ifPresent(it -> headers.add(new Answer.Header("Tracestate", it)));
        });
    security.addHeaders(headers);
    origins.addHeaders(request, headers);
    return switch (answer) {
      case Answer.Document document ->
          new Answer.Document(document.status(), document.mediaType(), document.body(), headers);
      case Answer.Stream stream ->
          new Answer.Stream(stream.status(), stream.mediaType(), stream.content(), headers);
    };
  }

  @Override
  public Caller caller(Request request) {
    return callers.of(request);
  }

  @Override
  public Admission admit(Caller caller, Request request) {
    return callers.turnstile(caller).map(it -> it.enter(request)).orElse(() -> {});
  }

  @Override
  public int mostWorkers(Caller caller) {
    return callers.turnstile(caller).map(Turnstile::mostAtATime).orElse(Integer.MAX_VALUE);
  }

  @Override
  public void called(Request request, CallRecord call) {
    metrics.called(call);
    audit.called(request, call);
  }

  @Override
  public void answered(Request request, RequestRecord record) {
    metrics.answered(record);
    audit.answered(request, record);
  }
}
