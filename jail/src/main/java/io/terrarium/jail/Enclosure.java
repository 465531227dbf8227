package io.terrarium.jail;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * The namespaces that a zygote and its workers have for themselves, and what these need to know.
 *
 * @param namespaces which; all but {@link Namespace#USER} need that one
 * @param userId the zygote's user, the only one that exists in there, under the same number
 * @param groupId its group, likewise
 * @param socketFolder the folder of the supervisor's socket: absolute, and the only thing of the
 *     outer file system that is in the new root, as {@link #SOCKET_FOLDER}
 */
public record Enclosure(Set<Namespace> namespaces, long userId, long groupId, String socketFolder) {

  /** Where {@link #socketFolder} is, once the root directory is the empty one. */
  public static final String SOCKET_FOLDER = "/workers";

  /** Refuses namespaces without the user's, and a relative folder. */
  public Enclosure {
    var copy = EnumSet.noneOf(Namespace.class);
    copy.addAll(namespaces);
    namespaces = Collections.unmodifiableSet(copy);
    if (!namespaces.isEmpty() && !namespaces.contains(Namespace.USER)) {
      throw new IllegalArgumentException("no namespace without one of users: " + namespaces);
    }
    if (!socketFolder.startsWith("/")) {
      throw new IllegalArgumentException("not an absolute path: " + socketFolder);
    }
  }

  /** Whether a namespace is among them. */
  public boolean has(Namespace namespace) {
    return namespaces.contains(namespace);
  }

  /** Whether nothing outside can be named: what Landlock keeps away is not there at all. */
  public boolean standsInForLandlock() {
    return namespaces.containsAll(
        EnumSet.of(Namespace.MOUNT, Namespace.PID, Namespace.NETWORK, Namespace.IPC));
  }
}
