package io.terrarium.jail;

/** A layer of the jail: one kernel mechanism, and what it answers for. */
public enum Layer {
  /** Never root, no capabilities, no new privileges, a session of its own, not dumpable. */
  IDENTITY("identity", Kind.FLOOR),
  /** No file, no TCP port, no signal to anyone outside. */
  LANDLOCK("landlock", Kind.FLOOR),
  /** Bounds on memory, CPU time, descriptors, processes. */
  RESOURCE_LIMITS("resource_limits", Kind.FLOOR),
  /** The system calls that are left to a worker. */
  SECCOMP("seccomp", Kind.FLOOR),
  /** Own views of processes, network, mounts. */
  NAMESPACES("namespaces", Kind.EXTRA),
  /** Common bounds for a zygote and all its workers. */
  CONTROL_GROUP("control_group", Kind.EXTRA);

  /** Whether the jail can do without a layer. */
  public enum Kind {
    /** Without it nothing is run. */
    FLOOR,
    /** Used where the machine allows it. A plan without steps of such a layer does without it. */
    EXTRA
  }

  private final String id;
  private final Kind kind;

  Layer(String id, Kind kind) {
    this.id = id;
    this.kind = kind;
  }

  /**
   * The layer that {@link #id} names, as the executor's errors do.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Layer of(String id) {
    for (Layer layer : values()) {
      if (layer.id.equals(id)) {
        return layer;
      }
    }
    throw new IllegalArgumentException("no layer of the jail: " + id);
  }

  /** Its name in plans and messages. */
  public String id() {
    return id;
  }

  /** Whether the jail can do without it. */
  public Kind kind() {
    return kind;
  }
}
