package io.terrarium.faults;

import io.terrarium.Sandbox;
import io.terrarium.config.Configuration;
import io.terrarium.config.ServerSettings;
import io.terrarium.server.Caller;
import io.terrarium.server.Operations;
import io.terrarium.server.Request;
import io.terrarium.server.Service;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;

/**
 * A great many requests of good and bad clients to the service, some at a time: each has to have
 * exactly the answer that it must have, each call to be told of exactly once, and nothing may be
 * left.
 */
public final class HttpSoak {
  private static final long REQUESTS = 200_000;
  private static final int CLIENTS = 6;
  private static final long SEED = 20_261_125;
  private static final long REQUESTS_TO_WARM_UP = 4_000;

  /** Threads that carry virtual ones come and go as the platform likes. */
  private static final int CARRIERS = 16;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Service service;
  private final HttpClient client;
  private final AtomicLong told;

  private HttpSoak(Service service, HttpClient client, AtomicLong told) {
    this.service = service;
    this.client = client;
    this.told = told;
  }

  /**
   * What came of it.
   *
   * @param calls the calls that clients have made
   * @param told the calls that the service has told of
   */
  record Result(
      Tally tally, long calls, long told, Duration time, Footprint before, Footprint after) {
    boolean held() {
      return tally.wrongCalls() == 0 && calls == told && after.isNoMoreThan(before, CARRIERS);
    }

    String text() {
      String kinds =
          tally.statuses().entrySet().stream()
              .map(entry -> "  %-22s %,d".formatted(entry.getKey(), entry.getValue()))
              .collect(Collectors.joining(System.lineSeparator()));
      return """
      %,d things done by clients in %d s, %.0f a second; %d with an answer that they must not have
      %s
      calls: %,d made, %,d told of
      before: %s
      after:  %s
      %s\
      """
          .formatted(
              tally.calls(),
              time.toSeconds(),
              tally.calls() / Math.max(0.001, time.toMillis() / 1000.0),
              tally.wrongCalls(),
              kinds,
              calls,
              told,
              before.text(),
              after.text(),
              String.join(System.lineSeparator(), tally.wrongOnes()));
    }
  }

  /**
   * Makes as many requests as the argument says, or 200,000, and prints what came of them. Exit
   * status 1 where one had another answer than its own, or something is left.
   */
  public static void main(String[] arguments) throws InterruptedException {
    long requests = arguments.length > 0 ? Long.parseLong(arguments[0]) : REQUESTS;
    try (Sandbox sandbox = Sandbox.create()) {
      Result result = run(sandbox, requests);
      System.out.println(result.text());
      if (!result.held()) {
        System.out.println("It does not hold.");
        System.exit(1);
      }
    }
  }

  /** Makes these requests to a service of a sandbox. */
  static Result run(Sandbox sandbox, long requests) throws InterruptedException {
    var told = new AtomicLong();
    Caller anyone = Caller.anyone(new TreeMap<>());
    var operations =
        new Operations() {
          @Override
          public Caller caller(Request request) {
            return anyone;
          }

          @Override
          public void called(Request request, CallRecord call) {
            // A source that is compiled for a call or a session is no call of a client's.
            if (!call.function().isEmpty() || request.route().equals("/v1/check")) {
              told.incrementAndGet();
            }
          }
        };
    var settings = ServerSettings.builder().port(0).build();
    var configuration = new Configuration(sandbox.settings(), settings, new TreeMap<>());
    try (HttpClient client = HttpClient.newHttpClient();
        Service service = Service.start(configuration, sandbox, operations, List.of())) {
      return new HttpSoak(service, client, told).run(requests);
    }
  }

  private Result run(long requests) throws InterruptedException {
    var deeds = new HttpDeeds(client, service.port()).all();
    var _ = load(deeds, Math.min(requests, REQUESTS_TO_WARM_UP), SEED - 1, new AtomicLong());
    settle();
    Footprint before = Footprint.settled();
    told.set(0);
    var calls = new AtomicLong();
    long began = System.nanoTime();
    Tally tally = load(deeds, requests, SEED, calls);
    Duration time = Duration.ofNanos(System.nanoTime() - began);
    settle();
    return new Result(tally, calls.get(), told.get(), time, before, Footprint.settled());
  }

  /** Calls of clients that have left come to their end. */
  private void settle() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (service.requestsUnderWay() > 0 && System.nanoTime() < end) {
      LockSupport.parkNanos(10_000_000);
    }
  }

  private static Tally load(
      List<HttpDeeds.HttpDeed> deeds, long requests, long seed, AtomicLong calls)
      throws InterruptedException {
    var lots = new ArrayList<HttpDeeds.HttpDeed>();
    for (HttpDeeds.HttpDeed deed : deeds) {
      for (int lot = 0; lot < deed.weight(); lot++) {
        lots.add(deed);
      }
    }
    var tally = new Tally();
    var left = new AtomicLong(requests);
    var threads = new ArrayList<Thread>();
    for (int number = 0; number < CLIENTS; number++) {
      RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed + number);
      threads.add(
          Thread.ofPlatform()
              .name("client-" + number)
              .start(() -> {
                while (left.getAndDecrement() > 0) {
                  HttpDeeds.HttpDeed deed = lots.get(random.nextInt(lots.size()));
                  calls.addAndGet(deed.calls());
                  act(deed, random, tally);
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return tally;
  }

  private static void act(HttpDeeds.HttpDeed deed, RandomGenerator random, Tally tally) {
    try {
      String wrong = deed.once().act(random);
      if (wrong.isEmpty()) {
        tally.expected(deed.name());
      } else {
        tally.wrong(deed.name(), wrong.substring(0, Math.min(300, wrong.length())));
      }
    } catch (IOException | RuntimeException e) {
      tally.wrong(deed.name(), String.valueOf(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
