package io.terrarium.faults;

import io.terrarium.Sandbox;
import java.time.Duration;
import java.util.stream.Collectors;

/**
 * A great many calls of honest and hostile programs, one after the other and four at a time: each
 * has to have the outcome that it must have, to the value, and nothing may be left.
 */
public final class Soak {
  private static final long CALLS = 200_000;
  private static final int THREADS = 4;
  private static final long SEED = 20_261_123;

  /** Enough for everything that is made once to have been made. */
  private static final long CALLS_TO_WARM_UP = 4_000;

  private final Sandbox sandbox;

  private Soak(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  /**
   * What came of it.
   *
   * @param tally the outcomes
   * @param time how long the calls took
   * @param before what the application had of the machine when it was warm
   * @param after the same after the calls
   */
  record Result(Tally tally, Duration time, Footprint before, Footprint after) {
    boolean held() {
      return tally.wrongCalls() == 0 && tally.excusedCalls() == 0 && after.isNoMoreThan(before);
    }

    String text() {
      String statuses =
          tally.statuses().entrySet().stream()
              .map(entry -> "  %-22s %,d".formatted(entry.getKey(), entry.getValue()))
              .collect(Collectors.joining(System.lineSeparator()));
      return """
      %,d calls in %d s, %.0f a second; %d with an outcome that they must not have
      %s
      before: %s
      after:  %s
      %s\
      """
          .formatted(
              tally.calls(),
              time.toSeconds(),
              tally.calls() / Math.max(0.001, time.toMillis() / 1000.0),
              tally.wrongCalls() + tally.excusedCalls(),
              statuses,
              before.text(),
              after.text(),
              String.join(System.lineSeparator(), tally.wrongOnes()));
    }
  }

  /**
   * Makes as many calls as the argument says, or 200,000, and prints what came of them. Exit status
   * 1 where one had another outcome than its own, or something is left.
   */
  public static void main(String[] arguments) throws InterruptedException {
    long calls = arguments.length > 0 ? Long.parseLong(arguments[0]) : CALLS;
    try (Sandbox sandbox = Sandbox.create()) {
      Result result = new Soak(sandbox).run(calls);
      System.out.println(result.text());
      if (!result.held()) {
        System.out.println("It does not hold.");
        System.exit(1);
      }
    }
  }

  /** Makes these calls in a sandbox. */
  static Result run(Sandbox sandbox, long calls) throws InterruptedException {
    return new Soak(sandbox).run(calls);
  }

  private Result run(long calls) throws InterruptedException {
    var _ = load(Math.min(calls, CALLS_TO_WARM_UP), SEED - 1);
    Footprint before = Footprint.settled();
    long began = System.nanoTime();
    Tally tally = load(calls, SEED);
    Duration time = Duration.ofNanos(System.nanoTime() - began);
    return new Result(tally, time, before, Footprint.settled());
  }

  private Tally load(long calls, long seed) throws InterruptedException {
    try (var load = new MixedLoad(sandbox, THREADS, calls, MixedLoad.nothingExcused(), seed)) {
      return load.await();
    }
  }
}
