package io.terrarium.conformance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.terrarium.Call;
import io.terrarium.Diagnostic;
import io.terrarium.Limits;
import io.terrarium.Outcome;
import io.terrarium.Policy;
import io.terrarium.Program;
import io.terrarium.ProgramRejectedException;
import io.terrarium.PythonError;
import io.terrarium.Source;
import io.terrarium.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Attacks on the language policy, by class, and the harmless neighbours of each. Under {@code
 * restricted} the policy stops them, in the way that the corpus says; under {@code full}, where it
 * is out of the way, whatever becomes of them is an outcome: no secret of the host comes out,
 * nothing is written, no process is started, and the next call is served.
 */
final class LanguagePolicyTest extends SharedSandbox {
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(5);

  private final String secret = "secret-" + UUID.randomUUID();
  private List<PolicyCase> corpus = List.of();
  private Path folder = Path.of("");
  private Path secretFile = Path.of("");
  private Limits limits = Limits.DEFAULT;
  private int minor;

  // There are thousands: all are made at once, several at a time, and each test waits for its own.
  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final Map<PolicyCase, Future<Outcome>> restricted = new HashMap<>();
  private final Map<PolicyCase, Future<Outcome>> unrestricted = new HashMap<>();

  @BeforeAll
  void begin() throws IOException {
    plantSecret();
    readCorpus();
    corpus()
        .forEach(each ->
            restricted.put(
                each,
                threads.submit(() -> outcome(each.source(secretFile).under(Policy.RESTRICTED)))));
    attacks()
        .forEach(each -> unrestricted.put(each, threads.submit(() -> outcomeWithoutPolicy(each))));
  }

  private void plantSecret() throws IOException {
    folder = Files.createTempDirectory("attacks-on-the-policy-");
    secretFile = Files.writeString(folder.resolve("secret"), secret);
    // Whoever a worker is: the jail is to stop it, and not the permissions of a file.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    Files.setPosixFilePermissions(secretFile, PosixFilePermissions.fromString("rw-rw-rw-"));
  }

  private void readCorpus() throws IOException {
    var all = new ArrayList<>(PolicyCase.all());
    all.addAll(ShadowingCases.all());
    corpus = List.copyOf(all);
    limits = limits.withWallTime(LONG_ENOUGH).withCpuTime(LONG_ENOUGH);
    minor = call(full("import sys\ndef f(): return sys.version_info[1]")).asInt();
  }

  @AfterAll
  void end() throws IOException {
    threads.close();
    Files.deleteIfExists(secretFile);
    Files.deleteIfExists(folder);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("corpus")
  void the_policy_restricted_does_as_the_corpus_says(PolicyCase each) {
    Outcome outcome = of(restricted, each);

    if (minor < each.minor()) {
      assertThat(outcome.status()).as("%s, on an older Python", each).isEqualTo("syntax_error");
    } else {
      assertThat(each.ends())
          .as("%s ended as %s", each, described(outcome))
          .anyMatch(end -> isEnd(end, outcome));
    }
    assertHarmless(outcome);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("attacks")
  void what_the_policy_stops_is_harmless_without_it(PolicyCase each) {
    assertHarmless(of(unrestricted, each));
  }

  @Test
  void without_the_policy_most_attacks_get_as_far_as_the_jail() {
    List<PolicyCase> taking = corpus.stream().filter(PolicyCase::takesLoot).toList();

    assertThat(taking.stream().filter(this::getsToTheJail).count())
        .isGreaterThan(taking.size() * 3L / 4);
  }

  /**
   * Whether an attack had the module {@code os} in its hands, and was turned away by the kernel.
   */
  private boolean getsToTheJail(PolicyCase each) {
    return of(unrestricted, each) instanceof Outcome.Returned(Value value, _)
        && value.toString().contains("PermissionError");
  }

  @Test
  void the_corpus_has_at_least_270_attacks_and_100_that_go_on_to_take_something() {
    List<PolicyCase> written =
        corpus.stream().filter(each -> !each.group().equals("shadowing")).toList();

    assertThat(written.stream().filter(PolicyCase::isDeny)).hasSizeGreaterThanOrEqualTo(270);
    assertThat(written.stream().filter(PolicyCase::takesLoot)).hasSizeGreaterThanOrEqualTo(100);
    assertThat(written.stream().filter(each -> !each.isDeny())).hasSizeGreaterThanOrEqualTo(50);
  }

  @Test
  void each_case_has_a_name_of_its_own() {
    var names = new HashSet<String>();

    assertThat(corpus).allSatisfy(each -> assertThat(names.add(each.toString())).isTrue());
  }

  private Stream<PolicyCase> corpus() {
    return corpus.stream();
  }

  private Stream<PolicyCase> attacks() {
    return corpus.stream().filter(PolicyCase::isDeny);
  }

  private static Outcome of(Map<PolicyCase, Future<Outcome>> outcomes, PolicyCase each) {
    try {
      return requireNonNull(outcomes.get(each)).get();
    } catch (ExecutionException | InterruptedException e) {
      throw new AssertionError(each + " has no outcome", e);
    }
  }

  /** What it comes to where nothing but the jail is in its way; and the next call is served. */
  private Outcome outcomeWithoutPolicy(PolicyCase each) {
    Outcome outcome = outcome(each.sourceThatGoesOn(secretFile).under(Policy.FULL));
    assertThat(nextCall()).isEqualTo("hello next");
    return outcome;
  }

  private Outcome outcome(Source source) {
    Program program;
    try {
      program = sandbox.compile(source);
    } catch (ProgramRejectedException e) {
      return e.outcome();
    }
    return program.invoke(Call.of("attack").withLimits(limits));
  }

  private boolean isEnd(PolicyCaseEnd end, Outcome outcome) {
    return switch (end) {
      case PolicyCaseEnd.Refused(List<PolicyCaseEnd.Place> places) ->
          outcome instanceof Outcome.Rejected rejected
              && rejected.reason() == Outcome.Rejected.Reason.POLICY
              && places(rejected).containsAll(places);
      case PolicyCaseEnd.Raises(String type, String words) ->
          outcome instanceof Outcome.Raised(PythonError error, _)
              && (type.equals("*") || type.equals(error.type()))
              && error.message().contains(words);
      case PolicyCaseEnd.Gives(String json) ->
          outcome instanceof Outcome.Returned(Value value, _) && value.equals(fromJson(json));
    };
  }

  private static List<PolicyCaseEnd.Place> places(Outcome.Rejected rejected) {
    return rejected.diagnostics().stream()
        .map(diagnostic -> new PolicyCaseEnd.Place(diagnostic.code(), diagnostic.line()))
        .toList();
  }

  private Value fromJson(String text) {
    return call("import json\ndef f(text): return json.loads(text)", text);
  }

  private void assertHarmless(Outcome outcome) {
    assertThat(saysSecret(outcome)).as("the secret is in %s", described(outcome)).isFalse();
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(secretFile));
    assertThat(secretFile).hasContent(secret);
  }

  private boolean saysSecret(Outcome outcome) {
    String output = outcome.report().stdout().text() + outcome.report().stderr().text();
    if ((described(outcome) + output).contains(secret)) {
      return true;
    }
    // A value says of itself no more than fits a line.
    return outcome instanceof Outcome.Returned(Value value, _)
        && call("def f(value, secret): return secret in repr(value)", value, secret).asBoolean();
  }

  private static String described(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Rejected rejected ->
          rejected.diagnostics().stream().map(Diagnostic::toString).toList().toString();
      case Outcome.Raised raised -> raised.error().toString();
      case Outcome.Returned returned -> "the value " + returned.value();
      case Outcome.LimitExceeded _,
          Outcome.Unrepresentable _,
          Outcome.ContractBroken _,
          Outcome.Crashed _,
          Outcome.Cancelled _ ->
          outcome.toString();
    };
  }
}
