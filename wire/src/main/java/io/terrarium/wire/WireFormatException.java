package io.terrarium.wire;

import java.io.IOException;

/**
 * What arrived is not what a worker may send. Whoever sent it is not to be spoken with again: there
 * is no telling where its next frame would begin.
 *
 * <p>Checked, because everything that comes from a worker may be this.
 */
public final class WireFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  private final long offset;

  /**
   * @param offset where, in bytes from the beginning of the payload; of the frame, if its header is
   *     at fault
   * @param reason what is wrong there
   */
  public WireFormatException(long offset, String reason) {
    super("byte " + offset + ": " + reason);
    this.offset = offset;
  }

  /** Where, in bytes from the beginning of the payload. */
  public long offset() {
    return offset;
  }
}
