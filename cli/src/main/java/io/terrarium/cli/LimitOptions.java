package io.terrarium.cli;

import io.terrarium.Limits;
import io.terrarium.Limits.OutputOverflow;
import io.terrarium.config.Amounts;
import java.time.Duration;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that say what a call may use. */
final class LimitOptions {
  @Option(
      names = "--wall-time",
      paramLabel = "TIME",
      converter = ToDuration.class,
      description = "Time on the clock: 500ms, 5s, 2m (default: 10s).")
  @Nullable Duration wallTime;

  @Option(
      names = "--cpu-time",
      paramLabel = "TIME",
      converter = ToDuration.class,
      description = "Processor time (default: 5s).")
  @Nullable Duration cpuTime;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      converter = ToBytes.class,
      description =
          "Memory beside the interpreter and the arguments: 64MiB, 1GiB (default: 256MiB).")
  @Nullable Long memory;

  @Option(
      names = "--output-limit",
      paramLabel = "SIZE",
      converter = ToBytes.class,
      description = "Captured output; more is cut off (default: 64KiB).")
  @Nullable Long output;

  @Option(
      names = "--output-fail",
      description = "Stop a call that prints more than --output-limit instead.")
  boolean outputFail;

  @Option(
      names = "--result-limit",
      paramLabel = "SIZE",
      converter = ToBytes.class,
      description = "The encoded result (default: 16MiB).")
  @Nullable Long result;

  /** The limits asked for, the usual ones where nothing was. */
  Limits limits(Limits usual) {
    OutputOverflow overflow = outputFail ? OutputOverflow.FAIL : usual.outputOverflow();
    Limits limits = usual.withOutput(usual.outputBytes(), overflow);
    limits = with(limits, "--wall-time", wallTime, Limits::withWallTime);
    limits = with(limits, "--cpu-time", cpuTime, Limits::withCpuTime);
    limits = with(limits, "--memory", memory, Limits::withMemoryBytes);
    limits = with(limits, "--output-limit", output, (l, bytes) -> l.withOutput(bytes, overflow));
    return with(limits, "--result-limit", result, Limits::withResultBytes);
  }

  private static <T> Limits with(
      Limits limits, String option, @Nullable T amount, BiFunction<Limits, T, Limits> change) {
    if (amount == null) {
      return limits;
    }
    try {
      return change.apply(limits, amount);
    } catch (IllegalArgumentException e) {
      // "memoryBytes is 1: it has to be …": the option has another name, and the range is the
      // point.
      String message = String.valueOf(e.getMessage());
      throw new UsageException(
          option + ": " + message.substring(message.indexOf(": ") + 1).strip());
    }
  }

  /** For picocli. */
  static final class ToDuration implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      try {
        return Amounts.duration(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** For picocli. */
  static final class ToBytes implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      try {
        return Amounts.bytes(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
