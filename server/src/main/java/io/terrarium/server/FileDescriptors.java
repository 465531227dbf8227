package io.terrarium.server;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;

/**
 * How many files a process has open and may have, of which sockets are some. The web server takes
 * it for the end of all listening where there is none left for a client that comes, so that must
 * not happen. Immutable.
 */
final class FileDescriptors {
  private static final System.Logger LOGGER = System.getLogger(FileDescriptors.class.getName());

  /** What is left for others than clients has to be so many at least. */
  private static final int LEAST_LEFT = 24;

  private final long most;
  private final LongSupplier open;

  private FileDescriptors(long most, LongSupplier open) {
    this.most = most;
    this.open = open;
  }

  /** Those of this process; any number where the machine does not say. */
  static FileDescriptors ofThisProcess() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
            && unix.getMaxFileDescriptorCount() > 0
        ? new FileDescriptors(unix.getMaxFileDescriptorCount(), unix::getOpenFileDescriptorCount)
        : new FileDescriptors(Long.MAX_VALUE, () -> 0);
  }

  /** As many connections as are wanted, or as half of the process's files have room for. */
  int connections(int wanted) {
    if (wanted <= most / 2) {
      return wanted;
    }
    int fitting = (int) Math.max(8, most / 2);
    LOGGER.log(
        System.Logger.Level.WARNING,
        "server.connections is {0}, and this process may have {1} files open: {2} connections are"
            + " taken at the same time. Raise the limit (ulimit -n, LimitNOFILE=)",
        String.valueOf(wanted),
        String.valueOf(most),
        String.valueOf(fitting));
    return fitting;
  }

  /**
   * Whether hardly any is left. Asking takes as long as there are many: a millisecond for
   * thousands.
   */
  boolean areScarce() {
    return open.getAsLong() > most - Math.max(LEAST_LEFT, most / 8);
  }
}
