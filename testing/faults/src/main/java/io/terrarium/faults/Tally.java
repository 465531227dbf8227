package io.terrarium.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What came of many calls. Thread-safe. */
final class Tally {
  private static final int WRONG_ONES_KEPT = 20;

  private final Map<String, Long> statuses = new TreeMap<>();
  private final List<String> wrong = new ArrayList<>();
  private long calls;
  private long excused;
  private long wrongCalls;

  /** An outcome that the call has to have. */
  synchronized void expected(String status) {
    count(status);
  }

  /** One that it has through no fault of its own, since something on the machine failed. */
  synchronized void excused(String status) {
    count(status);
    excused++;
  }

  /** One that it must not have. */
  synchronized void wrong(String deed, String what) {
    count("wrong");
    wrongCalls++;
    if (wrong.size() < WRONG_ONES_KEPT) {
      wrong.add(deed + ": " + what);
    }
  }

  private void count(String status) {
    calls++;
    statuses.merge(status, 1L, Long::sum);
  }

  /** How many calls there were. */
  synchronized long calls() {
    return calls;
  }

  /** How many had an outcome that was not theirs, and may have. */
  synchronized long excusedCalls() {
    return excused;
  }

  /** How many had an outcome that they must not have. */
  synchronized long wrongCalls() {
    return wrongCalls;
  }

  /** The first outcomes that must not be, in words. */
  synchronized List<String> wrongOnes() {
    return List.copyOf(wrong);
  }

  /** How often there was each status. */
  synchronized Map<String, Long> statuses() {
    return new TreeMap<>(statuses);
  }
}
