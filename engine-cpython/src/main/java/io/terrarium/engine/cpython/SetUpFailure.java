package io.terrarium.engine.cpython;

import io.terrarium.EngineUnavailableException;
import io.terrarium.jail.Layer;
import io.terrarium.jail.Remedy;
import io.terrarium.value.Value;
import io.terrarium.wire.DecoderLimits;
import io.terrarium.wire.ValueDecoder;
import io.terrarium.wire.WireFormatException;
import io.terrarium.wire.WorkerMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A step of setting up a zygote or a worker that failed.
 *
 * @param subject the layer of the jail, {@code python}, or what else was being set up
 * @param step the step of it
 * @param errno what the kernel said, 0 where it did not say anything
 * @param message the same in words
 */
record SetUpFailure(String subject, String step, int errno, String message) {
  /** The subject of failures that another interpreter may not have. */
  static final String PYTHON = "python";

  /** The subject of failures of what the operator has ready in a runtime. */
  static final String RUNTIME = "runtime";

  private static final String AT_ONCE = "start";
  private static final int EPERM = 1;

  static SetUpFailure decode(ByteBuffer payload) throws IOException {
    try {
      List<Value> parts = ValueDecoder.decode(payload, DecoderLimits.DEFAULT).asList();
      return new SetUpFailure(
          parts.get(0).asString(),
          parts.get(1).asString(),
          parts.get(2).asInt(),
          parts.get(3).asString());
    } catch (WireFormatException | IndexOutOfBoundsException e) {
      throw new IOException("its report of a failure cannot be read", e);
    }
  }

  static SetUpFailure of(WorkerMessage.SetUpFailed failed) {
    return new SetUpFailure(failed.layer(), failed.step(), failed.errno(), failed.message());
  }

  /** For a zygote that ended before it said anything, but for these last words. */
  static SetUpFailure endedAtOnce(String lastWords) {
    return new SetUpFailure(PYTHON, AT_ONCE, 0, "it ended at once " + lastWords);
  }

  /** For a root that may give nothing to another user, and so may not become one either. */
  static SetUpFailure notAllowedToBecome(int userId, IOException refusal) {
    return new SetUpFailure(
        Layer.IDENTITY.id(),
        "jail_user",
        EPERM,
        "nothing can be given to user " + userId + ": " + refusal.getMessage());
  }

  /** Whether this is all that is known: somebody may have ended it. */
  boolean isEndAtOnce() {
    return subject.equals(PYTHON) && step.equals(AT_ONCE);
  }

  /** Whether the runtime is at fault, as it was configured, and not the machine. */
  boolean isOfRuntime() {
    return subject.equals(RUNTIME);
  }

  /** For a worker that says that it failed and not how. */
  static SetUpFailure unreadable() {
    return new SetUpFailure("worker", "set-up", 0, "a worker could not say why it failed");
  }

  /** The layer of the jail that is missing, where it is one. */
  Optional<Layer> layer() {
    return Arrays.stream(Layer.values()).filter(known -> known.id().equals(subject)).findFirst();
  }

  /** What is missing and what would fix it. */
  String explanation() {
    return layer().map(known -> Remedy.of(known, step, errno)).orElse(message + ".");
  }

  EngineUnavailableException toException() {
    return new EngineUnavailableException(
        "The cpython engine refuses to run programs here. " + explanation(), null);
  }
}
