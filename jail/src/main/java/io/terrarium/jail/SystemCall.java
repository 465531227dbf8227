package io.terrarium.jail;

import java.util.Optional;

/**
 * One line of a {@link SystemCallTable}.
 *
 * @param name the kernel's name of the call
 * @param number its number on the table's architecture
 * @param decision what becomes of it
 * @param condition what must hold of its arguments; only an allowed call has one
 * @param reason why it is decided so, for people
 */
public record SystemCall(
    String name,
    int number,
    Decision decision,
    Optional<ArgumentCondition> condition,
    String reason) {

  /** Refuses a number that a filter would not look up, and a condition without effect. */
  public SystemCall {
    if (number < 0 || number >= SeccompFilter.FIRST_FOREIGN_NUMBER) {
      throw new IllegalArgumentException("system call number out of range: " + number);
    }
    if (condition.isPresent() && decision != Decision.ALLOW) {
      throw new IllegalArgumentException("only an allowed call can have a condition: " + name);
    }
    if (reason.isBlank()) {
      throw new IllegalArgumentException("a reason is missing: " + name);
    }
  }
}
