package io.terrarium;

import java.time.Duration;

/**
 * What one call may use. Immutable; {@link #DEFAULT} is for ordinary calls.
 *
 * @param wallTime time on the clock, from the moment the request is handed to a worker: 1 ms to 1 h
 * @param cpuTime processor time of the worker: 1 ms to 1 h; held to 20 ms
 * @param memoryBytes address space over that of the interpreter and the arguments: 16 MiB to 1 TiB
 * @param outputBytes captured standard output and error together, in UTF-8: up to 64 MiB
 * @param outputOverflow what happens to a program that prints more
 * @param resultBytes the encoded result; likewise the arguments of each call of a host function: up
 *     to 1 GiB
 * @param argumentBytes the encoded arguments; likewise each value that a host function returns: up
 *     to 1 GiB
 * @param hostCalls calls of host functions: up to 10,000,000
 */
public record Limits(
    Duration wallTime,
    Duration cpuTime,
    long memoryBytes,
    long outputBytes,
    OutputOverflow outputOverflow,
    long resultBytes,
    long argumentBytes,
    int hostCalls) {

  private static final long MEBIBYTE = 1024 * 1024;

  /**
   * 10 s on the clock, 5 s of processor time, 256 MiB of memory, 64 KiB of output (what is over is
   * cut), 16 MiB of result, 16 MiB of arguments and 10,000 calls of host functions.
   */
  public static final Limits DEFAULT =
      new Limits(
          Duration.ofSeconds(10),
          Duration.ofSeconds(5),
          256 * MEBIBYTE,
          64 * 1024,
          OutputOverflow.TRUNCATE,
          16 * MEBIBYTE,
          16 * MEBIBYTE,
          10_000);

  /** What happens to a program that prints more than it may. */
  public enum OutputOverflow {
    /** The rest is dropped and the report says so; the call goes on. */
    TRUNCATE,
    /** The call ends as {@link Outcome.LimitExceeded}. */
    FAIL
  }

  /** Checks every range, and says which one does not hold. */
  public Limits {
    inRange("wallTime", wallTime, Duration.ofHours(1));
    inRange("cpuTime", cpuTime, Duration.ofHours(1));
    inRange("memoryBytes", memoryBytes, 16 * MEBIBYTE, 1024 * 1024 * MEBIBYTE);
    inRange("outputBytes", outputBytes, 0, 64 * MEBIBYTE);
    inRange("resultBytes", resultBytes, 1, 1024 * MEBIBYTE);
    inRange("argumentBytes", argumentBytes, 1, 1024 * MEBIBYTE);
    if (hostCalls < 0 || hostCalls > 10_000_000) {
      throw new IllegalArgumentException(
          "hostCalls is " + hostCalls + ": it has to be from 0 to 10000000");
    }
  }

  /** The same limits with another wall time. */
  public Limits withWallTime(Duration newWallTime) {
    return new Limits(
        newWallTime,
        cpuTime,
        memoryBytes,
        outputBytes,
        outputOverflow,
        resultBytes,
        argumentBytes,
        hostCalls);
  }

  /** The same limits with another CPU time. */
  public Limits withCpuTime(Duration newCpuTime) {
    return new Limits(
        wallTime,
        newCpuTime,
        memoryBytes,
        outputBytes,
        outputOverflow,
        resultBytes,
        argumentBytes,
        hostCalls);
  }

  /** The same limits with another memory, in bytes. */
  public Limits withMemoryBytes(long newMemoryBytes) {
    return new Limits(
        wallTime,
        cpuTime,
        newMemoryBytes,
        outputBytes,
        outputOverflow,
        resultBytes,
        argumentBytes,
        hostCalls);
  }

  /** The same limits with another amount of output, in bytes, and another way to end it. */
  public Limits withOutput(long newOutputBytes, OutputOverflow newOutputOverflow) {
    return new Limits(
        wallTime,
        cpuTime,
        memoryBytes,
        newOutputBytes,
        newOutputOverflow,
        resultBytes,
        argumentBytes,
        hostCalls);
  }

  /** The same limits with another size of result, in bytes. */
  public Limits withResultBytes(long newResultBytes) {
    return new Limits(
        wallTime,
        cpuTime,
        memoryBytes,
        outputBytes,
        outputOverflow,
        newResultBytes,
        argumentBytes,
        hostCalls);
  }

  /** The same limits with another size of arguments, in bytes. */
  public Limits withArgumentBytes(long newArgumentBytes) {
    return new Limits(
        wallTime,
        cpuTime,
        memoryBytes,
        outputBytes,
        outputOverflow,
        resultBytes,
        newArgumentBytes,
        hostCalls);
  }

  /** The same limits with another number of calls of host functions. */
  public Limits withHostCalls(int newHostCalls) {
    return new Limits(
        wallTime,
        cpuTime,
        memoryBytes,
        outputBytes,
        outputOverflow,
        resultBytes,
        argumentBytes,
        newHostCalls);
  }

  /** These limits, none of them above the ceiling's. */
  public Limits clampedTo(Limits ceiling) {
    return new Limits(
        shorter(wallTime, ceiling.wallTime),
        shorter(cpuTime, ceiling.cpuTime),
        Math.min(memoryBytes, ceiling.memoryBytes),
        Math.min(outputBytes, ceiling.outputBytes),
        outputOverflow,
        Math.min(resultBytes, ceiling.resultBytes),
        Math.min(argumentBytes, ceiling.argumentBytes),
        Math.min(hostCalls, ceiling.hostCalls));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  private static void inRange(String name, Duration value, Duration most) {
    if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          name + " is " + value + ": it has to be from 1 ms to " + most.toHours() + " h");
    }
  }

  private static void inRange(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " is " + value + ": it has to be from " + least + " to " + most + " bytes");
    }
  }
}
