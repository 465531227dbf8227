package io.terrarium.jail;

import java.util.Arrays;
import java.util.Optional;

/**
 * A kind of namespace: a view of a part of the system that a zygote and its workers have for
 * themselves (namespaces(7); the flags are those of linux/sched.h).
 */
public enum Namespace {
  /** Users and capabilities; an ordinary user needs it to make any other. */
  USER("user", 0x1000_0000),
  /** Mounts: the root directory is empty and read-only. */
  MOUNT("mount", 0x0002_0000),
  /** Network devices and addresses, and abstract Unix sockets. */
  NETWORK("network", 0x4000_0000),
  /** System V objects and POSIX message queues. */
  IPC("ipc", 0x0800_0000),
  /** The machine's name. */
  UTS("uts", 0x0400_0000),
  /** Process ids: nobody outside can be named. */
  PID("pid", 0x2000_0000);

  private final String id;
  private final long flag;

  Namespace(String id, long flag) {
    this.id = id;
    this.flag = flag;
  }

  /** The one that a step of {@link Layer#NAMESPACES} is for: steps are named after it. */
  public static Optional<Namespace> ofStep(String step) {
    return Arrays.stream(values())
        .filter(namespace -> step.startsWith(namespace.stepName()))
        .findFirst();
  }

  /** Its name in messages. */
  public String id() {
    return id;
  }

  /** The name of the step that makes it, with which the names of its other steps begin. */
  String stepName() {
    return id + "_namespace";
  }

  /** The bit of unshare(2). */
  long flag() {
    return flag;
  }
}
