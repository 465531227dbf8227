package io.terrarium;

/** The limits that a call can run into. */
public enum Limit {
  /** Time on the clock. */
  WALL_TIME("wall_timeout"),
  /** Processor time. */
  CPU_TIME("cpu_timeout"),
  /** Address space. */
  MEMORY("memory_limit"),
  /** Captured output, where the caller asked for a hard limit. */
  OUTPUT("output_limit"),
  /** The encoded result. */
  RESULT("result_limit"),
  /** Calls of host functions. */
  HOST_CALLS("host_call_limit");

  private final String status;

  Limit(String status) {
    this.status = status;
  }

  /** The status word of the documents that the command line and the service write. */
  public String status() {
    return status;
  }
}
