package io.terrarium.server.operations;

import io.terrarium.server.Request;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * To which trace a request belongs, as the W3C's Trace Context has it. What is not well-formed is
 * as if it were not there.
 *
 * @param parent the header {@code traceparent} as it came
 * @param traceId of the trace: 32 hexadecimal digits
 * @param state the header {@code tracestate}, where it is well-formed
 */
record TraceContext(String parent, String traceId, Optional<String> state) {
  /** A later version may say more, behind another dash. */
  private static final Pattern PARENT =
      Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-[!-~]{1,200})?");

  private static final Pattern STATE =
      Pattern.compile("[a-z0-9][a-z0-9_*/@-]{0,255}=[ -+.-<>-~-]{0,255}[!-+.-<>-~-]");
  private static final int STATE_LENGTH = 512;
  private static final int STATE_MEMBERS = 32;

  /** The trace that a request says it belongs to. */
  static Optional<TraceContext> of(Request request) {
    return request
        .header("traceparent")
        .flatMap(parent -> of(parent, String.join(",", request.headers("tracestate"))));
  }

  /** The same of the headers' values. */
  static Optional<TraceContext> of(String parent, String state) {
    Matcher parts = PARENT.matcher(parent);
    if (!parts.matches()
        || parts.group(1).equals("ff")
        || (parts.group(1).equals("00") && parts.group(5) != null)
        || isZero(parts.group(2))
        || isZero(parts.group(3))) {
      return Optional.empty();
    }
    return Optional.of(
        new TraceContext(parent, parts.group(2), Optional.of(state).filter(TraceContext::isState)));
  }

  private static boolean isZero(String digits) {
    return digits.chars().allMatch(it -> it == '0');
  }

  private static boolean isState(String state) {
    if (state.isBlank() || state.length() > STATE_LENGTH) {
      return false;
    }
    List<String> members = List.of(state.split(",", -1));
    return members.size() <= STATE_MEMBERS
        && members.stream()
            .map(String::strip)
            .allMatch(it -> it.isEmpty() || STATE.matcher(it).matches());
  }
}
