package io.terrarium.bench;

import io.terrarium.Sandbox;
import io.terrarium.SandboxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures what is promised, each figure beside its floor in one run, and prints the table.
 *
 * <p>It takes about two minutes and ends by itself before three, leaving nothing behind. {@code
 * --write} puts the table into bench/README.md too; {@code --check} makes the exit status 1 where a
 * target is missed.
 */
public final class Ratios {
  private static final int HELD = 0;
  private static final int MISSED = 1;
  private static final int WRONG_USE = 2;
  private static final int FAILED = 70;
  private static final Duration AT_MOST = Duration.ofSeconds(170);
  private static final List<String> OPTIONS = List.of("--write", "--check");

  private Ratios() {}

  /** Where it starts; the property {@code terrarium.root} names the project's folder. */
  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments)));
  }

  private static int run(List<String> options) {
    if (!OPTIONS.containsAll(options)) {
      System.err.println("usage: bench/run [--write] [--check] | bench/run jmh [PATTERN]");
      return WRONG_USE;
    }
    Path root = Path.of(System.getProperty("terrarium.root", ""));
    endInTime(Thread.currentThread());
    try {
      Table table = measure(root);
      System.out.print(table.markdown());
      if (options.contains("--write")) {
        table.writeInto(root.resolve("bench/README.md"));
      }
      return options.contains("--check") && !table.allHeld() ? MISSED : HELD;
    } catch (InterruptedException e) {
      System.err.println("bench: stopped: it took longer than " + AT_MOST.toSeconds() + " s.");
      return FAILED;
    } catch (IOException | SandboxException e) {
      String reason =
          Thread.interrupted() ? "it took longer than " + AT_MOST.toSeconds() + " s." : "" + e;
      System.err.println("bench: stopped: " + reason);
      return FAILED;
    }
  }

  private static Table measure(Path root) throws IOException, InterruptedException {
    // A folder of its own, so that nobody else's leftovers are counted; workers have to reach it.
    Path folder = Files.createTempDirectory("bench-");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    System.setProperty("java.io.tmpdir", folder.toString());
    try {
      var rows = new ArrayList<Row>();
      String machine;
      try (Sandbox sandbox = Sandbox.create()) {
        Python python = Python.of(sandbox);
        machine = Machine.describe(python);
        var program = sandbox.compile(Trivial.SOURCE);
        var ground = new Ground(sandbox, program, python, root, folder);
        for (Map.Entry<String, Measure> measure : measures().entrySet()) {
          rows.addAll(take(measure.getKey(), measure.getValue(), ground));
        }
      }
      rows.add(afterClosing(folder));
      return new Table(machine, rows);
    } finally {
      Files.deleteIfExists(folder);
    }
  }

  /** What one measure gives; where it fails, the others still stand. */
  private static List<Row> take(String name, Measure measure, Ground ground)
      throws IOException, InterruptedException {
    long began = System.nanoTime();
    System.err.print("bench: " + name + " … ");
    try {
      return measure.take(ground);
    } catch (IOException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      return List.of(Row.failed(name, String.valueOf(e.getMessage())));
    } finally {
      System.err.println((System.nanoTime() - began) / 1_000_000_000 + " s");
    }
  }

  private static Map<String, Measure> measures() {
    var measures = new LinkedHashMap<String, Measure>();
    measures.put("echo, sessions and pristine calls at low load", new Latency());
    measures.put("sustained calls and bare forks", new Forks());
    measures.put("a million floats", new ManyFloats());
    measures.put("the memory of a session", new SessionMemory());
    measures.put("ten thousand calls", new Leftovers());
    measures.put("start-up of the command", new StartUp());
    return measures;
  }

  private static Row afterClosing(Path folder) {
    long processes = ProcessHandle.current().descendants().count();
    long folders = Leftovers.entries(folder);
    return Row.absolute(
        "After closing the sandbox",
        "processes " + processes + ", folders " + folders,
        "nothing left",
        processes == 0 && folders == 0);
  }

  /** Everything here ends when it is interrupted, and cleans up. */
  private static void endInTime(Thread thread) {
    Thread.ofPlatform()
        .daemon()
        .name("bench-deadline")
        .start(() -> {
          try {
            Thread.sleep(AT_MOST);
            thread.interrupt();
          } catch (InterruptedException e) {
            // Nobody interrupts it: the run is over before, and it goes with the process.
            Thread.currentThread().interrupt();
          }
        });
  }
}
