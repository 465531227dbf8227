package io.terrarium.jail;

import static io.terrarium.jail.BpfInstruction.JUMP_IF_AT_LEAST;
import static io.terrarium.jail.BpfInstruction.JUMP_IF_EQUAL;
import static io.terrarium.jail.BpfInstruction.JUMP_IF_GREATER;

import io.terrarium.jail.ArgumentCheck.AtMost;
import io.terrarium.jail.ArgumentCheck.OneOf;
import io.terrarium.jail.ArgumentCheck.Width;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Turns a table of system calls into a seccomp filter: a pure function.
 *
 * <p>The program reads top to bottom: a foreign architecture kills, for the same number means
 * another call there (i386 by {@code int 0x80}). Then a binary search over the ranges of numbers
 * with the same decision. Numbers in no line of the table are ranges of their own, answering {@code
 * ENOSYS}; those from {@value #FIRST_FOREIGN_NUMBER} up are the last range, which kills: they are
 * x32's, and no architecture gives them a meaning of its own. So the ranges cover all 32 bits and
 * there is no path through the program without an answer. Where a decision has a condition, the
 * search ends in its checks.
 *
 * <p>What a filter may look at and what its answers mean: seccomp(2) and the kernel's
 * Documentation/userspace-api/seccomp_filter.rst. Frequent calls are not tried first, because that
 * gains nothing: from Linux 5.11 on, older than any with Landlock, the kernel evaluates the program
 * for each number when it is loaded, and a call that is allowed whatever its arguments ({@code
 * read}, {@code write}) never runs it again. That evaluation is most of what loading costs each
 * worker, so the search halves the numbers and not the ranges: the paths of wide ranges are short.
 */
public final class SeccompFilter {
  /** The lowest number of x32's calls ({@code __X32_SYSCALL_BIT}). */
  static final int FIRST_FOREIGN_NUMBER = 0x4000_0000;

  static final int ALLOW = 0x7fff_0000;
  static final int KILL_PROCESS = 0x8000_0000;
  static final int ANSWER_EPERM = 0x0005_0000 | 1;
  static final int ANSWER_ENOSYS = 0x0005_0000 | 38;

  /** Offsets into {@code struct seccomp_data}. */
  static final int NUMBER_OFFSET = 0;

  static final int ARCHITECTURE_OFFSET = 4;
  static final int ARGUMENTS_OFFSET = 16;

  /** What the kernel evaluates the program for, roughly: how many numbers a search reckons with. */
  private static final int NUMBERS_IN_USE = 512;

  private SeccompFilter() {}

  /** The filter for a table, as an array of {@code struct sock_filter}. */
  public static Bytes of(SystemCallTable table) {
    return BpfInstruction.encode(program(table));
  }

  static List<BpfInstruction> program(SystemCallTable table) {
    BpfAssembler assembler = new BpfAssembler();
    int kill = assembler.answer(KILL_PROCESS);
    int search = search(assembler, ranges(table));
    int number = assembler.load(NUMBER_OFFSET, search);
    int token = table.architecture().auditToken();
    int architecture = assembler.branch(JUMP_IF_EQUAL, token, number, kill);
    assembler.load(ARCHITECTURE_OFFSET, architecture);
    return assembler.program();
  }

  /** What is done for some numbers: an answer, if the condition holds. */
  private record Outcome(int action, Optional<ArgumentCondition> condition) {
    static Outcome always(int action) {
      return new Outcome(action, Optional.empty());
    }

    static Outcome of(SystemCall call) {
      return switch (call.decision()) {
        case ALLOW -> new Outcome(ALLOW, call.condition());
        case DENY -> always(ANSWER_EPERM);
        case KILL -> always(KILL_PROCESS);
      };
    }
  }

  /** The numbers from {@code first} to the next range's. */
  private record Range(int first, Outcome outcome) {}

  private static List<Range> ranges(SystemCallTable table) {
    List<Range> ranges = new ArrayList<>();
    int next = 0;
    for (SystemCall call : table.calls()) {
      if (call.number() > next) {
        append(ranges, next, Outcome.always(ANSWER_ENOSYS));
      }
      append(ranges, call.number(), Outcome.of(call));
      next = call.number() + 1;
    }
    if (next < FIRST_FOREIGN_NUMBER) {
      append(ranges, next, Outcome.always(ANSWER_ENOSYS));
    }
    append(ranges, FIRST_FOREIGN_NUMBER, Outcome.always(KILL_PROCESS));
    return ranges;
  }

  private static void append(List<Range> ranges, int first, Outcome outcome) {
    if (ranges.isEmpty() || !ranges.getLast().outcome().equals(outcome)) {
      ranges.add(new Range(first, outcome));
    }
  }

  /** Expects the number in the accumulator, at or above the first range's. */
  private static int search(BpfAssembler assembler, List<Range> ranges) {
    Range first = ranges.getFirst();
    if (ranges.size() == 1) {
      return outcome(assembler, first.outcome());
    }
    if (isOneAmongOthers(ranges)) {
      int others = outcome(assembler, first.outcome());
      int one = outcome(assembler, ranges.get(1).outcome());
      return assembler.branch(JUMP_IF_EQUAL, ranges.get(1).first(), one, others);
    }
    int pivot = pivot(ranges);
    int above = search(assembler, ranges.subList(pivot, ranges.size()));
    int below = search(assembler, ranges.subList(0, pivot));
    return assembler.branch(JUMP_IF_AT_LEAST, ranges.get(pivot).first(), above, below);
  }

  /** Whether all numbers but a single one in the middle have the same outcome. */
  private static boolean isOneAmongOthers(List<Range> ranges) {
    return ranges.size() == 3
        && ranges.get(2).first() == ranges.get(1).first() + 1
        && ranges.getFirst().outcome().equals(ranges.getLast().outcome());
  }

  /** The range whose beginning is nearest to the middle of the numbers, but not the first. */
  private static int pivot(List<Range> ranges) {
    int begin = Math.min(ranges.getFirst().first(), NUMBERS_IN_USE);
    int end = Math.min(ranges.getLast().first() + 1, NUMBERS_IN_USE);
    int middle = (begin + end) / 2;
    return IntStream.range(1, ranges.size())
        .boxed()
        .min(Comparator.comparingInt(i -> Math.abs(ranges.get(i).first() - middle)))
        .orElseThrow();
  }

  private static int outcome(BpfAssembler assembler, Outcome outcome) {
    int place = assembler.answer(outcome.action());
    if (outcome.condition().isPresent()) {
      for (ArgumentCheck check : outcome.condition().get().checks().reversed()) {
        place = check(assembler, check, place);
      }
    }
    return place;
  }

  /** Goes on at a place when the check holds, and answers {@code EPERM} otherwise. */
  private static int check(BpfAssembler assembler, ArgumentCheck check, int holds) {
    int lowerHalf = ARGUMENTS_OFFSET + Long.BYTES * check.argument();
    int refused = assembler.answer(ANSWER_EPERM);
    int place =
        switch (check) {
          case AtMost(_, _, int bound) -> assembler.branch(JUMP_IF_GREATER, bound, refused, holds);
          case OneOf(_, _, List<Integer> values) -> {
            int next = refused;
            for (int value : values.reversed()) {
              next = assembler.branch(JUMP_IF_EQUAL, value, holds, next);
            }
            yield next;
          }
        };
    place = assembler.load(lowerHalf, place);
    if (check.width() == Width.WHOLE) {
      place = assembler.branch(JUMP_IF_EQUAL, 0, place, refused);
      place = assembler.load(lowerHalf + Integer.BYTES, place);
    }
    return place;
  }
}
