package io.terrarium.bench;

import io.terrarium.Policy;
import io.terrarium.Program;
import io.terrarium.Session;
import io.terrarium.Source;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The private memory of an idle session after one call, as the kernel counts it.
 *
 * <p>All workers are looked at, and only then is the session asked which one it is: finding that
 * out takes a module, and with it memory.
 */
final class SessionMemory implements Measure {
  private static final int SESSIONS = 5;
  private static final long IDLE_MILLIS = 50;
  private static final double TARGET_BYTES = 6 << 20;
  private static final String MEASURE = "Private memory of an idle session after a call";
  private static final String TARGET = "< 6 MiB";

  private static final String SOURCE =
      Trivial.SOURCE
          + """
          def process():
              import os
              return os.getpid()
          """;

  @Override
  public List<Row> take(Ground ground) throws IOException, InterruptedException {
    Program program = ground.sandbox().compile(Source.of(SOURCE).under(Policy.FULL));
    var sizes = new ArrayList<Double>();
    for (int i = 0; i < SESSIONS; i++) {
      try (Session session = program.openSession()) {
        session.call(Trivial.FUNCTION, 1);
        Thread.sleep(IDLE_MILLIS);
        Map<Long, Double> workers = privateBytesOfWorkers();
        Double size = workers.get(session.call("process").asLong());
        if (size == null) {
          return List.of(Row.notMeasured(MEASURE, "its process was not to be found", TARGET));
        }
        sizes.add(size);
      } catch (AccessDeniedException e) {
        return List.of(
            Row.notMeasured(MEASURE, "only root may read a worker's smaps_rollup", TARGET));
      }
    }
    double size = Statistics.median(sizes);
    return List.of(Row.absolute(MEASURE, Format.mebibytes(size), TARGET, size < TARGET_BYTES));
  }

  /** By the process id that each knows itself by: zygotes are children, workers theirs. */
  private static Map<Long, Double> privateBytesOfWorkers() throws IOException {
    List<Long> pids =
        ProcessHandle.current()
            .children()
            .flatMap(ProcessHandle::descendants)
            .map(ProcessHandle::pid)
            .toList();
    var sizes = new HashMap<Long, Double>();
    for (long pid : pids) {
      Path folder = Path.of("/proc/" + pid);
      try {
        sizes.put(ownId(folder.resolve("status")), privateBytes(folder.resolve("smaps_rollup")));
      } catch (AccessDeniedException e) {
        throw e;
      } catch (IOException _) {
        // It ended meanwhile, as idle workers may.
      }
    }
    return sizes;
  }

  /** The id in the innermost namespace. */
  private static long ownId(Path status) throws IOException {
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("NSpid:"))
        .map(line -> line.substring(line.lastIndexOf('\t') + 1))
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElseThrow();
  }

  private static double privateBytes(Path smaps) throws IOException {
    double kibibytes = 0;
    for (String line : Files.readAllLines(smaps)) {
      if (line.startsWith("Private_Clean:") || line.startsWith("Private_Dirty:")) {
        kibibytes += Double.parseDouble(line.replaceAll("[^0-9]", ""));
      }
    }
    return 1024 * kibibytes;
  }
}
