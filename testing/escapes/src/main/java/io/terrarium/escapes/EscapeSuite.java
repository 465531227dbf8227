package io.terrarium.escapes;

import io.terrarium.Call;
import io.terrarium.HostFunction;
import io.terrarium.Limits;
import io.terrarium.Outcome;
import io.terrarium.Policy;
import io.terrarium.Program;
import io.terrarium.Sandbox;
import io.terrarium.Source;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Runs attacks against a sandbox, one after the other. For one thread.
 *
 * <pre>{@code
 * try (Targets targets = Targets.plant()) {
 *   new EscapeSuite(sandbox, targets).run(EscapeSuite.cases(), result -> …);
 * }
 * }</pre>
 */
public final class EscapeSuite {
  private static final Limits LIMITS = Limits.DEFAULT.withWallTime(Duration.ofSeconds(5));

  /** For families whose programs would go on for ever. */
  private static final Limits SHORT =
      LIMITS
          .withWallTime(Duration.ofSeconds(1))
          .withCpuTime(Duration.ofMillis(300))
          .withHostCalls(100);

  /** The same where Python takes longer to get to anything. */
  private static final Limits LIMITS_IN_WASM = LIMITS.withWallTime(Duration.ofSeconds(20));

  private static final Limits SHORT_IN_WASM =
      SHORT.withWallTime(Duration.ofSeconds(5)).withCpuTime(Duration.ofMillis(1_500));

  private static final Set<String> ENDLESS = Set.of("endings", "frames");

  private final Sandbox sandbox;
  private final Targets targets;
  private final Program honest;
  private final Map<String, Program> programs = new HashMap<>();
  private long calls;

  /** A suite against a sandbox. */
  public EscapeSuite(Sandbox sandbox, Targets targets) {
    this.sandbox = sandbox;
    this.targets = targets;
    this.honest = sandbox.compile(Source.of("def square(x): return x * x").under(Policy.FULL));
  }

  /** Every case. */
  public static List<EscapeCase> cases() {
    return Cases.all();
  }

  /** Runs cases in their order, and tells of each as soon as it is over. */
  public void run(List<EscapeCase> cases, Consumer<EscapeResult> listener) {
    for (EscapeCase attempted : cases) {
      listener.accept(run(attempted));
    }
  }

  private EscapeResult run(EscapeCase attempted) {
    Map<String, Object> target = new HashMap<>(targets.described());
    target.putAll(attempted.details());
    Program program =
        programs.computeIfAbsent(
            attempted.family(), family -> sandbox.compile(lending(Cases.program(family))));
    Outcome outcome =
        program.invoke(Call.of(attempted.function(), target).withLimits(limits(attempted)));
    String inWords = inWords(outcome);
    return new EscapeResult(
        attempted,
        inWords + detail(outcome),
        inWords.equals(attempted.expected()),
        outcome instanceof Outcome.Returned,
        nextCallWorks());
  }

  /** An application lends something, and nothing that would not be for everybody. */
  private static Source lending(String program) {
    return Source.of(program)
        .under(Policy.FULL)
        .withHostFunction(HostFunction.of("doubled", long.class, number -> 2 * number))
        .withHostFunction(HostFunction.of("much", int.class, count -> new byte[count]));
  }

  private Limits limits(EscapeCase attempted) {
    boolean isWasm = sandbox.isolation().engine().equals("wasm");
    if (!ENDLESS.contains(attempted.family())) {
      return isWasm ? LIMITS_IN_WASM : LIMITS;
    }
    Limits limits = isWasm ? SHORT_IN_WASM : SHORT;
    // What has to run out of processor time needs a processor first, which a busy machine has not.
    return attempted.expected().equals("limit cpu_time")
        ? limits.withWallTime(Duration.ofMinutes(1))
        : limits;
  }

  private boolean nextCallWorks() {
    long number = ++calls;
    return honest.invoke(Call.of("square", number)) instanceof Outcome.Returned returned
        && returned.value().asLong() == number * number;
  }

  private static String inWords(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Returned _ -> "returned";
      case Outcome.Raised raised -> "raised " + raised.error().type();
      case Outcome.LimitExceeded exceeded -> "limit " + lowerCase(exceeded.limit());
      case Outcome.Crashed crashed -> "crashed " + lowerCase(crashed.cause());
      case Outcome.Unrepresentable _ -> "unrepresentable";
      case Outcome.ContractBroken _ -> "contract broken";
      case Outcome.Rejected _ -> "rejected";
      case Outcome.Cancelled _ -> "cancelled";
    };
  }

  private static String detail(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Returned returned -> ": " + cut(returned.value().toString());
      case Outcome.Raised raised -> ": " + cut(raised.error().message());
      case Outcome.Crashed crashed -> ": " + cut(crashed.message());
      default -> "";
    };
  }

  private static String cut(String text) {
    return text.length() > 200 ? text.substring(0, 200) + "…" : text;
  }

  private static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
