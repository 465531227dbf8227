package io.terrarium.core;

/** The deadline of a call passed before it had begun; not for callers, who get an outcome. */
final class DeadlinePassedException extends Exception {
  private static final long serialVersionUID = 1L;
}
