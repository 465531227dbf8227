package io.terrarium.jail;

import static org.assertj.core.api.Assertions.assertThat;

import io.terrarium.jail.JailedPython.Start;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The plan and its executor together, on this machine's kernel. */
@Tag("python")
class JailTest {
  private static final Map<Start, Map<String, String>> OUTCOMES = new EnumMap<>(Start.class);

  @BeforeAll
  static void try_everything_once() {
    for (Start start : Start.values()) {
      OUTCOMES.put(start, JailedPython.probe(start));
    }
  }

  private static Map<String, String> outcomes(Start start) {
    return Objects.requireNonNull(OUTCOMES.get(start));
  }

  private static Map<String, String> outcomes(Start start, String... names) {
    Map<String, String> all = outcomes(start);
    Map<String, String> some = new LinkedHashMap<>();
    for (String name : names) {
      some.put(name, String.valueOf(all.get(name)));
    }
    return some;
  }

  private static void expect(Start start, String outcome, String... names) {
    assertThat(outcomes(start, names).entrySet())
        .allSatisfy(entry -> assertThat(entry.getValue()).as(entry.getKey()).isEqualTo(outcome));
  }

  @ParameterizedTest
  @EnumSource
  void both_halves_of_the_plan_are_performed(Start start) {
    expect(start, "ok", "zygote", "worker");
  }

  @ParameterizedTest
  @EnumSource
  void the_zygote_is_an_ordinary_user_without_any_privilege(Start start) {
    Map<String, String> outcomes = outcomes(start);
    assertThat(outcomes.getOrDefault("user", "0").split(" ")).hasSize(3).doesNotContain("0");
    assertThat(outcomes)
        .containsEntry("capabilities", "False")
        .containsEntry("leads its session", "True")
        .containsEntry("no new privileges", "1")
        .containsEntry("dumpable", "0")
        .containsEntry("zygote open", "EACCES")
        .containsEntry("zygote unlink", "EACCES");
  }

  @Test
  void root_becomes_the_user_and_group_of_the_specification_alone() {
    if (JailedPython.runsAsRoot()) {
      assertThat(outcomes(Start.AS_ROOT))
          .containsEntry("user", "61803 61803 61803")
          .containsEntry("group", "61804 61804 61804")
          .containsEntry("groups", "");
    } else {
      long user = JailedPython.userOfTheTests();
      assertThat(outcomes(Start.AS_ROOT))
          .containsEntry("user", "%d %d %d".formatted(user, user, user));
    }
  }

  @ParameterizedTest
  @EnumSource
  void what_an_honest_program_may_try_is_refused_with_an_error(Start start) {
    expect(
        start,
        "EPERM",
        "open",
        "stat",
        "mkdir",
        "socket",
        "unix socket",
        "fork",
        "signal to parent",
        "signal to sibling",
        "signal handler",
        "memfd",
        "raise limit");
    expect(start, "RuntimeError", "thread");
    expect(start, "ENOSYS", "clone3");
  }

  @ParameterizedTest
  @EnumSource
  void what_no_honest_program_tries_ends_the_worker(Start start) {
    expect(
        start,
        "SIGSYS",
        "ptrace sibling",
        "read sibling's memory",
        "execve",
        "prctl",
        "second filter",
        "x32");
  }

  @ParameterizedTest
  @EnumSource
  void a_call_of_a_foreign_architecture_ends_the_worker(Start start) {
    // Where the kernel does not have i386 calls at all, the instruction itself is the fault.
    assertThat(outcomes(start).getOrDefault("i386", "SIGSYS")).isIn("SIGSYS", "SIGSEGV");
  }

  @ParameterizedTest
  @EnumSource
  void memory_is_private_anonymous_and_never_executable(Start start) {
    expect(start, "ok", "mmap private", "mremap", "madvise dontneed");
    expect(
        start,
        "EPERM",
        "mmap executable",
        "mmap shared",
        "mmap shared validate",
        "mmap of a descriptor",
        "mmap at a fixed place",
        "mmap flags in the upper half",
        "mmap protection in the upper half",
        "mprotect executable",
        "mremap to a fixed place",
        "madvise mergeable");
  }

  @ParameterizedTest
  @EnumSource
  void clocks_and_locks_tell_of_nobody_else(Start start) {
    expect(
        start,
        "ok",
        "clock monotonic",
        "clock 11",
        "clock with a dirty upper half",
        "futex wake private");
    expect(
        start,
        "EPERM",
        "clock 12",
        "clock of another process",
        "sleep on another's clock",
        "futex wake shared",
        "futex lock pi",
        "futex requeue",
        "select on descriptors");
  }

  @ParameterizedTest
  @EnumSource
  void honest_work_goes_on(Start start) {
    expect(start, "ok", "sleep", "random bytes", "lock with timeout", "grow and shrink");
  }

  @ParameterizedTest
  @EnumSource
  void a_worker_that_is_stopped_and_continued_finishes_its_sleep(Start start) {
    expect(start, "ok", "stop and continue");
  }

  @ParameterizedTest
  @EnumSource
  void memory_and_time_end_where_the_worker_s_numbers_say(Start start) {
    expect(start, "MemoryError", "too much memory");
    expect(start, "SIGXCPU", "too much time");
  }

  @ParameterizedTest
  @EnumSource
  void without_the_filter_the_other_layers_still_hold(Start start) {
    expect(start, "EACCES", "without filter: open");
    expect(start, "EPERM", "without filter: ptrace sibling", "without filter: lock memory");
    expect(start, "EAGAIN", "without filter: fork");
    expect(start, "EMFILE", "without filter: seventeenth descriptor");
    expect(start, "EBADF", "without filter: ruleset's descriptor");
    expect(start, "SIGKILL", "without filter: parent-death signal");
  }

  @ParameterizedTest
  @EnumSource
  void without_the_filter_landlock_stops_what_its_abi_knows(Start start) {
    int abi = Integer.parseInt(outcomes(start).getOrDefault("landlock abi", "0"));
    expect(start, abi >= 4 ? "EACCES" : "ok", "without filter: tcp bind");
    expect(
        start,
        abi >= 6 ? "EPERM" : "ok",
        "without filter: signal to parent",
        "without filter: signal to sibling",
        "without filter: abstract socket");
  }

  @ParameterizedTest
  @EnumSource
  void a_worker_dies_with_its_zygote(Start start) {
    expect(start, "no", "worker outlives zygote");
  }

  @ParameterizedTest
  @EnumSource
  void a_zygote_forks_ends_and_limits_its_children(Start start) {
    expect(start, "SIGKILL", "zygote: fork and kill");
    expect(start, "ok", "zygote: fork and limit", "zygote: unix stream");
  }

  @ParameterizedTest
  @EnumSource
  void a_zygote_can_do_nothing_else_that_reaches_out_of_it(Start start) {
    expect(
        start,
        "EPERM",
        "zygote: unix datagram",
        "zygote: tcp",
        "zygote: other signal",
        "zygote: no signal",
        "zygote: user namespace",
        "zygote: shared memory",
        "zygote: other prctl",
        "zygote: listener for system calls",
        "zygote: pipe");
    expect(start, "RuntimeError", "zygote: thread");
    expect(start, "SIGSYS", "zygote: exec", "zygote: mount", "zygote: unshare", "zygote: ptrace");
  }

  @ParameterizedTest
  @EnumSource
  void the_kernel_answers_every_number_as_the_table_says(Start start) {
    assertAnsweredAs(JailedPython.TABLE, outcomes(start), "call ");
  }

  @ParameterizedTest
  @EnumSource
  void the_kernel_answers_a_zygote_s_every_number_as_its_table_says(Start start) {
    assertAnsweredAs(JailedPython.ZYGOTE_TABLE, outcomes(start), "zygote call ");
  }

  private static void assertAnsweredAs(
      SystemCallTable table, Map<String, String> outcomes, String prefix) {
    Map<String, String> expected = new TreeMap<>();
    for (int number = 0; number <= JailedPython.LAST_PROBED_NUMBER; number++) {
      String outcome =
          switch (table.call(number).map(SystemCall::decision).orElse(null)) {
            case null -> "ENOSYS";
            case DENY -> "EPERM";
            case KILL -> "SIGSYS";
            case ALLOW -> "";
          };
      if (!outcome.isEmpty()) {
        expected.put(prefix + number, outcome);
      }
    }
    Map<String, String> actual = new TreeMap<>(outcomes);
    actual.keySet().removeIf(name -> !name.startsWith(prefix));
    if (JailedPython.ARCHITECTURE == Architecture.X86_64) {
      // uretprobe and uprobe never reach a filter on newer kernels; see the head of the table.
      assertThat(actual.remove(prefix + 335)).isIn("ENOSYS", "SIGILL");
      assertThat(actual.remove(prefix + 336)).isIn("ENOSYS", "ENXIO");
      expected.remove(prefix + 335);
      expected.remove(prefix + 336);
    }
    assertThat(actual).isEqualTo(expected);
  }

  @Test
  void a_specification_that_does_not_fit_the_process_fails_at_its_first_step() {
    if (JailedPython.runsAsRoot()) {
      assertThat(JailedPython.setUp(JailSpec.forOrdinaryUser(JailedPython.ARCHITECTURE)))
          .containsEntry("zygote", "identity not_root 0")
          .hasSize(1);
    } else {
      JailSpec spec = JailSpec.forRoot(JailedPython.ARCHITECTURE, JailedPython.IDENTITY);
      assertThat(JailedPython.setUp(spec))
          .containsEntry("zygote", "identity no_supplementary_groups 1")
          .hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_failing_step_of_a_worker_is_named_with_its_error(Start start) {
    Map<String, Long> softAboveHard =
        Map.of(JailSpec.ADDRESS_SPACE, 1L << 40, JailSpec.ADDRESS_SPACE_CEILING, 1L << 39);
    assertThat(JailedPython.setUp(start, softAboveHard))
        .containsEntry("zygote", "ok")
        .containsEntry("worker", "resource_limits limit_address_space 22");
  }
}
