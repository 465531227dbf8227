package io.terrarium.faults;

import io.terrarium.Outcome;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Something that a program does, again and again.
 *
 * @param name in a few words
 * @param weight how often it is done, beside the others
 * @param honest whether it has a value as its outcome
 * @param once does it, and has seen what came of it
 */
record Deed(String name, int weight, boolean honest, Once once) {
  /** Does it once. */
  @FunctionalInterface
  interface Once {
    /** Makes a call, or a few in one session. */
    Seen call(RandomGenerator random);
  }

  /**
   * What came of a call.
   *
   * @param outcome what it was
   * @param expected whether it is the one that this call has to have, to the value
   */
  record Seen(Outcome outcome, boolean expected) {
    static Seen of(Outcome outcome, Predicate<Outcome> expectation) {
      return new Seen(outcome, expectation.test(outcome));
    }
  }
}
