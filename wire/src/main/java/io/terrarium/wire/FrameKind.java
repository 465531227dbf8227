package io.terrarium.wire;

import org.jspecify.annotations.Nullable;

/** The kinds of frames; {@link io.terrarium.wire} says what each one carries. */
public enum FrameKind {
  COMPILE('C', false),
  LOAD('A', false),
  EXECUTE('X', false),
  OPEN('O', false),
  CALL('S', false),
  CALL_ROWS('M', false),
  HOST_RETURNED('r', false),
  HOST_RAISED('e', false),
  READY('H', true),
  FAILED('F', true),
  OUTPUT('o', true),
  TRUNCATED('t', true),
  HOST_CALL('h', true),
  OUTPUT_ROW('w', true),
  PROGRAM('P', true),
  REJECTED('D', true),
  RETURNED('R', true),
  ROWS('B', true),
  RAISED('E', true),
  UNREPRESENTABLE('U', true),
  LIMIT('L', true),
  NO_SUCH_FUNCTION('N', true);

  private static final int MAXIMUM_OUTPUT_BYTES = 64 * 1024;

  private static final @Nullable FrameKind[] FROM_WORKER = fromWorker();

  private final byte code;
  private final boolean sentByWorker;

  FrameKind(char code, boolean sentByWorker) {
    this.code = (byte) code;
    this.sentByWorker = sentByWorker;
  }

  /** The byte that stands for it. */
  public byte code() {
    return code;
  }

  /** Whether workers send it; the supervisor sends the others. */
  public boolean sentByWorker() {
    return sentByWorker;
  }

  /** How long its payload may ever be: output comes in small pieces. */
  int maximumPayload() {
    return switch (this) {
      case OUTPUT, TRUNCATED, OUTPUT_ROW -> MAXIMUM_OUTPUT_BYTES;
      default -> Integer.MAX_VALUE;
    };
  }

  /** The kind that a worker means by a byte, or null if there is none. */
  static @Nullable FrameKind fromWorker(byte code) {
    return code < 0 ? null : FROM_WORKER[code];
  }

  private static @Nullable FrameKind[] fromWorker() {
    @Nullable FrameKind[] kinds = new @Nullable FrameKind[128];
    for (FrameKind kind : values()) {
      if (kind.sentByWorker) {
        kinds[kind.code] = kind;
      }
    }
    return kinds;
  }
}
