package io.terrarium.jail;

import java.util.Optional;

/**
 * What a jail is to be: immutable, and safe as it is made.
 *
 * <p>Every layer of the floor is in every specification, or what stands in for it; what can be
 * chosen is who the zygote becomes, which namespaces it has for itself, and how tight some limits
 * are, within ranges that keep the floor. Per-worker numbers (memory, CPU time) are not part of it:
 * they come at each fork, under the names in this class.
 *
 * <pre>{@code
 * JailSpec spec =
 *     runsAsRoot ? JailSpec.forRoot(architecture, identity) : JailSpec.forOrdinaryUser(architecture);
 * JailPlan plan = spec.plan();
 * }</pre>
 */
public final class JailSpec {
  /** RLIMIT_AS, soft, in bytes: what the worker may have. */
  public static final String ADDRESS_SPACE = "address_space";

  /** RLIMIT_AS, hard, in bytes: how far the zygote can raise it later by prlimit. */
  public static final String ADDRESS_SPACE_CEILING = "address_space_ceiling";

  /** RLIMIT_CPU, soft, in seconds: SIGXCPU, which ends the worker. */
  public static final String CPU_SECONDS = "cpu_seconds";

  /** RLIMIT_CPU, hard, in seconds: SIGKILL; usually one more than the soft limit. */
  public static final String CPU_SECONDS_CEILING = "cpu_seconds_ceiling";

  private static final int MINIMUM_DESCRIPTORS = 4;
  private static final int MAXIMUM_ZYGOTE_DESCRIPTORS = 1024;
  private static final int MAXIMUM_WORKER_DESCRIPTORS = 64;
  private static final long MINIMUM_STACK_BYTES = 1L << 20;
  private static final long MAXIMUM_STACK_BYTES = 64L << 20;

  private final Architecture architecture;
  private final Optional<Identity> dropTo;
  private final Optional<Enclosure> enclosure;
  private final boolean landlock;
  private final int zygoteDescriptors;
  private final int workerDescriptors;
  private final long workerStackBytes;

  private JailSpec(
      Architecture architecture,
      Optional<Identity> dropTo,
      Optional<Enclosure> enclosure,
      boolean landlock,
      int zygoteDescriptors,
      int workerDescriptors,
      long workerStackBytes) {
    this.architecture = architecture;
    this.dropTo = dropTo;
    this.enclosure = enclosure;
    this.landlock = landlock;
    if (!landlock && !enclosure.map(Enclosure::standsInForLandlock).orElse(false)) {
      throw new IllegalArgumentException(
          "Nothing stands in for Landlock: that takes an enclosure without files, processes, network"
              + " and System V objects of others.");
    }
    this.zygoteDescriptors =
        within(
            "zygote's descriptors",
            MINIMUM_DESCRIPTORS,
            MAXIMUM_ZYGOTE_DESCRIPTORS,
            zygoteDescriptors);
    this.workerDescriptors =
        within(
            "worker's descriptors",
            MINIMUM_DESCRIPTORS,
            MAXIMUM_WORKER_DESCRIPTORS,
            workerDescriptors);
    this.workerStackBytes =
        within(
            "worker's stack in bytes", MINIMUM_STACK_BYTES, MAXIMUM_STACK_BYTES, workerStackBytes);
  }

  /** For a Java process that is root: the zygote becomes another user first. */
  public static JailSpec forRoot(Architecture architecture, Identity dropTo) {
    return new JailSpec(
        architecture, Optional.of(dropTo), Optional.empty(), true, 64, 16, 8L << 20);
  }

  /**
   * For a Java process that is not root: the zygote stays the same user. The plan holds a step that
   * fails if that user is root after all.
   */
  public static JailSpec forOrdinaryUser(Architecture architecture) {
    return new JailSpec(architecture, Optional.empty(), Optional.empty(), true, 64, 16, 8L << 20);
  }

  /** With namespaces of its own; without any if nothing is said. */
  public JailSpec withEnclosure(Enclosure enclosure) {
    return new JailSpec(
        architecture,
        dropTo,
        Optional.of(enclosure),
        landlock,
        zygoteDescriptors,
        workerDescriptors,
        workerStackBytes);
  }

  /**
   * Without Landlock, for a kernel that has none.
   *
   * @throws IllegalArgumentException unless the enclosure stands in for it
   */
  public JailSpec withoutLandlock() {
    return new JailSpec(
        architecture,
        dropTo,
        enclosure,
        false,
        zygoteDescriptors,
        workerDescriptors,
        workerStackBytes);
  }

  /** How many descriptors the zygote may have open, 4 to 1024; 64 if nothing is said. */
  public JailSpec withZygoteDescriptors(int count) {
    return new JailSpec(
        architecture, dropTo, enclosure, landlock, count, workerDescriptors, workerStackBytes);
  }

  /** RLIMIT_NOFILE of a worker, 4 to 64; 16 if nothing is said. It cannot open any as it is. */
  public JailSpec withWorkerDescriptors(int count) {
    return new JailSpec(
        architecture, dropTo, enclosure, landlock, zygoteDescriptors, count, workerStackBytes);
  }

  /** How far a worker's C stack may grow, 1 MiB to 64 MiB; 8 MiB if nothing is said. */
  public JailSpec withWorkerStackBytes(long bytes) {
    return new JailSpec(
        architecture, dropTo, enclosure, landlock, zygoteDescriptors, workerDescriptors, bytes);
  }

  private static int within(String what, int minimum, int maximum, int value) {
    return Math.toIntExact(within(what, (long) minimum, (long) maximum, (long) value));
  }

  private static long within(String what, long minimum, long maximum, long value) {
    if (value < minimum || value > maximum) {
      throw new IllegalArgumentException(
          "The %s must be from %d to %d, not %d".formatted(what, minimum, maximum, value));
    }
    return value;
  }

  /** The system calls that make this jail: a pure function of this specification. */
  public JailPlan plan() {
    return new Planner(this).plan();
  }

  /** Whose system-call numbers the plan will hold. */
  public Architecture architecture() {
    return architecture;
  }

  /** Whom the zygote becomes, if it is started as root. */
  public Optional<Identity> dropTo() {
    return dropTo;
  }

  /** The namespaces of its own. */
  public Optional<Enclosure> enclosure() {
    return enclosure;
  }

  /** Whether Landlock is a part of it. */
  public boolean landlock() {
    return landlock;
  }

  /** RLIMIT_NOFILE of the zygote. */
  public int zygoteDescriptors() {
    return zygoteDescriptors;
  }

  /** RLIMIT_NOFILE of a worker. */
  public int workerDescriptors() {
    return workerDescriptors;
  }

  /** RLIMIT_STACK of a worker, in bytes. */
  public long workerStackBytes() {
    return workerStackBytes;
  }
}
