package io.terrarium.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A request as the bytes of its frame, and perhaps one that has to be written before it. Immutable,
 * and may be written more than once.
 */
public final class EncodedRequest {
  private final @Nullable EncodedRequest load;
  private final ByteBuffer frame;
  private final long callId;
  private final boolean tagged;
  private final long pythonBytes;

  EncodedRequest(
      @Nullable EncodedRequest load,
      ByteBuffer frame,
      long callId,
      boolean tagged,
      long pythonBytes) {
    this.load = load;
    this.frame = frame;
    this.callId = callId;
    this.tagged = tagged;
    this.pythonBytes = pythonBytes;
  }

  /** The same behind the frame that loads the program which it is to run. */
  public EncodedRequest behind(EncodedRequest loading) {
    return new EncodedRequest(loading, frame, callId, tagged, pythonBytes);
  }

  /** The same for a worker that has loaded the program already. */
  public EncodedRequest alone() {
    return load == null ? this : new EncodedRequest(null, frame, callId, tagged, pythonBytes);
  }

  /** What loads the program that it is to run, if that is to be written before it. */
  public @Nullable EncodedRequest load() {
    return load;
  }

  /** How many bytes there are to write. */
  public int bytes() {
    return frame.remaining() + (load == null ? 0 : load.bytes());
  }

  /** The frame, header and all, read-only. */
  public ByteBuffer frame() {
    return frame.asReadOnlyBuffer();
  }

  /** What its answer must echo. */
  public long callId() {
    return callId;
  }

  /** Whether the arguments hold a tagged form, which the worker has to restore. */
  public boolean tagged() {
    return tagged;
  }

  /**
   * About how much memory CPython takes for the arguments when it has made objects of them, in
   * bytes: rather too much than too little. The frame itself is not in it.
   */
  public long pythonBytes() {
    return pythonBytes;
  }
}
