package io.terrarium.engine.cpython;

import io.terrarium.EngineUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who the application is.
 *
 * @param userId its effective user
 * @param groupId its effective group
 * @param capabilities its effective capabilities, a bit each
 */
record OwnUser(long userId, long groupId, long capabilities) {
  /**
   * What root does for workers of another user, by the number of the capability that it takes
   * (linux/capability.h): hands the socket over, ends them, becomes their group and their user.
   */
  private static final Map<Integer, String> NEEDED_BY_ROOT =
      new TreeMap<>(Map.of(0, "CAP_CHOWN", 5, "CAP_KILL", 6, "CAP_SETGID", 7, "CAP_SETUID"));

  /** Real, effective, saved and file system id: proc_pid_status(5). */
  private static final int EFFECTIVE = 1;

  static OwnUser current() {
    try {
      List<String> lines = Files.readAllLines(Path.of("/proc/self/status"));
      return new OwnUser(effective(lines, "Uid:"), effective(lines, "Gid:"), capabilities(lines));
    } catch (IOException e) {
      throw new EngineUnavailableException(
          "The cpython engine needs to know which user it is, and cannot read /proc/self/status: "
              + e.getMessage(),
          e);
    }
  }

  private static long effective(List<String> lines, String field) throws IOException {
    return Long.parseLong(value(lines, field).split("\\s+", -1)[EFFECTIVE]);
  }

  private static long capabilities(List<String> lines) throws IOException {
    return Long.parseUnsignedLong(value(lines, "CapEff:"), 16);
  }

  private static String value(List<String> lines, String field) throws IOException {
    for (String line : lines) {
      if (line.startsWith(field)) {
        return line.substring(field.length()).strip();
      }
    }
    throw new IOException("it has no line " + field);
  }

  boolean isRoot() {
    return userId == 0;
  }

  /**
   * Makes sure that root can do what it has to do for workers of another user, to the end: without
   * a capability it might start them and not be able to end them.
   *
   * @throws EngineUnavailableException naming what it lacks and what would fix it
   */
  void requireCapabilitiesOfRoot() {
    List<String> missing =
        NEEDED_BY_ROOT.entrySet().stream()
            .filter(needed -> (capabilities >> needed.getKey() & 1) == 0)
            .map(Map.Entry::getValue)
            .toList();
    if (!missing.isEmpty()) {
      throw new EngineUnavailableException(
          "Java runs as root without "
              + String.join(", ", missing)
              + ", and so cannot start and end workers of another user: run it as an ordinary user,"
              + " or give it "
              + String.join(", ", NEEDED_BY_ROOT.values())
              + ".",
          null);
    }
  }
}
