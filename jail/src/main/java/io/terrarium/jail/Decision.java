package io.terrarium.jail;

/** What becomes of a system call that is in the table. One that is not answers {@code ENOSYS}. */
public enum Decision {
  /** The kernel performs it; with a condition that does not hold, it answers {@code EPERM}. */
  ALLOW,
  /** It answers {@code EPERM}: an honest program may try it, and Python raises PermissionError. */
  DENY,
  /** The kernel ends the process with {@code SIGSYS}: no honest program tries it. */
  KILL
}
