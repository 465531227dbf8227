package io.terrarium.config;

import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * An API key of the service: who calls with it, and how much.
 *
 * @param name by which operators know it: in logs, never in what callers are told
 * @param hash of the key
 * @param profiles the names of those that its calls may run in, the usual one first; empty: the key
 *     is bound to none, and its calls may run in each, or in none under a policy that they say
 * @param rate how many requests it may make in a second, averaged: 0.001 to 1,000,000; empty: any
 *     number
 * @param burst how many it may make at once after a pause: 1 to 1,000,000
 * @param concurrency how many of its calls run at a time: 1 to 10,000; empty: half of as many as
 *     the sandbox runs, or as many where there is no other key
 * @param queueLength how many more may wait for that: 0 to 1,000,000
 */
public record ServiceKey(
    String name,
    KeyHash hash,
    List<String> profiles,
    Optional<BigDecimal> rate,
    int burst,
    OptionalInt concurrency,
    int queueLength) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}");
  private static final BigDecimal LEAST_RATE = new BigDecimal("0.001");
  private static final BigDecimal MOST_RATE = new BigDecimal(1_000_000);
  static final int BURST = 20;
  static final int QUEUE_LENGTH = 100;

  /**
   * Checks every range, and says which one does not hold.
   *
   * @throws IllegalArgumentException when one does not
   */
  public ServiceKey {
    profiles = List.copyOf(new LinkedHashSet<>(profiles));
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'"
              + name
              + "' is no name for a key: it has to be up to 64 ASCII letters, digits, dashes and"
              + " underscores, beginning with a letter");
    }
    rate.ifPresent(it -> {
      if (it.compareTo(LEAST_RATE) < 0 || it.compareTo(MOST_RATE) > 0) {
        throw new IllegalArgumentException(
            "rate is " + it + ": it has to be from " + LEAST_RATE + " to " + MOST_RATE);
      }
    });
    Ranges.check("burst", burst, 1, 1_000_000);
    concurrency.ifPresent(it -> Ranges.check("concurrency", it, 1, 10_000));
    Ranges.check("queueLength", queueLength, 0, 1_000_000);
  }

  /** A key that is bound to nothing and may do what the sandbox can. */
  public static ServiceKey of(String name, KeyHash hash) {
    return new ServiceKey(
        name, hash, List.of(), Optional.empty(), BURST, OptionalInt.empty(), QUEUE_LENGTH);
  }

  /** The same with profiles, the usual one first. */
  public ServiceKey withProfiles(String... names) {
    return new ServiceKey(name, hash, List.of(names), rate, burst, concurrency, queueLength);
  }

  /** The same with a rate. */
  public ServiceKey withRate(BigDecimal perSecond, int burst) {
    return new ServiceKey(
        name, hash, profiles, Optional.of(perSecond), burst, concurrency, queueLength);
  }

  /** The same with so many calls at a time. */
  public ServiceKey withConcurrency(int calls, int queueLength) {
    return new ServiceKey(name, hash, profiles, rate, burst, OptionalInt.of(calls), queueLength);
  }
}
