package io.terrarium;

import java.time.Duration;
import java.util.Optional;

/**
 * One function to call for many rows of arguments, and how. Immutable.
 *
 * @param function the name of a callable at the top level of the program
 * @param limits what each row may use, as if it were a call of its own; empty: the sandbox's
 *     default. The module body is held to them once for each worker
 * @param parallelism how many workers take part at most: 1 to 1,000, and no more than the sandbox
 *     lets calls run at the same time or has memory for. A program's globals persist from row to
 *     row within one worker, so a function that keeps something in them sees other rows with more
 * @param onError what becomes of the other rows when one has another outcome than a value
 * @param wallTime how long all of it may take, from the first outcome that is asked for: up to a
 *     year; empty: as long as it takes
 * @param outputBytes how much of what all rows print together is kept, in UTF-8, up to 64 MiB: what
 *     is over is cut, in the order in which rows run. A row's own output is bounded by its limits,
 *     too
 * @param batchBytes about how much is encoded to be sent at once: 1 KiB to 64 MiB
 * @param batchTime about how long a worker is given work for at once: 1 ms to 10 s
 */
public record MapCall(
    String function,
    Optional<Limits> limits,
    int parallelism,
    OnError onError,
    Optional<Duration> wallTime,
    long outputBytes,
    int batchBytes,
    Duration batchTime) {

  private static final int MEBIBYTE = 1 << 20;
  private static final long MILLISECONDS_A_YEAR = 365L * 24 * 60 * 60 * 1000;

  /** What becomes of the other rows when one has another outcome than a value. */
  public enum OnError {
    /** The first such row ends the map with a {@link RowFailedException} in its place. */
    STOP,
    /** Its outcome is one among the others, and the rest go on. */
    COLLECT
  }

  /** Checks every range, and says which one does not hold. */
  public MapCall {
    inRange("parallelism", parallelism, 1, 1_000);
    inRange("outputBytes", outputBytes, 0, 64L * MEBIBYTE);
    inRange("batchBytes", batchBytes, 1_024, 64L * MEBIBYTE);
    inRange("batchTime in milliseconds", batchTime.toMillis(), 1, 10_000);
    wallTime.ifPresent(
        time -> inRange("wallTime in milliseconds", time.toMillis(), 1, MILLISECONDS_A_YEAR));
  }

  /**
   * One worker, the sandbox's default limits for each row, an end at the first row that has no
   * value, 1 MiB of output in all, batches of up to 1 MiB and 10 ms.
   */
  public static MapCall of(String function) {
    return new MapCall(
        function,
        Optional.empty(),
        1,
        OnError.STOP,
        Optional.empty(),
        MEBIBYTE,
        MEBIBYTE,
        Duration.ofMillis(10));
  }

  /** The same with other limits for each row. */
  public MapCall withLimits(Limits newLimits) {
    return new MapCall(
        function,
        Optional.of(newLimits),
        parallelism,
        onError,
        wallTime,
        outputBytes,
        batchBytes,
        batchTime);
  }

  /** The same with so many workers at most. */
  public MapCall withParallelism(int workers) {
    return new MapCall(
        function, limits, workers, onError, wallTime, outputBytes, batchBytes, batchTime);
  }

  /** The same with another answer to a row without a value. */
  public MapCall withOnError(OnError newOnError) {
    return new MapCall(
        function, limits, parallelism, newOnError, wallTime, outputBytes, batchBytes, batchTime);
  }

  /** The same with a limit for the whole. */
  public MapCall withWallTime(Duration newWallTime) {
    return new MapCall(
        function,
        limits,
        parallelism,
        onError,
        Optional.of(newWallTime),
        outputBytes,
        batchBytes,
        batchTime);
  }

  /** The same with another bound for what all rows print. */
  public MapCall withOutputBytes(long newOutputBytes) {
    return new MapCall(
        function, limits, parallelism, onError, wallTime, newOutputBytes, batchBytes, batchTime);
  }

  /** The same with other batches. */
  public MapCall withBatches(int newBatchBytes, Duration newBatchTime) {
    return new MapCall(
        function, limits, parallelism, onError, wallTime, outputBytes, newBatchBytes, newBatchTime);
  }

  private static void inRange(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " is " + value + ": it has to be from " + least + " to " + most);
    }
  }
}
