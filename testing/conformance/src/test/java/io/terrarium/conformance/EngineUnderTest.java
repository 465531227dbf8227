package io.terrarium.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.terrarium.Limits;
import io.terrarium.Outcome;
import io.terrarium.Sandbox;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The engine that the suite runs on, and all that the suite expects of one engine alone. What users
 * notice of it is in docs/limitations.md, and held by {@link WasmDifferencesTest}; whatever is not
 * here is the same in both.
 */
enum EngineUnderTest {
  CPYTHON(1),
  /** Several times slower, and without what needs the system or was left out of its Python. */
  WASM(20);

  /** The cases that end otherwise there, and how. */
  private static final Map<String, String> DIFFERENT_ON_WASM =
      Map.of(
          "import gzip, bz2, lzma",
          "ModuleNotFoundError: No module named '_bz2'",
          "import unittest",
          "ModuleNotFoundError: No module named 'unittest'",
          "encodings.py: password_digest [\"hunter2\", \"salt\"]",
          "AttributeError: module 'hashlib' has no attribute 'pbkdf2_hmac'",
          "a module that starts a thread",
          "bad.py, line 2: RuntimeError: can't start new thread");

  /**
   * Everyday calls whose exception Python 3.13 itself shows with a suggestion, and a worker does
   * not.
   */
  private static final Set<String> WITHOUT_SUGGESTION_ON_WASM =
      Set.of("accounts.py: peek_at_history []");

  private final int slowness;

  EngineUnderTest(int slowness) {
    this.slowness = slowness;
  }

  static EngineUnderTest of(Sandbox sandbox) {
    return valueOf(sandbox.isolation().engine().toUpperCase(Locale.ROOT));
  }

  /** Whether workers are forked, by a process that starts and ends. */
  boolean hasZygotes() {
    return this == CPYTHON;
  }

  /** How a case ends here, where that is not how it ends on {@code cpython}. */
  Optional<String> difference(String name) {
    return switch (this) {
      case CPYTHON -> Optional.empty();
      case WASM -> Optional.ofNullable(DIFFERENT_ON_WASM.get(name));
    };
  }

  /** Whether a traceback lacks a suggestion that plain Python of this version makes. */
  boolean lacksSuggestion(String call) {
    return this == WASM && WITHOUT_SUGGESTION_ON_WASM.contains(call);
  }

  /** Holds the outcome of a case to what is different here; false where nothing is. */
  boolean assertDifference(String name, Outcome outcome) {
    difference(name)
        .ifPresent(summary ->
            assertThat(outcome)
                .isInstanceOfSatisfying(
                    Outcome.Raised.class,
                    raised -> assertThat(raised.error().summary()).isEqualTo(summary)));
    return difference(name).isPresent();
  }

  /** These limits, with as much time as what takes long on {@code cpython} takes here. */
  Limits patient(Limits limits) {
    return limits
        .withWallTime(limits.wallTime().multipliedBy(slowness))
        .withCpuTime(limits.cpuTime().multipliedBy(slowness));
  }

  /**
   * A number that is large only so that it is far beyond some bound, of turns of a loop or of bytes
   * that are made one by one. Where a turn takes longer, fewer of them are far enough.
   */
  long far(long number) {
    return number / slowness;
  }

  /** Memory that a program has soon used up, however little it takes at a time. */
  Limits withLittleMemory(Limits limits) {
    return limits.withMemoryBytes(
        switch (this) {
          case CPYTHON -> 64L << 20;
          case WASM -> 16L << 20;
        });
  }

  /**
   * What a loop has used at least that went on for so long by {@code time.process_time}: there it
   * is real time, in which others may have had the processor.
   */
  Duration usedAtLeast(Duration byItsOwnClock) {
    return switch (this) {
      case CPYTHON -> byItsOwnClock;
      case WASM -> byItsOwnClock.dividedBy(4);
    };
  }
}
