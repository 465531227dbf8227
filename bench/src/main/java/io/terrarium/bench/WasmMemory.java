package io.terrarium.bench;

import io.terrarium.Limits;
import io.terrarium.Program;
import io.terrarium.Sandbox;
import io.terrarium.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What an idle instance keeps after one call: of the Java heap, by its growth over some sessions
 * after collections; and beside it what is resident of their threads' stacks, the only mappings of
 * their size that come with sessions.
 */
final class WasmMemory implements Measure {
  private static final int BEFORE = 2;
  private static final int SESSIONS = 16;
  private static final double TARGET_BYTES = 40 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long LARGE_BYTES = 128 << 20;

  /**
   * Small enough for all sessions to be promised their memory at once, of whatever heap there is.
   */
  private static final Limits LIMITS = Limits.DEFAULT.withMemoryBytes(32 << 20);

  private static final String SIZE = "Size:";
  private static final String RESIDENT = "Rss:";

  @Override
  public List<Row> take(Ground ground) throws IOException, InterruptedException {
    var sessions = new ArrayList<Session>();
    try (Sandbox sandbox = Wasm.settings().idleWorkers(1).defaultLimits(LIMITS).create()) {
      Program program = sandbox.compile(Trivial.SOURCE);
      open(program, BEFORE, sessions);
      settle(sandbox);
      long heapBefore = Leftovers.heap();
      Map<String, Long> mappedBefore = largeMappings();
      open(program, SESSIONS, sessions);
      settle(sandbox);
      double heap = (double) (Leftovers.heap() - heapBefore) / SESSIONS;
      Map<String, Long> mapped = largeMappings();
      mapped.keySet().removeAll(mappedBefore.keySet());
      double stacks = mapped.values().stream().mapToLong(Long::longValue).sum() / (double) SESSIONS;
      return List.of(
          Row.absolute(
              "Memory of an idle session after a call",
              "heap %s, beside it %s".formatted(Format.mebibytes(heap), Format.mebibytes(stacks)),
              "≤ 40 MiB",
              heap + stacks <= TARGET_BYTES));
    } finally {
      sessions.forEach(Session::close);
    }
  }

  private static void open(Program program, int count, List<Session> sessions) {
    for (int i = 0; i < count; i++) {
      Session session = program.openSession();
      sessions.add(session);
      session.call(Trivial.FUNCTION, 1);
    }
  }

  /** One that was made ahead stands on the shelf before and after, and is not counted. */
  private static void settle(Sandbox sandbox) throws InterruptedException {
    Waiting.untilStable(PATIENCE, () -> sandbox.load().idleWorkers());
  }

  /** By the address where each begins, how many of its bytes are resident. */
  private static Map<String, Long> largeMappings() throws IOException {
    var mappings = new HashMap<String, Long>();
    String address = "";
    long size = 0;
    for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
      if (line.startsWith(SIZE)) {
        size = bytes(line);
      } else if (line.startsWith(RESIDENT) && size >= LARGE_BYTES) {
        mappings.put(address, bytes(line));
      } else if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
        address = line.substring(0, line.indexOf('-'));
      }
    }
    return mappings;
  }

  private static long bytes(String line) {
    return 1024 * Long.parseLong(line.replaceAll("[^0-9]", ""));
  }
}
