package io.terrarium.jail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Runs the real executor and the probes (probes.py) with a plan, in real processes.
 *
 * <p>Where the tests run as root, both ways into the jail are taken: the zygote drops root itself,
 * or it is started as an ordinary user. Where they do not, both are the latter.
 */
final class JailedPython {
  static final Architecture ARCHITECTURE = Architecture.current();
  static final SystemCallTable TABLE = SystemCallTable.of(ARCHITECTURE);
  static final SystemCallTable ZYGOTE_TABLE = TABLE.forZygote();
  static final Identity IDENTITY = new Identity(61_803, 61_804);

  private static final long NOBODY = 65534;
  static final int LAST_PROBED_NUMBER = 600;

  /** uretprobe and uprobe of x86-64: see the head of the table. */
  private static final Set<Integer> UNFILTERED = Set.of(335, 336);

  private static final Path EXECUTOR =
      Path.of("../runtime/src/main/resources/io/terrarium/runtime/terrarium_runtime/jail.py");

  /** How the zygote comes to be an ordinary user. */
  enum Start {
    /** Java is root: the plan drops it. */
    AS_ROOT,
    /** Java is an ordinary user already. */
    AS_ORDINARY_USER;

    JailSpec spec() {
      return this == AS_ROOT && runsAsRoot()
          ? JailSpec.forRoot(ARCHITECTURE, IDENTITY)
          : JailSpec.forOrdinaryUser(ARCHITECTURE);
    }

    private Optional<Long> changeOfUser() {
      return this == AS_ORDINARY_USER && runsAsRoot() ? Optional.of(NOBODY) : Optional.empty();
    }
  }

  private JailedPython() {}

  static boolean runsAsRoot() {
    return userOfTheTests() == 0;
  }

  static long userOfTheTests() {
    try {
      return ((Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).longValue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sets the jail up and tries everything in it: outcomes by the names of the attempts. */
  static Map<String, String> probe(Start start) {
    return run(start.spec().plan(), start.changeOfUser(), Map.of(), true);
  }

  /** Sets the jail up, with other numbers for the worker: what became of zygote and worker. */
  static Map<String, String> setUp(Start start, Map<String, Long> workerValues) {
    return run(start.spec().plan(), start.changeOfUser(), workerValues, false);
  }

  /** Sets a jail up in a process of the tests' own user. */
  static Map<String, String> setUp(JailSpec spec) {
    return run(spec.plan(), Optional.empty(), Map.of(), false);
  }

  private static Map<String, String> run(
      JailPlan plan, Optional<Long> startAs, Map<String, Long> workerValues, boolean probe) {
    Map<String, Object> numbers = new HashMap<>();
    TABLE.calls().forEach(call -> numbers.put(call.name(), (long) call.number()));
    Map<String, Object> request = new HashMap<>();
    request.put("plan", plan.toData());
    request.put("numbers", numbers);
    request.put("values", workerValues);
    request.put("probe", probe);
    request.put("start_as", startAs.orElse(null));
    request.put("refused", refused(TABLE));
    request.put("killed", killed(TABLE));
    request.put("zygote", List.of(refused(ZYGOTE_TABLE), killed(ZYGOTE_TABLE)));
    try {
      request.put("executor", Files.readString(EXECUTOR));
      return outcomes(python(Json.of(request)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Long> numbers(IntPredicate which) {
    return IntStream.rangeClosed(0, LAST_PROBED_NUMBER)
        .filter(which)
        .asLongStream()
        .boxed()
        .toList();
  }

  private static List<Long> refused(SystemCallTable table) {
    return numbers(number ->
        !mayKill(table, number) && !decision(table, number).equals(Optional.of(Decision.ALLOW)));
  }

  private static List<Long> killed(SystemCallTable table) {
    return numbers(number -> mayKill(table, number));
  }

  /** Whether a number is tried in a process of its own. */
  private static boolean mayKill(SystemCallTable table, int number) {
    return decision(table, number).equals(Optional.of(Decision.KILL))
        || (ARCHITECTURE == Architecture.X86_64 && UNFILTERED.contains(number));
  }

  private static Optional<Decision> decision(SystemCallTable table, int number) {
    return table.call(number).map(SystemCall::decision);
  }

  private static String python(String request) throws IOException {
    String probes =
        new String(
            JailedPython.class.getResourceAsStream("probes.py").readAllBytes(),
            StandardCharsets.UTF_8);
    Path output = Files.createTempFile("probes", ".txt");
    try {
      Process process =
          new ProcessBuilder(pythonCommand(), "-I", "-S", "-c", probes)
              .redirectOutput(output.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try (var stdin = process.getOutputStream()) {
        stdin.write(request.getBytes(StandardCharsets.US_ASCII));
      }
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError("the probes hang");
      }
      return Files.readString(output);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      Files.delete(output);
    }
  }

  private static String pythonCommand() {
    String ofTheSystem = "/usr/bin/python3";
    return Files.isExecutable(Path.of(ofTheSystem)) ? ofTheSystem : "python3";
  }

  private static Map<String, String> outcomes(String text) {
    Map<String, String> outcomes = new LinkedHashMap<>();
    text.lines()
        .forEach(line -> {
          String[] pair = line.split("\t", 2);
          if (pair.length != 2 || outcomes.put(pair[0], pair[1]) != null) {
            throw new AssertionError("not an outcome: " + line);
          }
        });
    return outcomes;
  }
}
