package io.terrarium.engine.cpython;

/** What a worker is forked for. */
enum WorkerPurpose {
  /** A call that waits for it. */
  CALL(0),
  /** A call to come: there is time to rehearse one. */
  CALL_TO_COME(1),
  /** Attempts at what its jail has to stop. */
  SELF_CHECK(2);

  private final int code;

  WorkerPurpose(int code) {
    this.code = code;
  }

  static WorkerPurpose of(boolean aheadOfNeed) {
    return aheadOfNeed ? CALL_TO_COME : CALL;
  }

  /** What {@code zygote.py} knows it by. */
  byte code() {
    return (byte) code;
  }
}
