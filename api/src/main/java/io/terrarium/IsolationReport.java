package io.terrarium;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How an engine isolates its workers on this machine: what is really in place, not what was asked
 * for.
 *
 * @param engine the name of the engine
 * @param usable whether the engine's floor is met, so that it may run programs
 * @param runtime which Python runs, such as {@code CPython 3.11.2 at /usr/bin/python3}; empty where
 *     none was found
 * @param layers every layer, in the order in which it is put up
 * @param setUp how long it took to put up the layers of what workers are made from; empty where
 *     they are not up
 * @param selfCheck what a worker really tried before anybody was served; empty where it came to
 *     none
 * @param notes what an operator should know besides, a sentence each
 */
public record IsolationReport(
    String engine,
    boolean usable,
    Optional<String> runtime,
    List<Layer> layers,
    Optional<Duration> setUp,
    List<Attempt> selfCheck,
    List<String> notes) {

  /** Copies the lists. */
  public IsolationReport {
    layers = List.copyOf(layers);
    selfCheck = List.copyOf(selfCheck);
    notes = List.copyOf(notes);
  }

  /**
   * One layer of isolation.
   *
   * @param name a short name such as {@code seccomp}
   * @param required whether the engine refuses to run programs without it
   * @param present whether it is in place
   * @param detail what provides it, or why it is missing
   * @param remedy what would fix it, where it is missing
   */
  public record Layer(
      String name, boolean required, boolean present, String detail, Optional<String> remedy) {}

  /**
   * Something that isolation has to stop, tried in a worker.
   *
   * @param name what was tried, such as {@code read a file}
   * @param stopped whether it was stopped, as it must be
   * @param detail how, or what it got
   */
  public record Attempt(String name, boolean stopped, String detail) {}
}
