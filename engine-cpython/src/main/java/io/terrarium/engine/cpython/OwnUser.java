package io.terrarium.engine.cpython;

import io.terrarium.EngineUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Who the application is.
 *
 * @param userId its effective user
 * @param groupId its effective group
 */
record OwnUser(long userId, long groupId) {
  /** Real, effective, saved and file system id: proc_pid_status(5). */
  private static final int EFFECTIVE = 1;

  static OwnUser current() {
    try {
      List<String> lines = Files.readAllLines(Path.of("/proc/self/status"));
      return new OwnUser(effective(lines, "Uid:"), effective(lines, "Gid:"));
    } catch (IOException e) {
      throw new EngineUnavailableException(
          "The cpython engine needs to know which user it is, and cannot read /proc/self/status: "
              + e.getMessage(),
          e);
    }
  }

  private static long effective(List<String> lines, String field) throws IOException {
    for (String line : lines) {
      if (line.startsWith(field)) {
        return Long.parseLong(line.substring(field.length()).strip().split("\\s+", -1)[EFFECTIVE]);
      }
    }
    throw new IOException("it has no line " + field);
  }

  boolean isRoot() {
    return userId == 0;
  }
}
