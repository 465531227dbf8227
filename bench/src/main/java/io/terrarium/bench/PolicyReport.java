package io.terrarium.bench;

import java.util.List;
import java.util.Map;

/**
 * What one round of policy_speed.py found out.
 *
 * @param programs a run of each program
 * @param compiling a file that is checked and compiled
 * @param doors what has guards
 */
record PolicyReport(List<Subject> programs, Subject compiling, List<Subject> doors) {

  /**
   * What was done in several ways: {@code plain}, {@code policy}, and others.
   *
   * @param title what it is
   * @param times seconds by the way
   * @param refusals why it could not be done, by the way
   */
  record Subject(String title, Map<String, Double> times, Map<String, String> refusals) {
    /** How long one way took; not a number where it could not be done. */
    double seconds(String way) {
      return times.getOrDefault(way, Double.NaN);
    }
  }
}
