package io.terrarium.wire;

import io.terrarium.EngineUnavailableException;
import io.terrarium.IsolationReport.Attempt;
import io.terrarium.value.Value;
import io.terrarium.value.ValueConversionException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * What a worker tried in vain before an engine serves anybody: the runtime's module {@code
 * attempts} makes the attempts, in a worker that is made for them. The worker tells of them itself,
 * which is believed since no code but ours and the operator's has run in it.
 */
public final class SelfCheck {
  private static final int ANSWER_BYTES_AT_MOST = 64 * 1024;
  private static final long CALL_ID = 0;

  /** Many times what the slowest machine took. */
  private static final Duration TIME = Duration.ofSeconds(60);

  private final String engine;
  private final Duration time;

  /** For an engine of this name. */
  public SelfCheck(String engine) {
    this(engine, TIME);
  }

  /** With another time than a minute for a worker to make its attempts and tell of them. */
  SelfCheck(String engine, Duration time) {
    this.engine = engine;
    this.time = time;
  }

  /**
   * Has a worker make its attempts, and waits for what became of them, a minute at most.
   *
   * @param worker its byte stream, which is closed where it takes longer
   * @throws EngineUnavailableException if it does not say
   */
  public List<Attempt> attempts(ByteChannel worker) {
    var isLate = new AtomicBoolean();
    // A read of a channel cannot be given a time, but it ends when the channel is closed.
    var clock = new CompletableFuture<Void>().orTimeout(time.toNanos(), TimeUnit.NANOSECONDS);
    var _ =
        clock.exceptionally(late -> {
          isLate.set(true);
          close(worker);
          return null;
        });
    try {
      return read(worker);
    } catch (IOException e) {
      if (isLate.get()) {
        throw new EngineUnavailableException(
            "The self-check of the %s engine did not end in %s s."
                .formatted(engine, time.toSeconds()),
            e);
      }
      throw broken(e);
    } catch (ValueConversionException e) {
      throw broken(e);
    } finally {
      clock.complete(null);
    }
  }

  private static void close(ByteChannel worker) {
    try {
      worker.close();
    } catch (IOException e) {
      // One that cannot be closed is closed all the same.
    }
  }

  private EngineUnavailableException broken(Exception e) {
    boolean isNonsense = e instanceof WireFormatException || e instanceof ValueConversionException;
    return new EngineUnavailableException(
        "The self-check of the %s engine %s: %s"
            .formatted(engine, isNonsense ? "made no sense" : "broke off", e.getMessage()),
        e);
  }

  /**
   * Returns them if there are any and all were stopped.
   *
   * @throws EngineUnavailableException if one was not, naming it, or none was made
   */
  public List<Attempt> allStopped(List<Attempt> attempts) {
    if (attempts.isEmpty()) {
      throw new EngineUnavailableException(
          "The self-check of the %s engine tried nothing, so it shows nothing.".formatted(engine),
          null);
    }
    String succeeded =
        attempts.stream()
            .filter(attempt -> !attempt.stopped())
            .map(attempt -> attempt.name() + " (" + attempt.detail() + ")")
            .collect(Collectors.joining(", "));
    if (!succeeded.isEmpty()) {
      throw new EngineUnavailableException(
          ("The %s engine refuses to run programs here: it is closed, and yet a worker in it could %s."
                  + " Something on this machine keeps a layer from working: please report it, with what"
                  + " terrarium doctor --json prints.")
              .formatted(engine, succeeded),
          null);
    }
    return attempts;
  }

  private static List<Attempt> read(ByteChannel worker) throws IOException {
    worker.write(ByteBuffer.allocate(1));
    Frame frame = new FrameReader(worker).read(ANSWER_BYTES_AT_MOST);
    if (frame == null) {
      throw new IOException("the worker ended without an answer");
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
}
