package io.terrarium.jail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SystemCallTableTest {
  private static SystemCallTable parse(String text) {
    return SystemCallTable.parse(Architecture.X86_64, "calls.txt", text);
  }

  @ParameterizedTest
  @CsvSource({"X86_64, 21", "AARCH64, 20"})
  void no_more_calls_are_allowed_than_the_documents_say(Architecture architecture, int count) {
    assertThat(SystemCallTable.of(architecture).calls())
        .filteredOn(call -> call.decision() == Decision.ALLOW)
        .hasSize(count);
  }

  @ParameterizedTest
  @EnumSource
  void what_threatens_most_is_killed(Architecture architecture) {
    SystemCallTable table = SystemCallTable.of(architecture);
    List<String> names =
        List.of(
            "ptrace",
            "process_vm_readv",
            "process_vm_writev",
            "kcmp",
            "pidfd_getfd",
            "bpf",
            "userfaultfd",
            "io_uring_setup",
            "io_uring_enter",
            "io_uring_register",
            "perf_event_open",
            "keyctl",
            "add_key",
            "request_key",
            "kexec_load",
            "kexec_file_load",
            "init_module",
            "finit_module",
            "delete_module",
            "mount",
            "umount2",
            "move_mount",
            "open_tree",
            "fsopen",
            "fsconfig",
            "fsmount",
            "fspick",
            "mount_setattr",
            "pivot_root",
            "chroot",
            "unshare",
            "setns",
            "seccomp",
            "prctl",
            "personality",
            "open_by_handle_at",
            "execve",
            "execveat",
            "memfd_secret",
            "quotactl",
            "syslog");
    assertThat(names)
        .allSatisfy(
            name -> assertThat(table.call(name).decision()).as(name).isEqualTo(Decision.KILL));
  }

  @ParameterizedTest
  @EnumSource
  void what_an_honest_program_may_try_is_denied(Architecture architecture) {
    SystemCallTable table = SystemCallTable.of(architecture);
    List<String> names =
        List.of(
            "openat",
            "openat2",
            "statx",
            "socket",
            "socketpair",
            "connect",
            "bind",
            "sendto",
            "sendmsg",
            "recvmsg",
            "clone",
            "kill",
            "tgkill",
            "ioctl",
            "memfd_create",
            "setuid",
            "setrlimit",
            "prlimit64",
            "shmget",
            "semget",
            "msgget",
            "mq_open",
            "flock",
            "setxattr",
            "unlinkat",
            "renameat2",
            "mkdirat",
            "mprotect",
            "fcntl",
            "close");
    assertThat(names)
        .allSatisfy(
            name -> assertThat(table.call(name).decision()).as(name).isEqualTo(Decision.DENY));
  }

  @ParameterizedTest
  @EnumSource
  void clone3_is_in_no_line_so_that_libc_falls_back(Architecture architecture) {
    assertThat(SystemCallTable.of(architecture).call(435)).isEmpty();
  }

  @Test
  void calls_of_the_same_name_are_decided_alike_on_both_architectures() {
    SystemCallTable x86 = SystemCallTable.of(Architecture.X86_64);
    SystemCallTable arm = SystemCallTable.of(Architecture.AARCH64);
    assertThat(arm.calls())
        .allSatisfy(call -> {
          SystemCall other = x86.call(call.name());
          assertThat(other.decision()).as(call.name()).isEqualTo(call.decision());
          assertThat(other.condition()).as(call.name()).isEqualTo(call.condition());
          assertThat(other.reason()).as(call.name()).isEqualTo(call.reason());
        });
  }

  @Test
  void calls_newer_than_the_common_numbering_have_the_same_number_on_both() {
    SystemCallTable arm = SystemCallTable.of(Architecture.AARCH64);
    assertThat(SystemCallTable.of(Architecture.X86_64).calls())
        .filteredOn(call -> call.number() >= 424)
        .isNotEmpty()
        .allSatisfy(call -> assertThat(arm.call(call.number())).isEqualTo(Optional.of(call)));
  }

  @ParameterizedTest
  @EnumSource
  void the_numbers_are_the_kernel_s(Architecture architecture) {
    boolean x86 = architecture == Architecture.X86_64;
    Map<String, Integer> numbers =
        x86
            ? Map.of("read", 0, "mmap", 9, "exit_group", 231, "seccomp", 317, "futex", 202)
            : Map.of("read", 63, "mmap", 222, "exit_group", 94, "seccomp", 277, "futex", 98);
    numbers.forEach((name, number) ->
        assertThat(SystemCallTable.of(architecture).call(name).number()).isEqualTo(number));
  }

  @Test
  void a_line_is_a_name_a_number_a_decision_a_condition_and_a_reason() {
    assertThat(
            parse("# a comment\n\n  futex  202  allow  private_wait_and_wake  for locks, you see\n")
                .calls())
        .containsExactly(
            new SystemCall(
                "futex",
                202,
                Decision.ALLOW,
                Optional.of(ArgumentCondition.PRIVATE_WAIT_AND_WAKE),
                "for locks, you see"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "read 0 allow -           | expected name, number, decision, condition (or -) and reason",
        "Read 0 allow - x         | not the name of a system call: Read",
        "read -1 allow - x        | not a system call number: -1",
        "read 0x10 allow - x      | not a system call number: 0x10",
        "read 9999999999 allow - x | not a system call number: 9999999999",
        "read 0 ALLOW - x         | unknown decision: ALLOW",
        "read 0 trap - x          | unknown decision: trap",
        "read 0 allow small x     | unknown condition: small",
        "read 0 deny give_back x  | only an allowed call can have a condition: read",
      })
  void a_bad_line_is_refused_with_its_number_and_what_is_wrong(String line, String problem) {
    assertThatThrownBy(() -> parse("# one\nwrite 1 allow - x\n" + line + "\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("calls.txt:3: ")
        .hasMessageContaining(problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {"write 5 deny - x", "wrote 1 deny - x"})
  void a_name_or_number_that_comes_twice_is_refused(String line) {
    assertThatThrownBy(() -> parse("write 1 allow - x\n" + line))
        .hasMessageStartingWith("calls.txt:2: the n")
        .hasMessageEndingWith("is already that of write");
  }

  @Test
  void a_call_that_is_not_in_the_table_is_named_with_the_architecture() {
    assertThatThrownBy(() -> SystemCallTable.of(Architecture.AARCH64).call("fork"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the table for aarch64 has no system call fork");
  }
}
