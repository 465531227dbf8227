package io.terrarium.server;

/** Takes bodies for what their media types say. */
final class Bodies {
  private static final String FORM = "multipart/form-data";

  private Bodies() {}

  /**
   * The fields of a body: of a JSON object, or of a form with files.
   *
   * @throws ProblemException when it is neither
   */
  static Fields fields(Request request) {
    return switch (request.mediaType()) {
      case Answer.JSON -> Fields.of(request.body());
      default ->
          throw Problem.of(
                  ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                  "A body is application/json or "
                      + FORM
                      + ", as the header Content-Type has to say.")
              .exception();
    };
  }
}
