package io.terrarium.wire;

import io.terrarium.FunctionSignature.Parameter;
import io.terrarium.HostFunction;
import io.terrarium.value.BytesValue;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes what a supervisor sends: requests, and what host functions answer. */
public final class Requests {
  private static final int CALL_ID_BYTES = 8;
  private static final int PREFIX_BYTES = FrameReader.HEADER_BYTES + CALL_ID_BYTES;

  /** Most requests are no longer, and what is not used is cleared all the same. */
  private static final int INITIAL_BYTES = 256;

  private final WireBuffer out = new WireBuffer(INITIAL_BYTES);
  private final ValueEncoder values = new ValueEncoder(out);

  private Requests() {}

  /**
   * A request as a frame. Paths in messages begin at {@code args[0]} or {@code kwargs['name']}.
   *
   * @param callId eight random bytes, which the answer must echo
   * @param argumentBytes how long the encoded arguments and files may be together
   * @throws io.terrarium.value.ValueConversionException if an argument or a part of one has no
   *     Python counterpart
   * @throws ArgumentsTooLargeException if the arguments are longer
   */
  public static EncodedRequest encode(Request request, long callId, long argumentBytes) {
    return new Requests().encoded(request, callId, argumentBytes);
  }

  /**
   * What a host function returned, as a frame. Paths in messages begin at {@code result}.
   *
   * @param callId that of the request under way
   * @param valueBytes how long the encoded value may be
   * @throws io.terrarium.value.ValueConversionException if it or a part of it has no Python
   *     counterpart
   * @throws ArgumentsTooLargeException if it is longer
   */
  public static EncodedRequest hostReturned(@Nullable Object value, long callId, long valueBytes) {
    return new Requests()
        .hostReply(FrameKind.HOST_RETURNED, callId, out -> out.returned(value, valueBytes));
  }

  /**
   * The exception that a host function raises, as a frame.
   *
   * @param callId that of the request under way
   * @param type the name of a builtin exception
   * @param message without unpaired surrogates
   */
  public static EncodedRequest hostRaised(String type, String message, long callId) {
    return new Requests()
        .hostReply(FrameKind.HOST_RAISED, callId, out -> out.raised(type, message));
  }

  private EncodedRequest hostReply(FrameKind kind, long callId, Consumer<Requests> content) {
    begin();
    content.accept(this);
    return finished(kind, callId);
  }

  private void returned(@Nullable Object value, long valueBytes) {
    values.head(Marshal.TUPLE, 2);
    values.beginArguments(valueBytes);
    values.write(value, "result");
    values.endArguments();
    values.bool(values.tagged());
  }

  private void raised(String type, String message) {
    values.head(Marshal.TUPLE, 2);
    values.text(type);
    values.text(message);
  }

  private EncodedRequest encoded(Request request, long callId, long argumentBytes) {
    begin();
    FrameKind kind =
        switch (request) {
          case Request.Compile compile -> compile(compile);
          case Request.Load load -> load(load);
          case Request.Execute execute -> execute(execute, argumentBytes);
          case Request.Open open -> open(open);
          case Request.CallFunction call -> call(call, argumentBytes);
          case Request.CallRows call -> callRows(call);
        };
    return finished(kind, callId);
  }

  private void begin() {
    out.reserve(PREFIX_BYTES);
    out.skip(PREFIX_BYTES);
  }

  private EncodedRequest finished(FrameKind kind, long callId) {
    int end = out.position();
    out.setBigEndianInt(0, end - FrameReader.HEADER_BYTES);
    out.array()[FrameReader.HEADER_BYTES - 1] = kind.code();
    out.setBigEndianLong(FrameReader.HEADER_BYTES, callId);
    ByteBuffer frame = ByteBuffer.wrap(out.array(), 0, end);
    return new EncodedRequest(null, frame, callId, values.tagged(), values.pythonBytes());
  }

  private FrameKind compile(Request.Compile compile) {
    List<String> lent = compile.hostFunctions();
    values.head(Marshal.TUPLE, lent.isEmpty() ? 3 : 4);
    values.bytes(compile.source());
    values.text(compile.name());
    values.write(compile.policy(), "policy");
    if (!lent.isEmpty()) {
      values.head(Marshal.TUPLE, lent.size());
      lent.forEach(values::text);
    }
    return FrameKind.COMPILE;
  }

  private FrameKind load(Request.Load load) {
    ProgramData program = load.program();
    values.head(Marshal.TUPLE, 4);
    values.bytes(program.code());
    values.bytes(program.source());
    values.text(program.name());
    values.write(program.policy(), "policy");
    return FrameKind.LOAD;
  }

  private FrameKind execute(Request.Execute execute, long argumentBytes) {
    values.head(Marshal.TUPLE, 6);
    values.text(execute.function());
    arguments(execute.arguments(), execute.keywordArguments(), execute.files(), argumentBytes);
    limits(execute.limits());
    return FrameKind.EXECUTE;
  }

  private FrameKind open(Request.Open open) {
    values.head(Marshal.TUPLE, 1);
    limits(open.limits());
    return FrameKind.OPEN;
  }

  private FrameKind call(Request.CallFunction call, long argumentBytes) {
    values.head(Marshal.TUPLE, 6);
    values.text(call.function());
    arguments(call.arguments(), call.keywordArguments(), call.files(), argumentBytes);
    limits(call.limits());
    return FrameKind.CALL;
  }

  private FrameKind callRows(Request.CallRows call) {
    Rows rows = call.rows();
    // Each row was held to its own bound when it was encoded.
    out.reserve(rows.bytes());
    values.head(Marshal.TUPLE, 6);
    values.text(call.function());
    values.text(rows.shape().text());
    rows.write(values, call.from(), rows.count());
    values.bool(rows.tagged());
    plan(call.plan());
    limits(call.limits());
    return FrameKind.CALL_ROWS;
  }

  private void plan(RowPlan plan) {
    values.head(Marshal.TUPLE, 5);
    for (Object item : plan.items()) {
      values.write(item, "plan");
    }
  }

  private void arguments(
      List<? extends @Nullable Object> arguments,
      Map<String, ? extends @Nullable Object> keywordArguments,
      Map<String, BytesValue> files,
      long argumentBytes) {
    int begin = out.position();
    values.beginArguments(argumentBytes);
    values.arguments(arguments);
    values.keywordArguments(keywordArguments);
    values.endArguments();
    int end = out.position();
    values.bool(values.tagged());
    values.type(Marshal.DICT);
    if (!files.isEmpty()) {
      values.continueArguments(argumentBytes - (end - begin));
      files.forEach(values::file);
      values.endArguments();
    }
    values.type(Marshal.DICT_END);
  }

  private void limits(CallLimits limits) {
    List<HostFunction> lent = limits.hostFunctions();
    values.head(Marshal.TUPLE, lent.isEmpty() ? 6 : 7);
    values.integer(limits.resultBytes());
    values.integer(limits.resultNodes());
    values.integer(limits.resultDepth());
    values.integer(limits.outputBytes());
    values.bool(limits.outputFatal());
    values.bool(limits.outputLive());
    if (!lent.isEmpty()) {
      values.head(Marshal.TUPLE, lent.size());
      lent.forEach(this::hostFunction);
    }
  }

  private void hostFunction(HostFunction function) {
    values.head(Marshal.TUPLE, 4);
    values.text(function.name());
    optionalText(function.documentation());
    List<Parameter> parameters = function.parameters();
    values.head(Marshal.TUPLE, parameters.size());
    for (Parameter parameter : parameters) {
      values.head(Marshal.TUPLE, 4);
      values.text(parameter.name());
      values.text(parameter.kind().name().toLowerCase(Locale.ROOT));
      optionalText(parameter.defaultText());
      optionalText(parameter.annotation());
    }
    optionalText(function.returns());
  }

  private void optionalText(Optional<String> text) {
    if (text.isPresent()) {
      values.text(text.get());
    } else {
      values.none();
    }
  }
}
