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
 * Measures what is promised, each figure beside its floor in one run, and prints the tables: that
 * of calls and processes, that of the language policy, which {@code policy} asks for alone, or that
 * of the engine {@code wasm}, which {@code wasm} asks for: in a virtual machine of its own, since
 * that engine wants options.
 *
 * <p>It takes nearly four minutes and ends by itself before five, leaving nothing behind; for the
 * engine {@code wasm} a minute and a quarter, and before two and a half. {@code --write} puts the
 * tables into bench/README.md too; {@code --check} makes the exit status 1 where a target is
 * missed.
 */
public final class Ratios {
  private static final int HELD = 0;
  private static final int MISSED = 1;
  private static final int WRONG_USE = 2;
  private static final int FAILED = 70;
  private static final Duration AT_MOST = Duration.ofSeconds(290);
  private static final Duration WASM_AT_MOST = Duration.ofSeconds(150);
  private static final String POLICY = "policy";
  private static final List<String> ARGUMENTS = List.of(POLICY, Wasm.NAME, "--write", "--check");

  private Ratios() {}

  /** Where it starts; the property {@code terrarium.root} names the project's folder. */
  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments)));
  }

  private static int run(List<String> arguments) {
    if (!ARGUMENTS.containsAll(arguments)) {
      System.err.println(
          "usage: bench/run [policy | wasm] [--write] [--check] | bench/run jmh [PATTERN]");
      return WRONG_USE;
    }
    Path root = Path.of(System.getProperty("terrarium.root", ""));
    Duration atMost = arguments.contains(Wasm.NAME) ? WASM_AT_MOST : AT_MOST;
    endInTime(Thread.currentThread(), atMost);
    try {
      List<Table> tables = measure(root, arguments);
      for (Table table : tables) {
        System.out.println(table.markdown());
        if (arguments.contains("--write")) {
          table.writeInto(root.resolve("bench/README.md"));
        }
      }
      boolean held = tables.stream().allMatch(Table::allHeld);
      return arguments.contains("--check") && !held ? MISSED : HELD;
    } catch (InterruptedException e) {
      System.err.println("bench: stopped: it took longer than " + atMost.toSeconds() + " s.");
      return FAILED;
    } catch (IOException | SandboxException e) {
      String reason =
          Thread.interrupted() ? "it took longer than " + atMost.toSeconds() + " s." : "" + e;
      System.err.println("bench: stopped: " + reason);
      return FAILED;
    }
  }

  private static List<Table> measure(Path root, List<String> arguments)
      throws IOException, InterruptedException {
    // A folder of its own, so that nobody else's leftovers are counted; workers have to reach it.
    Path folder = Files.createTempDirectory("bench-");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    System.setProperty("java.io.tmpdir", folder.toString());
    try {
      var tables = new ArrayList<Table>();
      try (Sandbox sandbox = Sandbox.create()) {
        Python python = Python.of(sandbox);
        String machine = Machine.describe(python);
        var program = sandbox.compile(Trivial.SOURCE);
        var ground = new Ground(sandbox, program, python, root, folder);
        if (arguments.contains(Wasm.NAME)) {
          return List.of(table("of the engine wasm", machine, wasm(), ground));
        }
        if (!arguments.contains(POLICY)) {
          tables.add(table("of promises", machine, measures(), ground));
        }
        tables.add(
            table("of the policy", machine, Map.of("the policy", new PolicySpeed()), ground));
      }
      if (tables.size() > 1) {
        tables.set(0, tables.getFirst().and(afterClosing(folder)));
      }
      return tables;
    } finally {
      Files.deleteIfExists(folder);
    }
  }

  private static Table table(
      String name, String machine, Map<String, Measure> measures, Ground ground)
      throws IOException, InterruptedException {
    var rows = new ArrayList<Row>();
    for (Map.Entry<String, Measure> measure : measures.entrySet()) {
      rows.addAll(take(measure.getKey(), measure.getValue(), ground));
    }
    return new Table(name, machine, rows);
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
    measures.put("a host call and back", new HostCallTrips());
    measures.put("what the extras cost", new Extras());
    measures.put("what a listener costs", new Listening());
    measures.put("sustained calls and bare forks", new Forks());
    measures.put("calls over HTTP", new Http());
    measures.put("a million floats", new ManyFloats());
    measures.put("a million rows", new ManyRows());
    measures.put("the memory of a session", new SessionMemory());
    measures.put("ten thousand calls", new Leftovers());
    measures.put("start-up of the command", new StartUp());
    return measures;
  }

  /** The first has to be: it shows a virtual machine in which nothing is compiled yet. */
  private static Map<String, Measure> wasm() {
    var measures = new LinkedHashMap<String, Measure>();
    measures.put("programs in sessions", new WasmCompute());
    measures.put("calls and instances", new WasmLatency());
    measures.put("the memory of an instance", new WasmMemory());
    measures.put("first calls", new WasmStart());
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
  private static void endInTime(Thread thread, Duration atMost) {
    Thread.ofPlatform()
        .daemon()
        .name("bench-deadline")
        .start(() -> {
          try {
            Thread.sleep(atMost);
            thread.interrupt();
          } catch (InterruptedException e) {
            // Nobody interrupts it: the run is over before, and it goes with the process.
            Thread.currentThread().interrupt();
          }
        });
  }
}
