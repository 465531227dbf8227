package io.terrarium.bench;

import io.terrarium.config.Configuration;
import io.terrarium.config.ServerSettings;
import io.terrarium.server.Operations;
import io.terrarium.server.Service;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Calls over HTTP, from clients in this very process: in a session of each, and pristine ones in
 * turns with the library's own.
 */
final class Http implements Measure {
  private static final int CLIENTS = 8;
  private static final int ROUNDS = 5;
  private static final double SECONDS = 1.5;
  private static final double SESSION_CALLS = 500;
  private static final double SESSION_P99_MICROS = 50_000;
  private static final double PRISTINE_TO_LIBRARY = 0.6;
  private static final Pattern SESSION = Pattern.compile("\"session\":\"([0-9a-f]+)\"");

  /** What clients saw together. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Seen(double perSecond, double[] micros) {}

  @Override
  public List<Row> take(Ground ground) throws IOException, InterruptedException {
    var settings = ServerSettings.builder().port(0).build();
    var configuration = new Configuration(ground.sandbox().settings(), settings, new TreeMap<>());
    try (Service service =
        Service.start(configuration, ground.sandbox(), Operations.open(configuration), List.of())) {
      return rows(ground, service.port());
    }
  }

  private static List<Row> rows(Ground ground, int port) throws IOException, InterruptedException {
    String source = "{\"source\": \"" + Trivial.SOURCE.replace("\n", "\\n") + "\"}";
    var sessions = new ArrayList<byte[]>();
    try (var line = new HttpLine(port)) {
      line.send(HttpLine.request("/v1/programs", source));
      for (int i = 0; i < CLIENTS; i++) {
        Matcher opened = SESSION.matcher(line.send(HttpLine.request("/v1/sessions", source)));
        if (!opened.find()) {
          throw new IOException("no session was opened");
        }
        sessions.add(call("/v1/sessions/" + opened.group(1)));
      }
    }
    var _ = together(port, sessions, SECONDS);
    Seen inSessions = together(port, sessions, 2 * SECONDS);
    double slow = Statistics.percentile(inSessions.micros(), 99);
    return List.of(
        new Row(
            "Calls over HTTP in sessions, " + CLIENTS + " clients",
            "",
            Format.perSecond(inSessions.perSecond()),
            "",
            "≥ " + Format.perSecond(SESSION_CALLS),
            Optional.of(inSessions.perSecond() >= SESSION_CALLS)),
        Row.absolute("the same, p99", Format.micros(slow), "≤ 50 ms", slow <= SESSION_P99_MICROS),
        pristine(ground, port));
  }

  private static Row pristine(Ground ground, int port) throws IOException, InterruptedException {
    int threads = Throughput.bestThreads(ground.program());
    byte[] call = call("/v1/programs/" + ground.program().id());
    var calls = new ArrayList<byte[]>();
    for (int i = 0; i < threads; i++) {
      calls.add(call);
    }
    var _ = together(port, calls, SECONDS);
    var rates = new ArrayList<Double>();
    var floors = new ArrayList<Double>();
    var ratios = new ArrayList<Double>();
    try (var throughput = new Throughput(ground.program(), threads)) {
      for (int i = 0; i < ROUNDS; i++) {
        floors.add(throughput.callsPerSecond(SECONDS));
        rates.add(together(port, calls, SECONDS).perSecond());
        ratios.add(rates.getLast() / floors.getLast());
      }
    }
    double ratio = Statistics.median(ratios);
    return new Row(
        "Pristine calls over HTTP, " + threads + " clients",
        "the library " + Format.perSecond(Statistics.median(floors)),
        Format.perSecond(Statistics.median(rates)),
        Format.times(ratio),
        "≥ " + Format.times(PRISTINE_TO_LIBRARY),
        Optional.of(ratio >= PRISTINE_TO_LIBRARY));
  }

  private static byte[] call(String path) {
    return HttpLine.request(
        path + "/call", "{\"function\": \"" + Trivial.FUNCTION + "\", \"args\": [1]}");
  }

  /** Clients that send a request each, as fast as it is answered. */
  private static Seen together(int port, List<byte[]> requests, double seconds)
      throws IOException, InterruptedException {
    long began = System.nanoTime();
    long end = began + (long) (seconds * 1e9);
    var micros = new ArrayList<double[]>();
    try (var executor = Executors.newFixedThreadPool(requests.size())) {
      var futures = new ArrayList<Future<double[]>>();
      for (byte[] request : requests) {
        futures.add(executor.submit(client(port, request, end)));
      }
      for (Future<double[]> future : futures) {
        micros.add(future.get());
      }
    } catch (ExecutionException e) {
      throw new IOException("a client failed: " + e.getCause(), e);
    }
    double[] all = micros.stream().flatMapToDouble(Arrays::stream).toArray();
    return new Seen(all.length / ((System.nanoTime() - began) / 1e9), all);
  }

  private static Callable<double[]> client(int port, byte[] request, long end) {
    return () -> {
      var micros = new ArrayList<Double>();
      try (var line = new HttpLine(port)) {
        while (System.nanoTime() < end) {
          long sent = System.nanoTime();
          line.send(request);
          micros.add((System.nanoTime() - sent) / 1e3);
        }
      }
      return micros.stream().mapToDouble(Double::doubleValue).toArray();
    };
  }
}
