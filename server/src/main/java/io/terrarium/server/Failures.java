package io.terrarium.server;

import io.helidon.http.RequestException;
import io.helidon.webserver.CloseConnectionException;
import io.terrarium.EngineUnavailableException;
import io.terrarium.InvalidArgumentException;
import io.terrarium.OverloadedException;
import io.terrarium.SandboxClosedException;
import io.terrarium.SandboxException;
import io.terrarium.SessionEndedException;
import io.terrarium.UnknownFunctionException;
import io.terrarium.json.InvalidJsonException;
import io.terrarium.value.ValueConversionException;
import java.util.Arrays;
import java.util.List;

/** What clients are told of what was thrown. */
final class Failures {
  /** Names to suggest; a program may have thousands. */
  private static final int SUGGESTIONS = 5;

  private static final System.Logger LOGGER = System.getLogger(Failures.class.getName());

  private Failures() {}

  /**
   * The problem that something thrown is.
   *
   * @param request by which the log knows the request
   * @throws CloseConnectionException when there is nobody left to tell
   */
  static Problem problem(Throwable thrown, String request) {
    return switch (thrown) {
      case ProblemException e -> e.problem();
      case CloseConnectionException e -> throw e;
      case RequestException e -> ofStatus(e.status().code());
      case InvalidJsonException e ->
          Problem.of(ProblemCode.MALFORMED_JSON, sentence(e.problem())).at(e.line(), e.column());
      case UnknownFunctionException e ->
          Problem.of(ProblemCode.FUNCTION_NOT_FOUND, message(e))
              .at("/function")
              .suggesting(first(e.candidates()));
      case InvalidArgumentException e when isTooLarge(e) ->
          Problem.of(ProblemCode.ARGUMENTS_TOO_LARGE, message(e));
      case InvalidArgumentException e -> Problem.of(ProblemCode.INVALID_FIELD, message(e));
      case SessionEndedException e -> Problem.of(ProblemCode.SESSION_NOT_FOUND, message(e));
      case OverloadedException e -> Problem.of(ProblemCode.OVERLOADED, message(e));
      case EngineUnavailableException e -> {
        log(e, request);
        yield Problem.of(
            ProblemCode.ENGINE_UNAVAILABLE,
            "Nothing can run programs here at the moment; the log has request " + request + ".");
      }
      case SandboxClosedException _ ->
          Problem.of(ProblemCode.DRAINING, "The service is ending: ask another one.");
      case SandboxException e when e.category() == SandboxException.Category.USER ->
          Problem.of(ProblemCode.INVALID_FIELD, message(e));
      case OutOfMemoryError _ ->
          Problem.of(ProblemCode.OVERLOADED, "There is not enough memory for this at the moment.");
      default -> {
        log(thrown, request);
        yield Problem.of(
            ProblemCode.INTERNAL,
            "This is a fault of the service; its log has request " + request + ".");
      }
    };
  }

  /** What the web server finds wrong with a request, which it tells by a status. */
  static Problem ofStatus(int status) {
    ProblemCode code =
        Arrays.stream(ProblemCode.values())
            .filter(it -> it.status() == status && it != ProblemCode.MALFORMED_JSON)
            .filter(it -> it != ProblemCode.MALFORMED_MULTIPART)
            .findFirst()
            .orElse(status >= 500 ? ProblemCode.INTERNAL : ProblemCode.MALFORMED_REQUEST);
    return Problem.of(code, code.title() + ".");
  }

  private static boolean isTooLarge(InvalidArgumentException e) {
    return e.getCause() != null && !(e.getCause() instanceof ValueConversionException);
  }

  private static List<String> first(List<String> names) {
    return names.size() <= SUGGESTIONS ? names : names.subList(0, SUGGESTIONS);
  }

  private static void log(Throwable thrown, String request) {
    LOGGER.log(System.Logger.Level.ERROR, "request " + request + " failed", thrown);
  }

  private static String message(Throwable e) {
    return sentence(String.valueOf(e.getMessage()));
  }

  private static String sentence(String text) {
    return text.isEmpty() || text.endsWith(".")
        ? text
        : Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
  }
}
