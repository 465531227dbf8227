package io.terrarium.engine.cpython;

import io.terrarium.spi.SafeLogger;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A control group, version 2, for all zygotes of an engine and so for all workers. The files are
 * the kernel's: no guest made any of them. Thread-safe.
 */
final class ControlGroup implements AutoCloseable {
  private static final SafeLogger LOG = SafeLogger.of(ControlGroup.class);
  private static final String PREFIX = "terrarium-";
  private static final String APPLICATION = PREFIX + "application";
  private static final String PROCESSES = "cgroup.procs";
  private static final List<String> CONTROLLERS = List.of("memory", "pids", "cpu");
  private static final OpenOption WRITE = StandardOpenOption.WRITE;
  private static final AtomicInteger MADE = new AtomicInteger();
  private static final int CLOSING_ATTEMPTS = 200;
  private static final long BETWEEN_ATTEMPTS_NANOSECONDS = 5_000_000;

  private final Path folder;

  private ControlGroup(Path folder) {
    this.folder = folder;
  }

  /**
   * Makes one with these limits.
   *
   * @throws IOException saying what is missing, as far as the kernel tells
   */
  static ControlGroup make(ControlGroupHierarchy hierarchy, ControlGroupLimits limits)
      throws IOException {
    Path parent = hierarchy.delegated();
    shareOutControllers(parent, hierarchy.applicationInside());
    ControlGroup group = make(parent);
    try {
      group.hold(limits);
      return group;
    } catch (IOException e) {
      group.close();
      throw e;
    }
  }

  /** One without limits, and without what applications that were killed left behind. */
  static ControlGroup make(Path parent) throws IOException {
    removeDeserted(parent);
    Path folder =
        parent.resolve(PREFIX + ProcessHandle.current().pid() + "-" + MADE.incrementAndGet());
    return new ControlGroup(Files.createDirectory(folder));
  }

  /** Takes a process in; what it forks from now on is in the group, too. */
  void enter(long pid) throws IOException {
    Files.writeString(folder.resolve(PROCESSES), Long.toString(pid), WRITE);
  }

  /** Bounds what everybody in it may use together. */
  void hold(ControlGroupLimits limits) throws IOException {
    for (ControlGroupLimits.Setting setting : limits.settings()) {
      set(setting);
    }
  }

  Path folder() {
    return folder;
  }

  /** Ends whoever is still in it, and removes it. */
  @Override
  public void close() {
    try {
      Files.writeString(folder.resolve("cgroup.kill"), "1", WRITE);
    } catch (IOException e) {
      // Linux 5.14 and newer have it; before, the zygotes' ends have to do.
      LOG.log(Level.DEBUG, "the processes of a control group are not ended with it", e);
    }
    for (int attempt = 1; !remove(folder); attempt++) {
      if (attempt == CLOSING_ATTEMPTS) {
        LOG.log(Level.WARNING, "the control group {0} is busy and stays", folder);
        return;
      }
      LockSupport.parkNanos(BETWEEN_ATTEMPTS_NANOSECONDS);
    }
  }

  private void set(ControlGroupLimits.Setting setting) throws IOException {
    try {
      Files.writeString(folder.resolve(setting.file()), setting.value(), WRITE);
    } catch (NoSuchFileException e) {
      if (setting.required()) {
        throw new IOException("the kernel has no " + setting.file(), e);
      }
    }
  }

  /** What the group above gives it, it passes on to the groups made in it. */
  private static void shareOutControllers(Path parent, boolean applicationInside)
      throws IOException {
    List<String> given = words(parent.resolve("cgroup.controllers"));
    if (!given.containsAll(CONTROLLERS)) {
      throw new IOException(
          "%s is given the controllers %s, and memory, pids and cpu are needed"
              .formatted(parent, given));
    }
    Path shared = parent.resolve("cgroup.subtree_control");
    if (words(shared).containsAll(CONTROLLERS)) {
      return;
    }
    if (applicationInside) {
      leave(parent);
    }
    Files.writeString(shared, "+memory +pids +cpu", WRITE);
  }

  /** Puts this application, alone in its group, into one below, as systemd has its services do. */
  private static void leave(Path parent) throws IOException {
    String own = Long.toString(ProcessHandle.current().pid());
    List<String> inside = words(parent.resolve(PROCESSES));
    if (!inside.equals(List.of(own))) {
      throw new IOException(
          "%s holds other processes than this application: start it in a group of its own"
              .formatted(parent));
    }
    Path below = parent.resolve(APPLICATION);
    if (!Files.isDirectory(below)) {
      Files.createDirectory(below);
    }
    Files.writeString(below.resolve(PROCESSES), own, WRITE);
  }

  /** Groups whose application is gone, and everybody in them. */
  private static void removeDeserted(Path parent) throws IOException {
    try (DirectoryStream<Path> groups = Files.newDirectoryStream(parent, PREFIX + "*-*")) {
      for (Path group : groups) {
        String pid = String.valueOf(group.getFileName()).split("-", -1)[1];
        boolean deserted =
            pid.matches("\\d{1,10}") && ProcessHandle.of(Long.parseLong(pid)).isEmpty();
        if (deserted && !remove(group)) {
          LOG.log(Level.DEBUG, "the control group {0} of an application that is gone stays", group);
        }
      }
    }
  }

  private static boolean remove(Path group) {
    try {
      Files.deleteIfExists(group);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static List<String> words(Path file) throws IOException {
    return Arrays.stream(Files.readString(file).strip().split("\\s+", -1))
        .filter(word -> !word.isEmpty())
        .toList();
  }
}
