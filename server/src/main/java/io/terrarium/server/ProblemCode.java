package io.terrarium.server;

import java.util.Locale;

/** What can be the matter with a request, with its HTTP status. */
public enum ProblemCode {
  /** The body, or a part of it, is no JSON. */
  MALFORMED_JSON(400, "The body is not JSON"),
  /** The body is no multipart form. */
  MALFORMED_MULTIPART(400, "The body is not a multipart form"),
  /** It is not what HTTP is, or a header of it makes no sense. */
  MALFORMED_REQUEST(400, "The request is not well-formed"),
  /** There is no key. */
  KEY_REQUIRED(401, "A key is required"),
  /** There is no such key. */
  KEY_UNKNOWN(401, "The key is unknown"),
  /** The key may not use that profile. */
  PROFILE_NOT_PERMITTED(403, "The profile is not permitted"),
  /** The profile says which policy there is. */
  POLICY_NOT_PERMITTED(403, "The policy is not the caller's to choose"),
  /** It comes from a web page or under a name that is not allowed. */
  ORIGIN_NOT_PERMITTED(403, "The origin is not permitted"),
  /** There is nothing at this path. */
  NOT_FOUND(404, "There is nothing here"),
  /** The caller has registered no such program, or it was forgotten: register it again. */
  PROGRAM_NOT_FOUND(404, "The program is not known"),
  /** The caller has no such session any more. */
  SESSION_NOT_FOUND(404, "The session is not known"),
  /** There is no such policy. */
  POLICY_NOT_FOUND(404, "The policy is not known"),
  /** The path has other methods. */
  METHOD_NOT_ALLOWED(405, "The method is not allowed here"),
  /** The client takes nothing that there is. */
  NOT_ACCEPTABLE(406, "There is no such representation"),
  /** It took the client too long to send it. */
  REQUEST_TIMEOUT(408, "The request took too long to arrive"),
  /** The body is too long. */
  BODY_TOO_LARGE(413, "The body is too large"),
  /** The path and its query are too long. */
  URI_TOO_LONG(414, "The path is too long"),
  /** The body is of a kind that is not read here. */
  UNSUPPORTED_MEDIA_TYPE(415, "The body's media type is not supported"),
  /** A field is missing, of a wrong type or out of its range. */
  INVALID_FIELD(422, "A field is invalid"),
  /** There is no such field. */
  UNKNOWN_FIELD(422, "A field is unknown"),
  /** There is no such profile. */
  PROFILE_NOT_FOUND(422, "The profile is not known"),
  /** The program has no such function. */
  FUNCTION_NOT_FOUND(422, "The function is not known"),
  /** The arguments are larger than their limit. */
  ARGUMENTS_TOO_LARGE(422, "The arguments are too large"),
  /** User code ended a map as a whole, such as in the body of its module. */
  MAP_ENDED(422, "The map has ended"),
  /** The caller makes too many requests. */
  RATE_LIMITED(429, "Too many requests"),
  /** The caller has too much going on at the same time. */
  CONCURRENCY_LIMITED(429, "Too much at the same time"),
  /** The head of the request is too long. */
  HEAD_TOO_LARGE(431, "The headers are too large"),
  /** Something went wrong that must not. */
  INTERNAL(500, "An internal error"),
  /** It asks for something of HTTP that is not provided. */
  NOT_IMPLEMENTED(501, "Not provided"),
  /** There is no room for another call. */
  OVERLOADED(503, "Too busy"),
  /** The service is about to end. */
  DRAINING(503, "The service is ending"),
  /** Nothing can run programs here at the moment. */
  ENGINE_UNAVAILABLE(503, "No engine is available"),
  /** It is another version of HTTP. */
  VERSION_NOT_SUPPORTED(505, "The version of HTTP is not supported");

  private final int status;
  private final String title;

  ProblemCode(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** What it is in a few words, the same each time. */
  public String title() {
    return title;
  }

  /** How documents call it: {@code malformed_json}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether trying the same again later may help. */
  public boolean isPassing() {
    return status == 429 || status == 503;
  }
}
