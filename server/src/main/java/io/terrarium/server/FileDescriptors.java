package io.terrarium.server;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How many files this process may have open, of which sockets are some. */
final class FileDescriptors {
  private static final System.Logger LOGGER = System.getLogger(FileDescriptors.class.getName());

  private FileDescriptors() {}

  /**
   * As many connections as are wanted, or as half of the process's files have room for: the web
   * server would end where there is no file left for the next connection, and workers need some.
   */
  static int connections(int wanted) {
    if (!(ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix)) {
      return wanted;
    }
    long most = unix.getMaxFileDescriptorCount();
    int fitting = connections(wanted, most);
    if (fitting < wanted) {
      LOGGER.log(
          System.Logger.Level.WARNING,
          "server.connections is {0}, and this process may have {1} files open: {2} connections are"
              + " taken at the same time. Raise the limit (ulimit -n, LimitNOFILE=)",
          String.valueOf(wanted),
          String.valueOf(most),
          String.valueOf(fitting));
    }
    return fitting;
  }

  /** The same where a process may have so many files; any number where that is not positive. */
  static int connections(int wanted, long mostFiles) {
    return mostFiles <= 0 ? wanted : (int) Math.max(8, Math.min(wanted, mostFiles / 2));
  }
}
