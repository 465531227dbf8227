package io.terrarium.wire;

import io.terrarium.HostFunction;
import java.util.List;

/**
 * The limits that a worker holds by itself, so that an honest mistake is answered with a good
 * message, and what it may call meanwhile. The supervisor holds it to both too.
 *
 * @param resultBytes the encoded result
 * @param resultNodes the values in the result, all of them counted
 * @param resultDepth how deep values may be nested in the result
 * @param outputBytes captured output, in UTF-8
 * @param outputFatal whether more output ends the call, or is dropped
 * @param outputLive whether somebody listens: output is sent as soon as it may be worth seeing
 * @param hostFunctions what the program may call
 */
public record CallLimits(
    long resultBytes,
    long resultNodes,
    int resultDepth,
    long outputBytes,
    boolean outputFatal,
    boolean outputLive,
    List<HostFunction> hostFunctions) {

  /** Copies the list. */
  public CallLimits {
    hostFunctions = List.copyOf(hostFunctions);
  }

  /** Limits of a call that may call nothing of the host's. */
  public CallLimits(
      long resultBytes,
      long resultNodes,
      int resultDepth,
      long outputBytes,
      boolean outputFatal,
      boolean outputLive) {
    this(resultBytes, resultNodes, resultDepth, outputBytes, outputFatal, outputLive, List.of());
  }
}
