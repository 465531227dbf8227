package io.terrarium.jail;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SeccompFilterTest {
  private static final int ALLOW = 0x7fff0000;
  private static final int KILL = 0x80000000;
  private static final int EPERM = 0x00050001;
  private static final int ENOSYS = 0x00050026;

  private static final long UPPER = 1L << 32;

  private static final Map<Architecture, SystemCallTable> TABLES =
      new EnumMap<>(
          Map.of(
              Architecture.X86_64, SystemCallTable.of(Architecture.X86_64),
              Architecture.AARCH64, SystemCallTable.of(Architecture.AARCH64)));

  private static SystemCallTable table(Architecture architecture) {
    return requireNonNull(TABLES.get(architecture));
  }

  private static BpfMachine machine(Architecture architecture) {
    return new BpfMachine(SeccompFilter.of(table(architecture)));
  }

  private static int answer(Architecture architecture, String name, long... arguments) {
    int number = table(architecture).call(name).number();
    return machine(architecture).run(architecture.auditToken(), number, arguments).action();
  }

  /** Arguments that meet the call's condition, if it has one. */
  private static long[] acceptable(SystemCall call) {
    return call.condition()
        .map(condition ->
            switch (condition) {
              case PRIVATE_ANONYMOUS_MEMORY -> new long[] {0, 4096, 3, 0x22, -1, 0};
              case MOVE_OR_RESIZE -> new long[] {0, 0, 0, 1};
              case GIVE_BACK -> new long[] {0, 0, 4};
              case PRIVATE_WAIT_AND_WAKE -> new long[] {0, 128};
              case SHARED_CLOCK, NO_DESCRIPTORS -> new long[] {0};
              case READ_WITHOUT_WAITING -> new long[] {3, 4096, 10, 0x40, 0, 0};
              case NEW_PROCESS -> new long[] {0x0120_0011};
              case WITH_SIGKILL -> new long[] {-1, 9};
              case UNIX_STREAM -> new long[] {1, 0x80001};
              case DIE_WITH_PARENT -> new long[] {1, 9};
              case ONE_MORE_FILTER -> new long[] {1, 0};
            })
        .orElseGet(() -> new long[] {-1, -1, -1, -1, -1, -1});
  }

  @ParameterizedTest
  @EnumSource
  void every_number_is_answered_as_the_table_says(Architecture architecture) {
    assertAnsweredAs(table(architecture));
  }

  @ParameterizedTest
  @EnumSource
  void a_zygote_s_every_number_is_answered_as_its_table_says(Architecture architecture) {
    assertAnsweredAs(table(architecture).forZygote());
  }

  private static void assertAnsweredAs(SystemCallTable table) {
    BpfMachine machine = new BpfMachine(SeccompFilter.of(table));
    List<String> wrong = new ArrayList<>();
    for (int number = 0; number < 0x10000; number++) {
      SystemCall call = table.call(number).orElse(null);
      int expected =
          call == null
              ? ENOSYS
              : switch (call.decision()) {
                case ALLOW -> ALLOW;
                case DENY -> EPERM;
                case KILL -> KILL;
              };
      long[] arguments = call == null ? new long[6] : acceptable(call);
      int actual = machine.run(table.architecture().auditToken(), number, arguments).action();
      if (actual != expected) {
        wrong.add(number + ": " + Integer.toHexString(actual));
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** Whatever a condition looks at, changed in any bit that the kernel looks at, is refused. */
  @ParameterizedTest
  @EnumSource
  void an_argument_that_differs_in_any_bit_is_decided_by_the_condition_alone(
      Architecture architecture) {
    for (SystemCallTable table : List.of(table(architecture), table(architecture).forZygote())) {
      BpfMachine machine = new BpfMachine(SeccompFilter.of(table));
      for (SystemCall call : table.calls()) {
        if (call.condition().isPresent()) {
          assertMutantsDecided(machine, table.architecture(), call);
        }
      }
    }
  }

  private static void assertMutantsDecided(
      BpfMachine machine, Architecture architecture, SystemCall call) {
    for (int argument = 0; argument < 6; argument++) {
      for (int bit = 0; bit < 64; bit++) {
        long[] mutant = Arrays.copyOf(acceptable(call), 6);
        mutant[argument] ^= 1L << bit;
        int expected =
            call.condition().orElseThrow().checks().stream().allMatch(c -> holds(c, mutant))
                ? ALLOW
                : EPERM;
        assertThat(machine.run(architecture.auditToken(), call.number(), mutant).action())
            .as("%s, argument %d, bit %d", call.name(), argument, bit)
            .isEqualTo(expected);
      }
    }
  }

  /** What a check says, read as its documentation does and not as the filter is made. */
  private static boolean holds(ArgumentCheck check, long[] arguments) {
    long value = arguments[check.argument()];
    long seen = check.width() == ArgumentCheck.Width.WHOLE ? value : value & 0xffff_ffffL;
    return switch (check) {
      case ArgumentCheck.OneOf(_, _, List<Integer> values) ->
          values.stream().anyMatch(allowed -> Integer.toUnsignedLong(allowed) == seen);
      case ArgumentCheck.AtMost(_, _, int bound) -> Long.compareUnsigned(seen, bound) <= 0;
    };
  }

  @ParameterizedTest
  @EnumSource
  void numbers_from_x32_s_bit_up_kill_and_those_below_do_not(Architecture architecture) {
    BpfMachine machine = machine(architecture);
    int token = architecture.auditToken();
    for (int number = 0x3fff_ff00; number < 0x4000_0000; number++) {
      assertThat(machine.run(token, number).action()).isEqualTo(ENOSYS);
    }
    for (int number = 0x4000_0000; number < 0x4000_1000; number++) {
      assertThat(machine.run(token, number).action()).isEqualTo(KILL);
    }
    for (int number : new int[] {0x7fff_ffff, 0x8000_0000, -2, -1}) {
      assertThat(machine.run(token, number).action()).isEqualTo(KILL);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_foreign_architecture_kills_whatever_the_number(Architecture architecture) {
    int i386 = 0x4000_0003;
    int arm = 0x4000_0028;
    Architecture other =
        architecture == Architecture.X86_64 ? Architecture.AARCH64 : Architecture.X86_64;
    BpfMachine machine = machine(architecture);
    for (int number = 0; number < 600; number++) {
      for (int token : new int[] {0, i386, arm, other.auditToken(), ~architecture.auditToken()}) {
        assertThat(machine.run(token, number).action()).isEqualTo(KILL);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void frequent_calls_are_answered_within_twenty_instructions(Architecture architecture) {
    BpfMachine machine = machine(architecture);
    SystemCallTable table = table(architecture);
    for (String name : List.of("read", "recvfrom", "write", "futex", "mmap")) {
      SystemCall call = table.call(name);
      assertThat(
              machine
                  .run(architecture.auditToken(), call.number(), acceptable(call))
                  .instructions())
          .isLessThanOrEqualTo(20);
    }
  }

  @ParameterizedTest
  @EnumSource
  void every_answer_is_found_within_thirty_instructions(Architecture architecture) {
    BpfMachine machine = machine(architecture);
    for (int number = 0; number < 600; number++) {
      assertThat(machine.run(architecture.auditToken(), number, new long[6]).instructions())
          .isLessThanOrEqualTo(30);
    }
  }

  @ParameterizedTest
  @EnumSource
  void mmap_takes_private_anonymous_memory_that_is_not_executable(Architecture architecture) {
    for (long protection = 0; protection <= 3; protection++) {
      assertThat(answer(architecture, "mmap", 0, 4096, protection, 0x22)).isEqualTo(ALLOW);
    }
    for (long protection : new long[] {4, 5, 7, 8, 0x10, 3 | UPPER, UPPER, -1, 1L << 63}) {
      assertThat(answer(architecture, "mmap", 0, 4096, protection, 0x22)).isEqualTo(EPERM);
    }
  }

  @ParameterizedTest
  @EnumSource
  void mmap_takes_no_flag_more_or_less(Architecture architecture) {
    List<Long> refused = new ArrayList<>(List.of(0L, 0x02L, 0x20L, 0x01L, 0x21L, 0x03L, 0x23L));
    for (int bit = 0; bit < Long.SIZE; bit++) {
      refused.add(0x22L ^ (1L << bit));
    }
    for (long flags : refused) {
      assertThat(answer(architecture, "mmap", 0, 4096, 3, flags)).isEqualTo(EPERM);
    }
  }

  @ParameterizedTest
  @EnumSource
  void mremap_moves_but_chooses_no_place(Architecture architecture) {
    assertThat(answer(architecture, "mremap", 0, 0, 0, 0)).isEqualTo(ALLOW);
    assertThat(answer(architecture, "mremap", 0, 0, 0, 1)).isEqualTo(ALLOW);
    for (long flags : new long[] {2, 3, 4, 5, 8, 1 | UPPER, UPPER, -1}) {
      assertThat(answer(architecture, "mremap", 0, 0, 0, flags)).isEqualTo(EPERM);
    }
  }

  @ParameterizedTest
  @EnumSource
  void clocks_0_to_11_are_told_whatever_the_unused_half_holds(Architecture architecture) {
    for (String name : List.of("clock_gettime", "clock_nanosleep")) {
      for (long clock : new long[] {0, 1, 2, 3, 11, 11 | UPPER, -1L << 32}) {
        assertThat(answer(architecture, name, clock)).isEqualTo(ALLOW);
      }
      for (long clock : new long[] {12, 16, 23, 0x7fff_ffff, 0x8000_0000L, -1, -6, ~1L << 3 | 2}) {
        assertThat(answer(architecture, name, clock)).isEqualTo(EPERM);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void futex_waits_and_wakes_within_the_process_alone(Architecture architecture) {
    List<Long> allowed = List.of(128L, 129L, 137L, 138L, 393L);
    for (long operation = 0; operation < 1024; operation++) {
      int expected = allowed.contains(operation) ? ALLOW : EPERM;
      assertThat(answer(architecture, "futex", 0, operation)).isEqualTo(expected);
      assertThat(answer(architecture, "futex", 0, operation | UPPER)).isEqualTo(expected);
    }
    assertThat(answer(architecture, "futex", 0, 128 | 0x8000_0000L)).isEqualTo(EPERM);
  }

  @ParameterizedTest
  @EnumSource
  void madvise_gives_memory_back_and_nothing_else(Architecture architecture) {
    for (long advice = 0; advice < 128; advice++) {
      int expected = advice == 4 || advice == 8 ? ALLOW : EPERM;
      assertThat(answer(architecture, "madvise", 0, 4096, advice)).isEqualTo(expected);
      assertThat(answer(architecture, "madvise", 0, 4096, advice | UPPER)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @EnumSource
  void select_without_descriptors_is_a_sleep(Architecture architecture) {
    assertThat(answer(architecture, "pselect6", 0)).isEqualTo(ALLOW);
    assertThat(answer(architecture, "pselect6", UPPER)).isEqualTo(ALLOW);
    assertThat(answer(architecture, "pselect6", 1)).isEqualTo(EPERM);
    assertThat(answer(architecture, "pselect6", -1)).isEqualTo(EPERM);
  }

  @ParameterizedTest
  @EnumSource
  void receiving_is_reading_without_waiting_and_nothing_else(Architecture architecture) {
    assertThat(answer(architecture, "recvfrom", 3, 4096, 10, 0x40, 0, 0)).isEqualTo(ALLOW);
    for (int bit = 0; bit < 32; bit++) {
      long flags = 1L << bit;
      int expected = flags == 0x40 ? ALLOW : EPERM;
      assertThat(answer(architecture, "recvfrom", 3, 4096, 10, flags, 0, 0)).isEqualTo(expected);
      assertThat(answer(architecture, "recvfrom", 3, 4096, 10, flags | 0x40, 0, 0))
          .isEqualTo(expected);
    }
    assertThat(answer(architecture, "recvfrom", 3, 4096, 10, 0, 0, 0)).isEqualTo(EPERM);
    assertThat(answer(architecture, "recvfrom", 3, 4096, 10, 0x40, 1, 0)).isEqualTo(EPERM);
    assertThat(answer(architecture, "recvfrom", 3, 4096, 10, 0x40, UPPER, 0)).isEqualTo(EPERM);
  }

  @ParameterizedTest
  @EnumSource
  void the_program_fits_the_kernel_s_bound(Architecture architecture) {
    assertThat(machine(architecture).size()).isLessThan(4096);
  }

  @Test
  void a_search_over_more_than_a_short_jump_still_finds_every_answer() {
    StringBuilder text = new StringBuilder("read 0 allow - x\nwrite 1 allow - x\n");
    for (int number = 2; number < 3000; number += 2) {
      text.append(
          "call%d %d %s - x%n".formatted(number, number, number % 4 == 0 ? "deny" : "kill"));
    }
    SystemCallTable table = SystemCallTable.parse(Architecture.X86_64, "t", text.toString());
    BpfMachine machine = new BpfMachine(SeccompFilter.of(table));
    for (int number = 2; number < 3100; number++) {
      int expected = number >= 3000 || number % 2 == 1 ? ENOSYS : number % 4 == 0 ? EPERM : KILL;
      int actual = machine.run(Architecture.X86_64.auditToken(), number).action();
      assertThat(actual).as("call %d", number).isEqualTo(expected);
    }
  }
}
