package io.terrarium;

/** Isolation beyond an engine's floor: better to have, and not granted by every machine. */
public enum IsolationExtra {
  /** Views of users, files, processes, network and System V objects of a zygote's own. */
  NAMESPACES,
  /**
   * Common bounds on memory, processes and processors for all workers: control groups, version 2.
   */
  CONTROL_GROUP;

  /** What to do about an extra. */
  public enum Use {
    /** It is used where the machine grants it. */
    WHERE_GRANTED,
    /** Nothing is run without all of it. */
    REQUIRED,
    /** It is not used. */
    OFF
  }
}
