package io.terrarium;

import java.time.Duration;

/**
 * A moment until which something has to be done, on a clock that nobody can set. Made once, where
 * the time begins to count, and passed down to whatever has to be done by then: several calls can
 * have the same one. Immutable.
 */
public final class Deadline {
  private static final Duration LONGEST = Duration.ofDays(365);

  /** On {@link System#nanoTime()}. */
  private final long at;

  private Deadline(long at) {
    this.at = at;
  }

  /**
   * The moment that is so far from now.
   *
   * @param time up to 365 days; what is zero or less has passed already
   */
  public static Deadline in(Duration time) {
    if (time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "a deadline in " + time + ": it has to be within " + LONGEST.toDays() + " days");
    }
    return new Deadline(System.nanoTime() + (time.isNegative() ? 0 : time.toNanos()));
  }

  /** How long it is until then; zero when it has passed. */
  public Duration left() {
    return Duration.ofNanos(Math.max(0, at - System.nanoTime()));
  }

  /** Whether it has passed. */
  public boolean passed() {
    return at - System.nanoTime() <= 0;
  }

  @Override
  public String toString() {
    return "Deadline[in " + left().toMillis() + " ms]";
  }
}
