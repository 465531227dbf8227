package io.terrarium.escapes;

import io.terrarium.jail.Architecture;
import io.terrarium.jail.Decision;
import io.terrarium.jail.SystemCall;
import io.terrarium.jail.SystemCallTable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Every system call that the table refuses, made raw. All bits of all arguments are set: no
 * address, descriptor, process or flag of that kind exists, so that a kernel that looks at the call
 * refuses it and does nothing, even for root.
 */
final class SystemCalls {
  static final String FAMILY = "system_calls";

  /** These do something, or wait for ever, whatever they are given. */
  private static final Set<String> NOT_HARMLESS =
      Set.of("fork", "vfork", "msgget", "pause", "sync", "vhangup");

  private SystemCalls() {}

  static Stream<EscapeCase> cases() {
    return SystemCallTable.of(Architecture.current()).calls().stream()
        .filter(call -> call.decision() != Decision.ALLOW)
        .filter(call -> !NOT_HARMLESS.contains(call.name()))
        .map(SystemCalls::attack);
  }

  private static EscapeCase attack(SystemCall call) {
    return new EscapeCase(
        "deny_system_call_" + call.name(),
        FAMILY,
        "makes the system call " + call.name(),
        call.decision() == Decision.KILL
            ? "crashed forbidden_system_call"
            : "raised PermissionError",
        List.of("seccomp"),
        "attempt",
        Map.of("number", (long) call.number()));
  }
}
