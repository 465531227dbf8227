package io.terrarium.engine.wasm;

import io.terrarium.EngineUnavailableException;
import io.terrarium.IsolationReport.Attempt;
import io.terrarium.spi.Worker;
import io.terrarium.value.Value;
import io.terrarium.value.ValueConversionException;
import io.terrarium.wire.Answer;
import io.terrarium.wire.Answers;
import io.terrarium.wire.DecoderLimits;
import io.terrarium.wire.Frame;
import io.terrarium.wire.FrameReader;
import io.terrarium.wire.WireFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Collectors;

/** Reads what became of the attempts that {@code instance.py} makes in an instance. */
final class SelfCheck {
  private static final int ANSWER_BYTES_AT_MOST = 64 * 1024;
  private static final long CALL_ID = 0;

  private SelfCheck() {}

  /**
   * Waits for the attempts of an instance that was made for them, all of which were stopped.
   *
   * @throws EngineUnavailableException if one was not, naming it
   */
  static List<Attempt> of(Worker worker) {
    try {
      List<Attempt> attempts = read(worker);
      refuseIfAnySucceeded(attempts);
      return attempts;
    } catch (WireFormatException | ValueConversionException e) {
      throw new EngineUnavailableException(
          "The self-check of the wasm engine made no sense: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new EngineUnavailableException(
          "The self-check of the wasm engine broke off: " + e.getMessage(), e);
    } finally {
      worker.kill();
    }
  }

  private static List<Attempt> read(Worker worker) throws IOException {
    worker.channel().write(ByteBuffer.allocate(1));
    Frame frame = new FrameReader(worker.channel()).read(ANSWER_BYTES_AT_MOST);
    if (frame == null) {
      throw new IOException("the instance ended without an answer");
    }
    return switch (Answers.decode(frame, CALL_ID, DecoderLimits.DEFAULT)) {
      case Answer.Returned(Value outcomes) ->
          outcomes.asList().stream().map(SelfCheck::attempt).toList();
      case Object other -> throw new WireFormatException(0, "not a list of attempts: " + other);
    };
  }

  private static Attempt attempt(Value outcome) {
    List<Value> parts = outcome.asList();
    if (parts.size() != 3) {
      throw new ValueConversionException("attempt", "it has " + parts.size() + " parts");
    }
    return new Attempt(parts.get(0).asString(), parts.get(1).asBoolean(), parts.get(2).asString());
  }

  private static void refuseIfAnySucceeded(List<Attempt> attempts) {
    String succeeded =
        attempts.stream()
            .filter(attempt -> !attempt.stopped())
            .map(attempt -> attempt.name() + " (" + attempt.detail() + ")")
            .collect(Collectors.joining(", "));
    if (!succeeded.isEmpty()) {
      throw new EngineUnavailableException(
          "The wasm engine refuses to run programs here: an instance could "
              + succeeded
              + ". Please report it, with what terrarium doctor --json prints.",
          null);
    }
  }
}
