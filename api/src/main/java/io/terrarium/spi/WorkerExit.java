package io.terrarium.spi;

import java.time.Duration;

/**
 * How a worker ended, in the kernel's words.
 *
 * @param status how
 * @param cpuTime processor time that it used in all
 * @param idleMemoryBytes what a worker of its kind has resident before a program is in it
 * @param peakMemoryBytes the most that it had resident
 */
public record WorkerExit(
    Status status, Duration cpuTime, long idleMemoryBytes, long peakMemoryBytes) {

  /** How a worker ended. */
  public sealed interface Status {
    /** It exited by itself. */
    record Exited(int code) implements Status {}

    /** A signal ended it, ours included. */
    record Signalled(int signal) implements Status {}

    /** What it was made from is gone, and it with it. */
    record Lost(String reason) implements Status {}
  }
}
