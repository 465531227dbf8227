package io.terrarium.wire;

/** The arguments of a call take more bytes than the call's limits allow. */
public final class ArgumentsTooLargeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String path;
  private final long limitBytes;

  /**
   * @param path the part at which the limit was passed: {@code args[0][712]}
   * @param limitBytes the limit for all arguments together
   */
  public ArgumentsTooLargeException(String path, long limitBytes) {
    super(
        path
            + ": the arguments take more than "
            + limitBytes
            + " bytes once encoded; pass less at a time or allow more argument bytes");
    this.path = path;
    this.limitBytes = limitBytes;
  }

  /** The part at which the limit was passed. */
  public String path() {
    return path;
  }

  /** The limit for all arguments together. */
  public long limitBytes() {
    return limitBytes;
  }
}
