package io.terrarium.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** The processes of sandboxes, as the operating system shows them: zygotes and their workers. */
public final class Processes {
  private static final String CPU_FIELDS_AFTER = ") ";

  private Processes() {}

  /** The zygotes of this process's sandboxes. */
  public static List<ProcessHandle> zygotes() {
    return started().map(Processes::zygoteOf).filter(Processes::isJailed).toList();
  }

  /** What the application started, where zygotes have a namespace of process ids. */
  public static List<ProcessHandle> keepers() {
    return started().filter(process -> !zygoteOf(process).equals(process)).toList();
  }

  /**
   * Whether it has given up new privileges (proc_pid_status(5)). Its parent has become its reason
   * to live before that.
   */
  public static boolean isJailed(ProcessHandle process) {
    return hasLine(process, "NoNewPrivs:\\s+1");
  }

  private static Stream<ProcessHandle> started() {
    return ProcessHandle.current().children().filter(ProcessHandle::isAlive);
  }

  private static ProcessHandle zygoteOf(ProcessHandle started) {
    return started.children().filter(Processes::isInit).findFirst().orElse(started);
  }

  /** Whether it is the first process of a namespace: its second id is 1, proc_pid_status(5). */
  private static boolean isInit(ProcessHandle process) {
    return hasLine(process, "NSpid:\\s+\\d+\\s+1");
  }

  private static boolean hasLine(ProcessHandle process, String pattern) {
    try (var lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
      return lines.anyMatch(line -> line.matches(pattern));
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }

  /** The workers of all of them, idle ones included. */
  public static List<ProcessHandle> workers() {
    return zygotes().stream()
        .flatMap(ProcessHandle::children)
        .filter(ProcessHandle::isAlive)
        .toList();
  }

  /** The one worker that is busy: an idle one uses no processor time. */
  public static ProcessHandle busyWorker() {
    var found = new AtomicReference<ProcessHandle>();
    Eventually.eventually(
        "a worker is busy",
        () -> {
          workers().stream()
              .filter(worker -> cpuTicks(worker) >= 10)
              .findFirst()
              .ifPresent(found::set);
          return found.get() != null;
        });
    return found.get();
  }

  /** Sends a signal, such as {@code STOP}; to do with a process that has ended, nothing. */
  public static void signal(ProcessHandle process, String signal) {
    try {
      Process kill =
          new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!kill.waitFor(10, TimeUnit.SECONDS) || (kill.exitValue() != 0 && process.isAlive())) {
        throw new IllegalStateException("kill -" + signal + " failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** proc_pid_stat(5), user time, in hundredths of a second nearly everywhere. */
  private static long cpuTicks(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
      String fields = stat.substring(stat.lastIndexOf(CPU_FIELDS_AFTER) + 2);
      return Long.parseLong(List.of(fields.split(" ", -1)).get(11));
    } catch (IOException e) {
      return 0;
    }
  }
}
