package io.terrarium.server;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.terrarium.Sandbox;
import io.terrarium.config.Configuration;
import io.terrarium.config.ServerSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The HTTP service, started: a sandbox as others reach it over the network. Thread-safe.
 *
 * {@snippet :
 * try (Sandbox sandbox = Sandbox.create(configuration.settings());
 *     Service service = Service.start(configuration, sandbox, operations, List.of())) {
 *   System.out.println(service.port());
 * }
 * }
 */
public final class Service implements AutoCloseable {
  private static final Duration HEARTBEAT = Duration.ofMillis(250);

  /** A call that is cancelled has ended long before. */
  private static final Duration TIME_TO_CANCEL = Duration.ofSeconds(5);

  /** For what was cancelled to be told so. */
  private static final Duration TIME_TO_ANSWER = Duration.ofSeconds(2);

  /** What a request's line may have, and its headers together. */
  private static final int LINE_BYTES = 8_192;

  private static final int HEAD_BYTES = 32_768;

  private final WebServer server;
  private final Front front;
  private final ServerSettings settings;
  private final Sessions sessions;
  private final Programs programs;
  private final Heartbeat heartbeat;
  private final OpenSockets sockets;

  private Service(
      WebServer server,
      Front front,
      ServerSettings settings,
      Sessions sessions,
      Programs programs,
      Heartbeat heartbeat,
      OpenSockets sockets) {
    this.server = server;
    this.front = front;
    this.settings = settings;
    this.sessions = sessions;
    this.programs = programs;
    this.heartbeat = heartbeat;
    this.sockets = sockets;
  }

  /**
   * Starts a service; it answers when this returns.
   *
   * @param configuration where to listen, and which profiles programs may be put in
   * @param sandbox runs the programs; it stays the caller's to close, after the service
   * @param operations who may call, and who hears of it
   * @param more routes besides those of the service and of operations, such as a page
   * @throws java.io.UncheckedIOException when it cannot listen there
   * @throws IllegalArgumentException when the files that HTTPS needs are not what they should be
   */
  public static Service start(
      Configuration configuration, Sandbox sandbox, Operations operations, List<Route> more) {
    ServerSettings settings = configuration.server();
    var heartbeat = new Heartbeat(HEARTBEAT);
    var sessions = new Sessions(settings, () -> sandbox.load().memoryBudgetBytes());
    var routes = new ArrayList<Route>();
    var wishes = new Wishes(configuration, sandbox.settings());
    var programs = new Programs(settings);
    var calls = new Calls(sandbox, operations);
    routes.addAll(new ProgramRoutes(wishes, programs, calls).routes());
    routes.add(new MapRoute(wishes, programs, operations, settings).route());
    routes.addAll(new SessionRoutes(wishes, programs, calls, sessions, settings).routes());
    routes.addAll(new InformationRoutes(sandbox.settings(), sandbox.isolation()).routes());
    routes.addAll(operations.routes());
    routes.addAll(more);
    var front = new Front(new Routes(routes), operations, settings);
    FileDescriptors files = FileDescriptors.ofThisProcess();
    var sockets = new OpenSockets(files.connections(settings.connections()), files::areScarce);
    WebServerConfig.Builder builder = WebServer.builder();
    settings.tls().ifPresent(pems -> builder.tls(Encryption.of(pems)));
    WebServer server =
        builder
            .host(settings.host())
            .port(settings.port())
            .shutdownHook(false)
            .protocolsDiscoverServices(false)
            .featuresDiscoverServices(false)
            .addConnectionSelector(new Connections(http(), settings, sockets))
            .connectionOptions(Accepting.of(sockets::accept))
            .directHandlers(directHandlers())
            .routing(HttpRouting.builder().any(front))
            .build()
            .start();
    heartbeat.add(sockets::tend);
    heartbeat.add(sessions::endIdle);
    heartbeat.start();
    return new Service(server, front, settings, sessions, programs, heartbeat, sockets);
  }

  private static Http1ConnectionSelector http() {
    return Http1ConnectionSelector.builder()
        .config(
            Http1Config.builder()
                .maxPrologueLength(LINE_BYTES)
                .maxHeadersSize(HEAD_BYTES)
                .sendKeepAliveHeader(false)
                .build())
        .build();
  }

  /** What the web server has to answer by itself is a problem document too. */
  private static DirectHandlers directHandlers() {
    DirectHandlers.Builder handlers = DirectHandlers.builder();
    for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
      handlers.addHandler(
          type,
          (request, _, status, _, _) -> {
            // Where the path is not known yet, what failed is the reading of the request's line.
            boolean unread = request.path().isEmpty() && status.code() == 500;
            Problem problem = Failures.ofStatus(unread ? 400 : status.code());
            return DirectHandler.TransportResponse.builder()
                .status(Status.create(problem.code().status()))
                .header(HeaderNames.CONTENT_TYPE, Answer.PROBLEM_JSON)
                .header(HeaderNames.CACHE_CONTROL, "no-store")
                .header(HeaderNames.create("X-Content-Type-Options"), "nosniff")
                .keepAlive(false)
                .entity(problem.document().getBytes(StandardCharsets.UTF_8))
                .build();
          });
    }
    return handlers.build();
  }

  /** What it answers to. */
  List<Route> routes() {
    return front.routes();
  }

  /** The port that it listens on. */
  public int port() {
    return server.port();
  }

  /** How many requests are under way. */
  public int requestsUnderWay() {
    return front.underWay();
  }

  /** How many connections are open. */
  public int openConnections() {
    return sockets.count();
  }

  /** How many of them have work now. */
  public int connectionsAtWork() {
    return sockets.countAtWork();
  }

  /**
   * How many connections were ended so far that their clients would have kept, by why: {@code room}
   * for others was needed, a {@code handshake} was not finished in time, or what the client took of
   * its answer was {@code stuck}.
   */
  public Map<String, Long> connectionsEnded() {
    return Arrays.stream(OpenSockets.Why.values())
        .collect(Collectors.toMap(OpenSockets.Why::word, sockets::ended));
  }

  /** How many sessions are open. */
  public int openSessions() {
    return sessions.count();
  }

  /** How many programs are registered. */
  public int registeredPrograms() {
    return programs.count();
  }

  /** Whether it has begun to end: work is refused, and what is under way goes on. */
  public boolean isDraining() {
    return front.isDraining();
  }

  /** Begins to end: new work is refused from now on. */
  public void drain() {
    front.drain();
  }

  /**
   * Waits until no request is under way.
   *
   * @return whether that is so; not, when the time is over before
   */
  private boolean awaitIdle(Duration most) {
    long end = System.nanoTime() + most.toNanos();
    heartbeat.awaitUntil(() -> front.underWay() == 0 || System.nanoTime() - end > 0);
    return front.underWay() == 0;
  }

  /**
   * Ends the service: what is under way has {@link ServerSettings#drainTime} to come to its end,
   * and its connections are closed then. Returns when nothing is left. Closing twice is harmless.
   */
  @Override
  public void close() {
    close(() -> {});
  }

  /**
   * The same, where calls that are under way when their time is over shall be answered all the
   * same.
   *
   * @param cancellation ends them: it closes the sandbox, for instance
   */
  public void close(Runnable cancellation) {
    drain();
    boolean idle = awaitIdle(settings.drainTime());
    cancellation.run();
    idle = idle || awaitIdle(TIME_TO_ANSWER);
    sockets.refuse();
    server.stop();
    sockets.close();
    if (!idle) {
      var _ = awaitIdle(TIME_TO_CANCEL);
    }
    sessions.close();
    heartbeat.close();
  }
}
