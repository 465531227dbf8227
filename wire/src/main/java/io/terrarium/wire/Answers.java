package io.terrarium.wire;

import io.terrarium.Diagnostic;
import io.terrarium.FunctionSignature;
import io.terrarium.FunctionSignature.Parameter;
import io.terrarium.Limit;
import io.terrarium.Outcome;
import io.terrarium.OutputListener;
import io.terrarium.PythonError;
import io.terrarium.value.BytesValue;
import io.terrarium.value.DictValue;
import io.terrarium.value.ListValue;
import io.terrarium.value.StrValue;
import io.terrarium.value.TupleValue;
import io.terrarium.value.Value;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads what workers send. Every count and every text has a limit of its own here; only a returned
 * value and a program's code are as long as the frame and the caller's limits let them be.
 */
public final class Answers {
  /** The length of the token in a greeting. */
  public static final int TOKEN_BYTES = 32;

  /** The longest payload that a greeting needs. */
  public static final int MAXIMUM_GREETING_BYTES = 64 * 1024;

  /** The longest text: more than the runtime's own bounds, four bytes to a character. */
  static final int MAXIMUM_TEXT_BYTES = 512 * 1024;

  static final int MAXIMUM_HOST_NAME_BYTES = 200;
  static final int MAXIMUM_FRAMES = 200;
  static final int MAXIMUM_DIAGNOSTICS = 10_000;
  static final int MAXIMUM_FUNCTIONS = 100_000;
  static final int MAXIMUM_NAMES = 100_000;

  private final MarshalReader in;

  private Answers(ByteBuffer payload) {
    this.in = new MarshalReader(payload);
  }

  /**
   * What the frame says.
   *
   * @param callId what an answer must echo
   * @param resultLimits what a returned value is held to, and all arguments of a host function
   * @throws WireFormatException if it is not exactly what a worker may send
   * @throws OutOfMemoryError if there is no room for a value in the {@link ResultHeap}
   */
  public static WorkerMessage decode(Frame frame, long callId, DecoderLimits resultLimits)
      throws WireFormatException {
    ByteBuffer payload = frame.payload().duplicate();
    return switch (frame.kind()) {
      case READY -> ready(payload);
      case FAILED -> setUpFailed(payload);
      case OUTPUT -> new WorkerMessage.Output(stream(payload), rest(payload));
      case TRUNCATED -> truncated(payload);
      case OUTPUT_ROW -> outputRow(payload);
      case PROGRAM, REJECTED, RETURNED, ROWS, RAISED, UNREPRESENTABLE, LIMIT, NO_SUCH_FUNCTION -> {
        requireCallId(payload, callId);
        yield new Answers(payload).answer(frame.kind(), resultLimits);
      }
      case HOST_CALL -> {
        requireCallId(payload, callId);
        yield new Answers(payload).hostCall(resultLimits);
      }
      case COMPILE, LOAD, EXECUTE, OPEN, CALL, CALL_ROWS, HOST_RETURNED, HOST_RAISED ->
          throw new WireFormatException(0, "a request from a worker");
    };
  }

  private static WorkerMessage ready(ByteBuffer payload) throws WireFormatException {
    BytesValue token = token(payload);
    new MarshalReader(payload).requireEnd();
    return new WorkerMessage.Ready(token);
  }

  private static WorkerMessage setUpFailed(ByteBuffer payload) throws WireFormatException {
    BytesValue token = token(payload);
    return new Answers(payload).setUpFailed(token);
  }

  private static BytesValue token(ByteBuffer payload) throws WireFormatException {
    if (payload.remaining() < TOKEN_BYTES) {
      throw new WireFormatException(0, "a token of " + payload.remaining() + " bytes");
    }
    byte[] token = new byte[TOKEN_BYTES];
    payload.get(token);
    return BytesValue.of(token);
  }

  private static WorkerMessage truncated(ByteBuffer payload) throws WireFormatException {
    OutputListener.Stream stream = stream(payload);
    new MarshalReader(payload).requireEnd();
    return new WorkerMessage.OutputTruncated(stream);
  }

  private static WorkerMessage outputRow(ByteBuffer payload) throws WireFormatException {
    if (payload.remaining() != Integer.BYTES) {
      throw new WireFormatException(0, "a row in " + payload.remaining() + " bytes");
    }
    // Read as a signed number: one that is too large is below all rows, and refused as such.
    return new WorkerMessage.OutputRow(payload.getInt());
  }

  private static OutputListener.Stream stream(ByteBuffer payload) throws WireFormatException {
    int number = payload.hasRemaining() ? payload.get() : 0;
    return switch (number) {
      case 1 -> OutputListener.Stream.STDOUT;
      case 2 -> OutputListener.Stream.STDERR;
      default -> throw new WireFormatException(0, "output to a stream that is neither 1 nor 2");
    };
  }

  private static String rest(ByteBuffer payload) throws WireFormatException {
    return new MarshalReader(payload).utf8ToEnd();
  }

  private static void requireCallId(ByteBuffer payload, long callId) throws WireFormatException {
    if (payload.remaining() < Long.BYTES || payload.getLong() != callId) {
      throw new WireFormatException(0, "the answer is not to this call");
    }
  }

  private Answer answer(FrameKind kind, DecoderLimits resultLimits) throws WireFormatException {
    Answer answer =
        switch (kind) {
          case PROGRAM -> compiled();
          case REJECTED -> rejected();
          case RETURNED -> new Answer.Returned(new ValueDecoder(in, resultLimits).whole());
          case ROWS -> rowsDone(resultLimits);
          case RAISED -> new Answer.Raised(error());
          case UNREPRESENTABLE -> unrepresentable();
          case LIMIT -> limitReached();
          case NO_SUCH_FUNCTION -> noSuchFunction();
          case READY,
              FAILED,
              OUTPUT,
              TRUNCATED,
              HOST_CALL,
              OUTPUT_ROW,
              COMPILE,
              LOAD,
              EXECUTE,
              OPEN,
              CALL,
              CALL_ROWS,
              HOST_RETURNED,
              HOST_RAISED ->
              throw in.problem(kind + " is no answer");
        };
    in.requireEnd();
    return answer;
  }

  private WorkerMessage hostCall(DecoderLimits limits) throws WireFormatException {
    in.tuple(3);
    String function = in.text(MAXIMUM_HOST_NAME_BYTES);
    // One decoder for both: together they are held to what one value is.
    var values = new ValueDecoder(in, limits);
    if (!(values.whole() instanceof TupleValue(List<Value> arguments))) {
      throw in.problem("arguments by position that are no tuple");
    }
    if (!(values.whole() instanceof DictValue(List<DictValue.Entry> entries))) {
      throw in.problem("arguments by name that are no dict");
    }
    in.requireEnd();
    var keywordArguments = new LinkedHashMap<String, Value>();
    for (DictValue.Entry entry : entries) {
      if (!(entry.key() instanceof StrValue(String name))) {
        throw in.problem("the name of an argument that is no str");
      }
      keywordArguments.put(name, entry.value());
    }
    return new WorkerMessage.HostCall(function, arguments, keywordArguments);
  }

  private WorkerMessage setUpFailed(BytesValue token) throws WireFormatException {
    in.tuple(4);
    var failed = new WorkerMessage.SetUpFailed(token, text(), text(), in.integer(), text());
    in.requireEnd();
    return failed;
  }

  private Answer compiled() throws WireFormatException {
    in.tuple(3);
    return new Answer.Compiled(
        in.bytes(), items(MAXIMUM_FUNCTIONS, this::function), items(MAXIMUM_NAMES, this::text));
  }

  private FunctionSignature function() throws WireFormatException {
    in.tuple(6);
    return new FunctionSignature(
        text(),
        asynchronous(),
        in.natural(),
        optionalText(),
        items(MAXIMUM_NAMES, this::parameter),
        optionalText());
  }

  private boolean asynchronous() throws WireFormatException {
    String kind = text();
    return switch (kind) {
      case "function" -> false;
      case "async_function" -> true;
      default -> throw in.problem("an unknown kind of function");
    };
  }

  private Parameter parameter() throws WireFormatException {
    in.tuple(4);
    return new Parameter(text(), parameterKind(), optionalText(), optionalText());
  }

  private Parameter.Kind parameterKind() throws WireFormatException {
    String kind = text();
    return switch (kind) {
      case "positional_only" -> Parameter.Kind.POSITIONAL_ONLY;
      case "positional_or_keyword" -> Parameter.Kind.POSITIONAL_OR_KEYWORD;
      case "var_positional" -> Parameter.Kind.VAR_POSITIONAL;
      case "keyword_only" -> Parameter.Kind.KEYWORD_ONLY;
      case "var_keyword" -> Parameter.Kind.VAR_KEYWORD;
      default -> throw in.problem("an unknown kind of parameter");
    };
  }

  private Answer rejected() throws WireFormatException {
    in.tuple(2);
    String kind = text();
    Outcome.Rejected.Reason reason =
        switch (kind) {
          case "syntax" -> Outcome.Rejected.Reason.SYNTAX;
          case "policy" -> Outcome.Rejected.Reason.POLICY;
          default -> throw in.problem("an unknown reason for a rejection");
        };
    return new Answer.Rejected(reason, items(MAXIMUM_DIAGNOSTICS, this::diagnostic));
  }

  private Diagnostic diagnostic() throws WireFormatException {
    in.tuple(8);
    return new Diagnostic(
        text(),
        text(),
        in.natural(),
        in.natural(),
        in.natural(),
        in.natural(),
        text(),
        optionalText());
  }

  private PythonError error() throws WireFormatException {
    in.tuple(6);
    return new PythonError(
        text(),
        text(),
        in.optionalNatural(),
        in.optionalNatural(),
        text(),
        items(MAXIMUM_FRAMES, this::frame));
  }

  private PythonError.Frame frame() throws WireFormatException {
    in.tuple(7);
    String file = text();
    int line = in.natural();
    OptionalInt column = in.optionalNatural();
    OptionalInt endLine = in.optionalNatural();
    OptionalInt endColumn = in.optionalNatural();
    return new PythonError.Frame(file, line, column, endLine, endColumn, text(), text());
  }

  private Answer rowsDone(DecoderLimits limits) throws WireFormatException {
    in.tuple(3);
    int next = in.natural();
    if (!(new ValueDecoder(in, limits).whole() instanceof ListValue values)) {
      throw in.problem("values of rows that are no list");
    }
    return new Answer.RowsDone(
        next, values, in.skipNone() ? Optional.empty() : Optional.of(failure()));
  }

  /** What an answer of its own would say, behind the letter of its kind. */
  private Answer failure() throws WireFormatException {
    in.tuple(2);
    String kind = text();
    return switch (kind) {
      case "E" -> new Answer.Raised(error());
      case "U" -> unrepresentable();
      case "L" -> limitReached();
      default -> throw in.problem("an unknown end of a row");
    };
  }

  private Answer unrepresentable() throws WireFormatException {
    in.tuple(3);
    return new Answer.Unrepresentable(text(), text(), text());
  }

  private Answer limitReached() throws WireFormatException {
    in.tuple(3);
    String name = text();
    Limit limit =
        switch (name) {
          case "memory" -> Limit.MEMORY;
          case "result" -> Limit.RESULT;
          case "output" -> Limit.OUTPUT;
          default -> throw in.problem("an unknown limit");
        };
    String message = text();
    Optional<PythonError> error = in.skipNone() ? Optional.empty() : Optional.of(error());
    return new Answer.LimitReached(limit, message, error);
  }

  private Answer noSuchFunction() throws WireFormatException {
    in.tuple(3);
    String reason = text();
    String type = text();
    Optional<String> notCallable =
        switch (reason) {
          case "missing" -> Optional.empty();
          case "not_callable" -> Optional.of(type);
          default -> throw in.problem("an unknown reason for a missing function");
        };
    return new Answer.NoSuchFunction(notCallable, items(MAXIMUM_NAMES, this::text));
  }

  private String text() throws WireFormatException {
    return in.text(MAXIMUM_TEXT_BYTES);
  }

  private Optional<String> optionalText() throws WireFormatException {
    return in.optionalText(MAXIMUM_TEXT_BYTES);
  }

  /** Reads one item of a tuple. */
  @FunctionalInterface
  private interface Item<T> {
    T read() throws WireFormatException;
  }

  private <T> List<T> items(int maximum, Item<T> item) throws WireFormatException {
    int count = in.tuple();
    if (count > maximum) {
      throw in.problem(count + " items, where " + maximum + " is the most");
    }
    var items = new ArrayList<T>();
    for (int i = 0; i < count; i++) {
      items.add(item.read());
    }
    return items;
  }
}
