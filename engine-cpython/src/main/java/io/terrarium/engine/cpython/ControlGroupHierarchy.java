package io.terrarium.engine.cpython;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where this process is in the hierarchy of control groups, version 2, and which group of it has
 * been handed to it to make others in: cgroups(7), and systemd's "Control Group APIs and
 * Delegation".
 *
 * @param delegated the group to make others in
 * @param applicationInside whether this process is in that group itself, and has to leave it first:
 *     a group that shares out controllers may hold no process
 */
record ControlGroupHierarchy(Path delegated, boolean applicationInside) {
  private static final Path MEMBERSHIP = Path.of("/proc/self/cgroup");
  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
  private static final String VERSION_2 = "0::";

  /** The group that this process may make others in; empty where none was handed to it. */
  static Optional<ControlGroupHierarchy> own(boolean isRoot) throws IOException {
    return find(Files.readAllLines(MEMBERSHIP), Files.readAllLines(MOUNTS), isRoot);
  }

  /**
   * The same from the lines of {@code /proc/self/cgroup} and {@code /proc/self/mountinfo}.
   *
   * <p>Whoever is no root has a group where the files are writable. Root may write anywhere, which
   * says nothing: its own are a container's group, which is all that it sees, and the subgroups of
   * a unit, which systemd makes for a unit that it has delegated.
   */
  static Optional<ControlGroupHierarchy> find(
      List<String> membership, List<String> mounts, boolean isRoot) {
    return mountPoint(mounts)
        .flatMap(mount ->
            membership.stream()
                .filter(line -> line.startsWith(VERSION_2))
                .map(line -> line.substring(VERSION_2.length()))
                .findFirst()
                .flatMap(path -> delegated(mount, path, isRoot)));
  }

  private static Optional<ControlGroupHierarchy> delegated(
      Path mount, String path, boolean isRoot) {
    if (path.startsWith("/..")) {
      // Outside of what is mounted here.
      return Optional.empty();
    }
    Path own = mount.resolve(path.substring(1));
    Path parent = own.getParent();
    if (!own.equals(mount) && !isUnit(own) && parent != null && isUnit(parent)) {
      return Optional.of(new ControlGroupHierarchy(parent, false));
    }
    return !isRoot || own.equals(mount)
        ? Optional.of(new ControlGroupHierarchy(own, true))
        : Optional.empty();
  }

  private static boolean isUnit(Path group) {
    String name = group.toString();
    return name.endsWith(".service") || name.endsWith(".scope");
  }

  /** proc_pid_mountinfo(5): after a dash, the type; the fifth field is where. */
  private static Optional<Path> mountPoint(List<String> mounts) {
    return mounts.stream()
        .filter(line -> line.contains(" - cgroup2 "))
        .map(line -> line.split(" ", -1))
        // Another root than "/" shows some group of somebody else's.
        .filter(fields -> fields.length > 5 && fields[3].equals("/"))
        .map(fields -> Path.of(fields[4].replace("\\040", " ")))
        .findFirst();
  }
}
