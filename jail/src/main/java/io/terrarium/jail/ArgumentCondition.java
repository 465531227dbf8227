package io.terrarium.jail;

import static io.terrarium.jail.ArgumentCheck.Width.LOWER_HALF;
import static io.terrarium.jail.ArgumentCheck.Width.WHOLE;

import io.terrarium.jail.ArgumentCheck.AtMost;
import io.terrarium.jail.ArgumentCheck.OneOf;
import java.util.List;

/**
 * What must hold of the arguments of an allowed system call; else it answers {@code EPERM}.
 *
 * <p>Constants are those of the kernel's uapi headers, the same on x86-64 and AArch64.
 */
public enum ArgumentCondition {
  /**
   * {@code mmap(addr, length, prot, flags, fd, offset)}: readable and writable at most, and exactly
   * {@code MAP_PRIVATE | MAP_ANONYMOUS}. An allow-list of both words refuses execution, sharing,
   * files, fixed places, huge pages, locking and every flag to come (mmap(2)).
   */
  PRIVATE_ANONYMOUS_MEMORY(
      new AtMost(2, WHOLE, /* PROT_READ | PROT_WRITE */ 0x1 | 0x2),
      new OneOf(3, WHOLE, List.of(/* MAP_PRIVATE | MAP_ANONYMOUS */ 0x02 | 0x20))),

  /**
   * {@code mremap(addr, old, new, flags, …)}: no flag, or {@code MREMAP_MAYMOVE}. FIXED would let
   * the caller lay pages, code among them, over others; DONTUNMAP leaves a second mapping behind.
   */
  MOVE_OR_RESIZE(new AtMost(3, WHOLE, /* MREMAP_MAYMOVE */ 1)),

  /** {@code madvise(addr, length, advice)}: {@code MADV_DONTNEED} or {@code MADV_FREE}. */
  GIVE_BACK(new OneOf(2, LOWER_HALF, List.of(/* MADV_DONTNEED */ 4, /* MADV_FREE */ 8))),

  /**
   * {@code futex(addr, op, …)}: WAIT, WAKE and their BITSET forms, with {@code FUTEX_PRIVATE_FLAG}.
   * {@code FUTEX_CLOCK_REALTIME} goes with WAIT_BITSET alone: it chooses how a timeout is read, and
   * timed locks use it. Everything else (PI, requeue, shared) is refused: PI operations answer
   * whether a thread id exists (futex(2)).
   */
  PRIVATE_WAIT_AND_WAKE(
      new OneOf(
          1,
          LOWER_HALF,
          List.of(
              /* WAIT | PRIVATE */ 0 | 128,
              /* WAKE | PRIVATE */ 1 | 128,
              /* WAIT_BITSET | PRIVATE */ 9 | 128,
              /* WAKE_BITSET | PRIVATE */ 10 | 128,
              /* WAIT_BITSET | PRIVATE | CLOCK_REALTIME */ 9 | 128 | 256))),

  /**
   * {@code clock_gettime(id, …)}, {@code clock_nanosleep(id, …)}: ids 0 to 11, from CLOCK_REALTIME
   * to CLOCK_TAI. {@code clockid_t} is a signed int: negative ids name other processes' CPU clocks
   * ({@code ~pid << 3 | …}) and clock devices ({@code ~fd << 3 | 3}), ids from 16 auxiliary clocks;
   * taken as unsigned all of them are above the bound (clock_getres(2), posix-timers.h).
   */
  SHARED_CLOCK(new AtMost(0, LOWER_HALF, 11)),

  /**
   * {@code recvfrom(fd, buffer, length, flags, address, …)}: MSG_DONTWAIT and nothing else, and no
   * address, without which its length is not looked at. That makes it a read that does not wait
   * (recv(2)).
   */
  READ_WITHOUT_WAITING(
      new OneOf(3, LOWER_HALF, List.of(/* MSG_DONTWAIT */ 0x40)), new AtMost(4, WHOLE, 0)),

  /** {@code select(n, …)}, {@code pselect6(n, …)}: n is 0, which makes it a sleep. */
  NO_DESCRIPTORS(new AtMost(0, LOWER_HALF, 0)),

  /**
   * {@code clone(flags, …)} as fork(2) calls it: SIGCHLD, with or without CHILD_SETTID and
   * CHILD_CLEARTID, which glibc adds. No thread, no shared memory, no namespace (clone(2)).
   */
  NEW_PROCESS(
      new OneOf(0, WHOLE, List.of(/* SIGCHLD */ 17, /* SETTID | CLEARTID */ 0x0120_0000 | 17))),

  /** {@code kill(pid, signal)}: SIGKILL. */
  WITH_SIGKILL(new OneOf(1, LOWER_HALF, List.of(9))),

  /** {@code socket(domain, type, protocol)}: AF_UNIX and SOCK_STREAM, closed by exec. */
  UNIX_STREAM(
      new OneOf(0, LOWER_HALF, List.of(1)), new OneOf(1, LOWER_HALF, List.of(1, 0x80000 | 1))),

  /** {@code prctl(option, signal)}: PR_SET_PDEATHSIG and SIGKILL. */
  DIE_WITH_PARENT(new OneOf(0, LOWER_HALF, List.of(1)), new OneOf(1, WHOLE, List.of(9))),

  /** {@code seccomp(operation, flags, program)}: SECCOMP_SET_MODE_FILTER without flags. */
  ONE_MORE_FILTER(new OneOf(0, LOWER_HALF, List.of(1)), new OneOf(1, LOWER_HALF, List.of(0)));

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of, of records without arrays
  private final List<ArgumentCheck> checks;

  ArgumentCondition(ArgumentCheck... checks) {
    this.checks = List.of(checks);
  }

  /** All of these must hold. */
  List<ArgumentCheck> checks() {
    return checks;
  }
}
