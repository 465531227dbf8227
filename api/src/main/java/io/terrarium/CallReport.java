package io.terrarium;

import java.util.function.Supplier;

/**
 * What is known of a call whatever became of it: what it printed, what it used and what it was
 * allowed. Immutable.
 */
public final class CallReport {
  private final Output output;
  private final Output errorOutput;
  private final Limits limits;
  private final String engine;
  private final Supplier<Usage> usage;

  /**
   * What one stream captured.
   *
   * @param text what was printed
   * @param truncated whether more was printed than was kept
   */
  public record Output(String text, boolean truncated) {
    /** Nothing printed. */
    public static final Output EMPTY = new Output("", false);
  }

  /**
   * @param output standard output
   * @param errorOutput standard error
   * @param limits the limits as they were applied
   * @param engine the name of the engine that ran the call
   * @param usage gives the usage, waiting for the kernel's figures where they are not there yet
   */
  public CallReport(
      Output output, Output errorOutput, Limits limits, String engine, Supplier<Usage> usage) {
    this.output = output;
    this.errorOutput = errorOutput;
    this.limits = limits;
    this.engine = engine;
    this.usage = usage;
  }

  /** What the program wrote to standard output. */
  public Output stdout() {
    return output;
  }

  /** What the program wrote to standard error. */
  public Output stderr() {
    return errorOutput;
  }

  /** The limits as they were applied, after clamping. */
  public Limits limits() {
    return limits;
  }

  /** The name of the engine that ran the call, such as {@code cpython}. */
  public String engine() {
    return engine;
  }

  /**
   * What the call used. The kernel's figures come with the worker's end, a fraction of a
   * millisecond after the answer: this waits for them.
   */
  public Usage usage() {
    return usage.get();
  }

  @Override
  public String toString() {
    return "CallReport[engine=" + engine + ", limits=" + limits + "]";
  }
}
