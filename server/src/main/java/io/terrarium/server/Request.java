package io.terrarium.server;

import io.helidon.common.buffers.DataReader;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A request as routes and {@link Operations} see it. For the thread that works on it. */
public final class Request {
  private static final int PIECE_BYTES = 1 << 14;

  private final ServerRequest request;
  private final Connection connection;
  private final ReadAhead reading;
  private final Bodies bodies;
  private final String id;
  private Map<String, String> variables = Map.of();
  private Map<String, String> query = Map.of();
  private @Nullable Route route;
  private @Nullable Caller caller;
  private boolean isStreamed;

  /**
   * What bodies may be.
   *
   * @param most bytes of one that is read as a whole
   * @param all what all bodies together may take
   */
  record Bodies(long most, Duration time, BodyBudget all) {}

  Request(ServerRequest request, Connection connection, Bodies bodies, String id) {
    this.request = request;
    this.connection = connection;
    this.reading = connection.reading();
    this.bodies = bodies;
    this.id = id;
  }

  void found(Routes.Found found, Map<String, String> newQuery) {
    route = found.route();
    variables = found.variables();
    query = newQuery;
  }

  void from(Caller newCaller) {
    caller = newCaller;
  }

  /** What logs know it by, and no other request. */
  public String id() {
    return id;
  }

  /** The method, in capitals. */
  public String method() {
    return request.prologue().method().text();
  }

  /** The path as it came, encoded. Not for logs as it is. */
  public String rawPath() {
    return request.path().rawPath();
  }

  String rawQuery() {
    return request.query().rawValue();
  }

  /** The route's path with the names of its variables; empty where none was found. */
  public String route() {
    return route == null ? "" : route.path();
  }

  /** Who makes it, where that was asked. */
  public Optional<Caller> callerIfKnown() {
    return Optional.ofNullable(caller);
  }

  /** Who makes it. Routes that are not open to all have one. */
  public Caller caller() {
    return callerIfKnown().orElseThrow();
  }

  /** What stands in the path in the place of a name in braces. */
  public String variable(String name) {
    return variables.getOrDefault(name, "");
  }

  /** A parameter of the query. */
  public Optional<String> query(String name) {
    return Optional.ofNullable(query.get(name));
  }

  /** The values of a header, one for each time that it is there. */
  public List<String> headers(String name) {
    HeaderName known = HeaderNames.create(name);
    return request.headers().contains(known)
        ? List.copyOf(request.headers().get(known).allValues())
        : List.of();
  }

  /** A header that is there once; empty where it is not there, or more than once. */
  public Optional<String> header(String name) {
    List<String> values = headers(name);
    return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
  }

  /** The address that the connection comes from. */
  public String remoteAddress() {
    return request.remotePeer().host();
  }

  /** Whether it came over TLS. */
  public boolean isSecure() {
    return request.isSecure();
  }

  /** The media type of the body in lower case, without parameters; empty where it says none. */
  public String mediaType() {
    String value = header("Content-Type").orElse("");
    int end = value.indexOf(';');
    return (end < 0 ? value : value.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }

  /**
   * Whether the client takes answers of a media type. One that says nothing takes everything.
   *
   * @param mediaType such as {@code application/json}
   */
  public boolean accepts(String mediaType) {
    List<String> accepted = headers("Accept");
    return accepted.isEmpty() || Accepted.quality(accepted, mediaType) > 0;
  }

  /**
   * Makes sure that the client takes a media type.
   *
   * @throws ProblemException when it does not
   */
  void requireAccepted(String mediaType) {
    if (!accepts(mediaType)) {
      throw Problem.of(
              ProblemCode.NOT_ACCEPTABLE,
              "The answer is " + mediaType + ", and the header Accept does not take that.")
          .exception();
    }
  }

  /** Whether the client names a media type, and takes it. */
  boolean asksFor(String mediaType) {
    return Accepted.names(headers("Accept"), mediaType);
  }

  /**
   * The whole body.
   *
   * @throws ProblemException when it is too long, or does not come in time
   */
  public byte[] body() {
    long length = request.headers().contentLength().orElse(-1);
    if (length > bodies.most()) {
      throw tooLarge();
    }
    var bytes = new ByteArrayOutputStream(Math.clamp(length, 256, 1 << 16));
    var piece = new byte[PIECE_BYTES];
    InputStream in = stream();
    try {
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        if (bytes.size() + read > bodies.most()) {
          throw tooLarge();
        }
        bytes.write(piece, 0, read);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private ProblemException tooLarge() {
    return Problem.of(
            ProblemCode.BODY_TOO_LARGE,
            "The body is longer than " + bodies.most() + " bytes, which is the most here.")
        .exception();
  }

  /** The body as it comes, which may take as long as it likes where there is something. */
  InputStream bodyWhileItComes() {
    isStreamed = true;
    reading.awaitStream(bodies.time());
    return stream();
  }

  /** What is kept of a body while it comes is taken from this; it has to be released at the end. */
  BodyBudget.Share shareOfBodies() {
    BodyBudget.Share share = bodies.all().share();
    share.belongsTo(caller().name());
    return share;
  }

  /** Tells the reading where one read ends and another begins, and a client that left from ours. */
  private InputStream stream() {
    InputStream in = request.content().inputStream();
    return new InputStream() {
      @Override
      public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        reading.bodyRead();
        try {
          return in.read(bytes, offset, length);
        } catch (IllegalArgumentException | DataReader.IncorrectNewLineException e) {
          throw Problem.of(
                  ProblemCode.MALFORMED_REQUEST, "The chunks of the body are not well-formed.")
              .exception();
        } catch (DataReader.InsufficientDataAvailableException e) {
          throw new CloseConnectionException("the client left before the end of its body", e);
        }
      }
    };
  }

  /** Whether the client says that it is the last one of its connection. */
  boolean isLast() {
    return request.headers().containsToken(HeaderValues.CONNECTION_CLOSE);
  }

  /** Whether the body was, or still is, read while it comes. */
  boolean isStreamed() {
    return isStreamed;
  }

  /** Whether there is a body of which not all was read. */
  boolean hasUnreadBody() {
    return request.content().hasEntity() && !request.content().consumed();
  }

  /** How long the body says that it is; empty where it does not. */
  Optional<Long> bodyLength() {
    var length = request.headers().contentLength();
    return length.isPresent() ? Optional.of(length.getAsLong()) : Optional.empty();
  }

  /**
   * Does work on this thread, which is interrupted when the client leaves meanwhile.
   *
   * @throws ProblemException when too many others have work
   */
  public <T> T whileClientWaits(Supplier<T> work) {
    return connection.working(work);
  }
}
