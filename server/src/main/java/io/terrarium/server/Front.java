package io.terrarium.server;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.terrarium.config.ServerSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where every request comes in and every answer goes out. Whatever is thrown on the way becomes an
 * answer here, and in no other place. Thread-safe.
 */
final class Front implements Handler {
  /** A body that nobody wants is read to its end when it is no longer than this. */
  private static final long BYTES_WORTH_READING = 1 << 16;

  private static final Duration TIME_TO_LEAVE = Duration.ofSeconds(2);

  private static final Header NO_SNIFFING =
      HeaderValues.createCached("X-Content-Type-Options", "nosniff");
  private static final Header NO_STORE = HeaderValues.createCached("Cache-Control", "no-store");

  private final Routes routes;
  private final Operations operations;
  private final ServerSettings settings;
  private final BodyBudget budget;
  private final String prefix = UUID.randomUUID().toString().substring(0, 8);
  private final AtomicLong requests = new AtomicLong();
  private final AtomicInteger underWay = new AtomicInteger();
  private volatile boolean draining;

  Front(Routes routes, Operations operations, ServerSettings settings) {
    this.routes = routes;
    this.operations = operations;
    this.settings = settings;
    this.budget = BodyBudget.of(settings, Runtime.getRuntime().maxMemory());
  }

  /** All routes. */
  List<Route> routes() {
    return routes.all();
  }

  /** From now on, work is refused. */
  void drain() {
    draining = true;
  }

  /** Whether work is refused. */
  boolean isDraining() {
    return draining;
  }

  /** How many requests are under way. */
  int underWay() {
    return underWay.get();
  }

  @Override
  public void handle(ServerRequest received, ServerResponse response) {
    long began = System.nanoTime();
    Connection connection = Connection.CURRENT.get();
    ReadAhead reading = connection.reading();
    BodyBudget.Share share = budget.share();
    underWay.incrementAndGet();
    reading.awaitBody(settings.bodyTime(), share, settings.bodyBytes());
    var bodies = new Request.Bodies(settings.bodyBytes(), settings.bodyTime(), budget);
    var request =
        new Request(
            received,
            connection,
            bodies,
            prefix + "-" + Long.toHexString(requests.incrementAndGet()));
    var exchange = new Exchange(request, response, share, began);
    try {
      exchange.hold();
      if (exchange.isLast()) {
        // The web server would take what follows for another request.
        if (response instanceof RoutingResponse streamed) {
          streamed.commit();
        }
        throw new CloseConnectionException("the last answer of the connection was sent");
      }
    } finally {
      share.release();
      reading.awaitRequest();
      underWay.decrementAndGet();
    }
  }

  /** One request and its answer. */
  private final class Exchange {
    private final Request request;
    private final ServerResponse response;
    private final BodyBudget.Share share;
    private final long began;
    private Operations.Admission admission = () -> {};
    private @Nullable Problem problem;

    Exchange(Request request, ServerResponse response, BodyBudget.Share share, long began) {
      this.request = request;
      this.response = response;
      this.share = share;
      this.began = began;
    }

    /** Whether either side has said that the connection ends with this. */
    boolean isLast() {
      return request.isLast() || response.headers().containsToken(HeaderValues.CONNECTION_CLOSE);
    }

    void hold() {
      try {
        send(finished(answer()));
      } finally {
        admission.close();
        operations.answered(
            request,
            new Operations.RequestRecord(
                request.route(),
                request.callerIfKnown().map(Caller::name),
                response.status().code(),
                Optional.ofNullable(problem).map(Problem::code),
                Duration.ofNanos(System.nanoTime() - began)));
      }
    }

    private Answer answer() {
      try {
        Optional<Answer> early = operations.intercept(request);
        return early.isPresent() ? early.get() : routed();
      } catch (RuntimeException | Error e) {
        return failed(e);
      }
    }

    private Answer routed() {
      Routes.Found found = routes.find(request.method(), Target.segments(request.rawPath()));
      Route route = found.route();
      request.found(found, Map.of());
      if (route.access() != Route.Access.OPEN) {
        request.from(operations.caller(request));
        share.belongsTo(request.caller().name());
      }
      request.found(found, query(route));
      if (route.access() == Route.Access.WORK) {
        if (draining) {
          throw Problem.of(ProblemCode.DRAINING, "The service is ending: ask another one.")
              .exception();
        }
        admission = operations.admit(request.caller(), request);
      }
      return route.handler().answer(request);
    }

    private Map<String, String> query(Route route) {
      Map<String, String> query = Target.query(request.rawQuery());
      if (route.access() != Route.Access.OPEN && !route.query().containsAll(query.keySet())) {
        String known =
            route.query().isEmpty()
                ? "there is none here"
                : "there is " + route.query().stream().sorted().collect(Collectors.joining(", "));
        throw Problem.of(
                ProblemCode.UNKNOWN_FIELD,
                "The query has a parameter that is unknown: " + known + ".")
            .exception();
      }
      return query;
    }

    private Answer failed(Throwable e) {
      problem = Failures.problem(e, request.id());
      return problem.answer();
    }

    private Answer finished(Answer answer) {
      try {
        return operations.finish(request, answer);
      } catch (RuntimeException e) {
        return failed(e);
      }
    }

    private void send(Answer answer) {
      head(answer);
      switch (answer) {
        case Answer.Document document -> send(document);
        case Answer.Stream stream -> send(stream);
      }
    }

    private void send(Answer.Document document) {
      boolean linger = isCutShort() || (request.hasUnreadBody() && !isWorthReading());
      if (linger) {
        response.header(HeaderValues.CONNECTION_CLOSE);
      }
      if (request.method().equals("HEAD")) {
        response.header(HeaderValues.create(HeaderNames.CONTENT_LENGTH, document.body().length));
        response.send();
      } else {
        response.send(document.body());
      }
      if (linger) {
        // Closed at once, the connection would be reset before the client has read why.
        Connection.CURRENT.get().reading().discard(TIME_TO_LEAVE);
      }
    }

    private void send(Answer.Stream stream) {
      if (request.method().equals("HEAD")) {
        response.send();
        return;
      }
      var output = new StreamedOutput(response);
      try {
        stream.content().write(output);
        output.close();
      } catch (IOException e) {
        throw new CloseConnectionException("the client is gone", e);
      } catch (RuntimeException | Error e) {
        if (output.hasBegun()) {
          problem = Failures.problem(e, request.id());
          throw new CloseConnectionException("an answer ended in its middle", e);
        }
        Answer instead = finished(failed(e));
        head(instead);
        send((Answer.Document) instead);
      }
    }

    /** How far a body was read that another thread reads is not known, so nothing may follow it. */
    private boolean isCutShort() {
      return request.isStreamed() && problem != null;
    }

    private boolean isWorthReading() {
      return request.bodyLength().filter(it -> it <= BYTES_WORTH_READING).isPresent()
          && (problem == null || problem.code() != ProblemCode.REQUEST_TIMEOUT)
          && !Connection.CURRENT.get().reading().hasLostBytes();
    }

    private void head(Answer answer) {
      response.status(Status.create(answer.status()));
      if (draining) {
        response.header(HeaderValues.CONNECTION_CLOSE);
      }
      response.header(NO_SNIFFING);
      response.header(NO_STORE);
      String mediaType =
          switch (answer) {
            case Answer.Document document -> document.mediaType();
            case Answer.Stream stream -> stream.mediaType();
          };
      if (!mediaType.isEmpty()) {
        response.header(HeaderValues.create(HeaderNames.CONTENT_TYPE, mediaType));
      }
      for (Answer.Header header : answer.headers()) {
        response.header(HeaderValues.create(header.name(), header.value()));
      }
    }
  }
}
