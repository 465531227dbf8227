package io.terrarium.wire;

import java.util.List;

/**
 * The limits that a worker holds by itself, so that an honest mistake is answered with a good
 * message. The supervisor holds them too.
 *
 * @param resultBytes the encoded result
 * @param resultNodes the values in the result, all of them counted
 * @param resultDepth how deep values may be nested in the result
 * @param outputBytes captured output, in UTF-8
 * @param outputFatal whether more output ends the call, or is dropped
 * @param outputLive whether somebody listens: output is sent as soon as it may be worth seeing
 */
public record CallLimits(
    long resultBytes,
    long resultNodes,
    int resultDepth,
    long outputBytes,
    boolean outputFatal,
    boolean outputLive) {

  /** As the protocol has them. */
  List<Object> items() {
    return List.of(resultBytes, resultNodes, resultDepth, outputBytes, outputFatal, outputLive);
  }
}
