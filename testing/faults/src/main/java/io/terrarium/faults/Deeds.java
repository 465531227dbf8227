package io.terrarium.faults;

import io.terrarium.Call;
import io.terrarium.Limit;
import io.terrarium.Limits;
import io.terrarium.Outcome;
import io.terrarium.Outcome.Crashed.Cause;
import io.terrarium.Policy;
import io.terrarium.Program;
import io.terrarium.Sandbox;
import io.terrarium.Session;
import io.terrarium.Source;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** The programs of a mixed load: what people send, and what some of them try. */
final class Deeds {
  private static final String HONEST =
      """
      total = 0

      def mean_square(xs):
          return sum(x * x for x in xs) / len(xs)

      def words(text):
          print(text)
          return {word: text.count(word) for word in text.split()}

      def add(x):
          global total
          total += x
          return total

      def fail():
          raise ValueError("no such thing")

      def deep():
          return deep()

      def generator():
          return (x for x in [])
      """;

  private static final String HOSTILE =
      """
      import ctypes, os, signal

      def spin():
          while True: pass

      def hog():
          return len(bytearray(1 << 40))

      def nibble():
          kept = []
          while True: kept.append(bytearray(1 << 20))

      def leave():
          os._exit(3)

      def crash():
          ctypes.string_at(0)

      def trace():
          ctypes.CDLL(None).ptrace(0, 0, 0, 0)

      def garble():
          os.write(3, bytes(range(256)) * 64)
          while True: pass

      def hang_up():
          os.close(3)

      def look_around():
          open("/etc/passwd")

      def fork():
          os.fork()

      def suicide():
          os.kill(os.getpid(), signal.SIGKILL)

      def flood():
          while True: print("x" * 4096)

      def heap():
          return [0] * 4_000_000

      def two_answers():
          for _ in range(2): os.write(3, b"\\0\\0\\0\\x09R" + bytes(8) + b"N")
          while True: pass
      """;

  private static final int CALLS_OF_A_SESSION = 4;
  private static final Limits LIMITS =
      Limits.DEFAULT.withWallTime(Duration.ofSeconds(4)).withCpuTime(Duration.ofSeconds(4));
  private static final Limits SHORT =
      LIMITS.withWallTime(Duration.ofMillis(60)).withCpuTime(Duration.ofSeconds(1));
  private static final Limits LITTLE_CPU = LIMITS.withCpuTime(Duration.ofMillis(40));
  private static final Limits SMALL = LIMITS.withMemoryBytes(32L << 20);
  private static final Limits QUIET =
      LIMITS.withOutput(64 << 10, Limits.OutputOverflow.FAIL).withResultBytes(1 << 20);

  private Deeds() {}

  /** All of them, in a sandbox. */
  static List<Deed> in(Sandbox sandbox) {
    Program honest = sandbox.compile(HONEST);
    Program hostile = sandbox.compile(Source.of(HOSTILE).under(Policy.FULL));
    return List.of(
        new Deed("mean_square", 40, true, random -> meanSquare(honest, random)),
        new Deed("words", 10, true, random -> words(honest, random)),
        new Deed("a session", 4, true, random -> session(honest, random)),
        deed("fail", 6, honest, LIMITS, raised("ValueError")),
        deed("deep", 2, honest, LIMITS, raised("RecursionError")),
        deed("generator", 2, honest, LIMITS, Outcome.Unrepresentable.class::isInstance),
        deed("spin", 2, hostile, SHORT, limit(Limit.WALL_TIME)),
        deed("spin", 1, hostile, LITTLE_CPU, limit(Limit.CPU_TIME)),
        deed("hog", 3, hostile, SMALL, limit(Limit.MEMORY)),
        deed("nibble", 2, hostile, SMALL, limit(Limit.MEMORY)),
        deed("leave", 4, hostile, LIMITS, crashed(Cause.EXIT_WITHOUT_RESULT)),
        deed("crash", 3, hostile, LIMITS, crashed(Cause.SIGNAL)),
        deed("trace", 4, hostile, LIMITS, crashed(Cause.FORBIDDEN_SYSTEM_CALL)),
        deed("garble", 4, hostile, LIMITS, crashed(Cause.PROTOCOL_VIOLATION)),
        deed("hang_up", 2, hostile, LIMITS, raised("PermissionError")),
        deed("look_around", 4, hostile, LIMITS, raised("PermissionError")),
        deed("fork", 2, hostile, LIMITS, raised("PermissionError")),
        deed("suicide", 2, hostile, LIMITS, raised("PermissionError")),
        deed("flood", 1, hostile, QUIET, limit(Limit.OUTPUT)),
        deed("heap", 1, hostile, QUIET, limit(Limit.RESULT)),
        deed("two_answers", 4, hostile, LIMITS, crashed(Cause.PROTOCOL_VIOLATION)));
  }

  private static Deed deed(
      String function, int weight, Program program, Limits limits, Predicate<Outcome> expectation) {
    return new Deed(
        function,
        weight,
        false,
        _ -> Deed.Seen.of(program.invoke(Call.of(function).withLimits(limits)), expectation));
  }

  private static Deed.Seen meanSquare(Program program, RandomGenerator random) {
    double[] numbers = random.doubles(1 + random.nextInt(50)).toArray();
    double sum = 0;
    for (double number : numbers) {
      sum += number * number;
    }
    double expected = sum / numbers.length;
    Outcome outcome = program.invoke(Call.of("mean_square", numbers).withLimits(LIMITS));
    // Newer Pythons add floats more exactly than one after the other.
    return Deed.Seen.of(
        outcome,
        seen ->
            seen instanceof Outcome.Returned(var value, _)
                && Math.abs(value.asDouble() - expected) <= 1e-12);
  }

  private static Deed.Seen words(Program program, RandomGenerator random) {
    String word = "w" + random.nextInt(1_000_000);
    int times = 1 + random.nextInt(20);
    String text = (word + " ").repeat(times);
    Outcome outcome = program.invoke(Call.of("words", text).withLimits(LIMITS));
    return Deed.Seen.of(
        outcome,
        seen ->
            seen instanceof Outcome.Returned(var value, var report)
                && value.toString().equals("{'" + word + "': " + times + "}")
                && report.stdout().text().equals(text + "\n"));
  }

  /** Another session's total, or a pristine call's, would show. */
  private static Deed.Seen session(Program program, RandomGenerator random) {
    try (Session session = program.openSession(LIMITS)) {
      int total = 0;
      for (int call = 1; ; call++) {
        int number = random.nextInt(1000);
        total += number;
        int expected = total;
        Deed.Seen seen =
            Deed.Seen.of(
                session.invoke(Call.of("add", number)),
                outcome ->
                    outcome instanceof Outcome.Returned(var value, _) && value.asInt() == expected);
        if (!seen.expected() || call == CALLS_OF_A_SESSION) {
          return seen;
        }
      }
    }
  }

  private static Predicate<Outcome> raised(String type) {
    return outcome -> outcome instanceof Outcome.Raised(var error, _) && error.type().equals(type);
  }

  private static Predicate<Outcome> crashed(Cause cause) {
    return outcome -> outcome instanceof Outcome.Crashed crashed && crashed.cause() == cause;
  }

  private static Predicate<Outcome> limit(Limit limit) {
    return outcome ->
        outcome instanceof Outcome.LimitExceeded exceeded && exceeded.limit() == limit;
  }
}
