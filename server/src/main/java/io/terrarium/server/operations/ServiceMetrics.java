package io.terrarium.server.operations;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.terrarium.Sandbox;
import io.terrarium.SandboxEvent;
import io.terrarium.SandboxListener;
import io.terrarium.SandboxLoad;
import io.terrarium.server.Operations;
import io.terrarium.server.Service;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;

/**
 * What is counted, for Prometheus. {@code docs/operation.md} lists it. Labels are words of ours: no
 * caller can make another one. Thread-safe.
 */
final class ServiceMetrics implements SandboxListener {
  private static final double[] SECONDS = {
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60
  };

  /** The statuses of calls that a limit ended. */
  private static final Map<String, String> LIMITS =
      Map.of(
          "wall_timeout", "wall_time",
          "cpu_timeout", "cpu_time",
          "memory_limit", "memory",
          "output_limit", "output",
          "result_limit", "result");

  private final PrometheusRegistry registry = new PrometheusRegistry();

  private final Counter calls =
      counter("terrarium_calls", "Calls by what became of them.", "status", "engine");
  private final Histogram callSeconds =
      histogram("terrarium_call_seconds", "How long calls ran, on the clock.", "status");
  private final Counter callCpuSeconds =
      counter("terrarium_call_cpu_seconds", "Processor time that calls took.");
  private final Counter rows = counter("terrarium_map_rows", "Rows of maps.");
  private final Histogram requestSeconds =
      histogram(
          "terrarium_http_request_seconds",
          "How long requests took, to the last byte of the answer.",
          "route");
  private final Counter requests =
      counter("terrarium_http_requests", "HTTP requests.", "route", "status");
  private final Counter problems =
      counter("terrarium_problems", "Answers that were problem documents.", "code");
  private final Counter kills =
      counter(
          "terrarium_kills", "Calls that a limit ended, those of maps' rows included.", "limit");
  private final Histogram queueSeconds =
      histogram("terrarium_queue_seconds", "How long calls waited for a place to run in.");
  private final Counter workersMade =
      counter("terrarium_workers_made", "Workers that were made.", "ahead_of_need");
  private final Counter workersEnded =
      counter("terrarium_workers_ended", "Workers that ended, and how.", "how");
  private final Counter zygotesStarted =
      counter("terrarium_zygotes_started", "Processes that workers are forked from.");
  private final Counter zygotesLost =
      counter("terrarium_zygotes_lost", "Such processes that ended unexpectedly.");

  ServiceMetrics() {
    LIMITS.values().forEach(limit -> kills.labelValues(limit));
    workersMade.labelValues("true");
    workersMade.labelValues("false");
  }

  /** Has gauges show how a sandbox and a service are. */
  void watch(Sandbox sandbox, Service service) {
    gauge("terrarium_calls_running", "Calls that run.", sandbox, SandboxLoad::runningCalls);
    gauge("terrarium_calls_waiting", "Calls that wait.", sandbox, SandboxLoad::waitingCalls);
    gauge("terrarium_workers_idle", "Workers that are ready.", sandbox, SandboxLoad::idleWorkers);
    gauge(
        "terrarium_memory_reserved_bytes",
        "Memory that calls and sessions may take.",
        sandbox,
        SandboxLoad::reservedMemoryBytes);
    gauge(
        "terrarium_memory_budget_bytes",
        "Memory that all of them may take.",
        sandbox,
        SandboxLoad::memoryBudgetBytes);
    gauge("terrarium_connections_open", "Connections of clients.", service::openConnections);
    gauge(
        "terrarium_connections_at_work",
        "Connections of clients that have work.",
        service::connectionsAtWork);
    connectionsEnded(service);
    gauge("terrarium_requests_under_way", "Requests under way.", service::requestsUnderWay);
    gauge("terrarium_sessions_open", "Sessions of clients.", service::openSessions);
    gauge("terrarium_programs_registered", "Programs of clients.", service::registeredPrograms);
    gauge("terrarium_draining", "1 while the service ends.", () -> service.isDraining() ? 1 : 0);
  }

  private void connectionsEnded(Service service) {
    var _ =
        CounterWithCallback.builder()
            .name("terrarium_connections_ended")
            .help("Connections that were ended although their clients would have kept them.")
            .labelNames("why")
            .callback(
                it -> service.connectionsEnded().forEach((why, number) -> it.call(number, why)))
            .register(registry);
  }

  void called(Operations.CallRecord call) {
    String engine = call.engine().isEmpty() ? "none" : call.engine();
    calls.labelValues(call.status(), engine).inc();
    callSeconds.labelValues(call.status()).observe(seconds(call.wallTime()));
    callCpuSeconds.inc(seconds(call.cpuTime()));
    call.rows().ifPresent(number -> rows.inc(number));
  }

  void answered(Operations.RequestRecord request) {
    String route = request.route().isEmpty() ? "none" : request.route();
    requests.labelValues(route, Integer.toString(request.status())).inc();
    requestSeconds.labelValues(route).observe(seconds(request.took()));
    request.problem().ifPresent(code -> problems.labelValues(code.word()).inc());
  }

  @Override
  public void happened(SandboxEvent event) {
    switch (event) {
      case SandboxEvent.CallAdmitted(_, Duration waited) -> queueSeconds.observe(seconds(waited));
      case SandboxEvent.CallEnded(_, String status, _) -> {
        String limit = LIMITS.get(status);
        if (limit != null) {
          kills.labelValues(limit).inc();
        }
      }
      case SandboxEvent.WorkerMade(_, boolean ahead, _) ->
          workersMade.labelValues(Boolean.toString(ahead)).inc();
      case SandboxEvent.WorkerEnded(_, String how, _, _) ->
          workersEnded.labelValues(firstWord(how)).inc();
      case SandboxEvent.ZygoteStarted _ -> zygotesStarted.inc();
      case SandboxEvent.ZygoteEnded(_, _, boolean expected) -> {
        if (!expected) {
          zygotesLost.inc();
        }
      }
      case SandboxEvent.CallQueued _,
          SandboxEvent.WorkerTaken _,
          SandboxEvent.CallStarted _,
          SandboxEvent.OutputReceived _,
          SandboxEvent.CallFailed _,
          SandboxEvent.CallMeasured _,
          SandboxEvent.SessionOpened _,
          SandboxEvent.SessionEnded _ -> {}
    }
  }

  /** The media type of {@link #text}. */
  static String mediaType() {
    return PrometheusTextFormatWriter.CONTENT_TYPE;
  }

  /** All of it in Prometheus' text format. */
  String text() {
    var bytes = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create()
          .write(bytes, registry.scrape(), EscapingScheme.UNDERSCORE_ESCAPING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** {@code exit 1}: the number would be a label of the guest's choice. */
  private static String firstWord(String how) {
    int space = how.indexOf(' ');
    return space < 0 ? how : how.substring(0, space);
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }

  private Counter counter(String name, String help, String... labels) {
    return Counter.builder().name(name).help(help).labelNames(labels).register(registry);
  }

  private Histogram histogram(String name, String help, String... labels) {
    return Histogram.builder()
        .name(name)
        .help(help)
        .labelNames(labels)
        .classicOnly()
        .classicUpperBounds(SECONDS)
        .register(registry);
  }

  private void gauge(
      String name, String help, Sandbox sandbox, ToDoubleFunction<SandboxLoad> value) {
    gauge(name, help, () -> value.applyAsDouble(sandbox.load()));
  }

  private void gauge(String name, String help, DoubleSupplier value) {
    var _ =
        GaugeWithCallback.builder()
            .name(name)
            .help(help)
            .callback(it -> it.call(value.getAsDouble()))
            .register(registry);
  }
}
