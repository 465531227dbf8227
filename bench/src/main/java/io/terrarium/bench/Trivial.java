package io.terrarium.bench;

import io.terrarium.wire.CallLimits;
import io.terrarium.wire.EncodedRequest;
import io.terrarium.wire.Request;
import io.terrarium.wire.Requests;
import java.util.List;
import java.util.Map;

/** The function that does next to nothing, so that what is measured is the call. */
final class Trivial {
  static final String FUNCTION = "f";
  static final String SOURCE =
      """
      def f(x):
          return x + 1
      """;

  /** An answer: length, kind, call id, and an int in five bytes. */
  static final int ANSWER_BYTES = 4 + 1 + 8 + 5;

  private Trivial() {}

  /** The frame that a session's call sends. */
  static EncodedRequest request() {
    var limits = new CallLimits(16 << 20, 1 << 20, 100, 64 << 10, false, false);
    return Requests.encode(
        new Request.CallFunction(FUNCTION, List.of(1), Map.of(), Map.of(), limits), 1, 1 << 20);
  }

  /** How long that frame is. */
  static int requestBytes() {
    return request().frame().remaining();
  }
}
