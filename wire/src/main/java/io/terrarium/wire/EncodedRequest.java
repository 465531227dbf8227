package io.terrarium.wire;

import java.nio.ByteBuffer;

/** A request as the bytes of its frame. Immutable, and may be written more than once. */
public final class EncodedRequest {
  private final ByteBuffer frame;
  private final long callId;
  private final boolean tagged;
  private final long pythonBytes;

  EncodedRequest(ByteBuffer frame, long callId, boolean tagged, long pythonBytes) {
    this.frame = frame;
    this.callId = callId;
    this.tagged = tagged;
    this.pythonBytes = pythonBytes;
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
