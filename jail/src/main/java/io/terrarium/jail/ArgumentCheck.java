package io.terrarium.jail;

import java.util.List;

/**
 * A check of one argument of a system call, on its value alone: a filter cannot follow pointers.
 *
 * <p>Registers hold 64 bits. Where the kernel declares the parameter {@code int} (or {@code
 * clockid_t}, which is one) it casts the upper half away, so a check that looked at it would refuse
 * what compilers leave there by chance; where the kernel declares {@code unsigned long} a check
 * must hold for all 64 bits, or the upper half would smuggle flags past it. {@link Width} says
 * which.
 */
sealed interface ArgumentCheck {
  /** Which argument, from 0 to 5. */
  int argument();

  /** How much of the register the kernel looks at. */
  Width width();

  /** The value must be one of a few. */
  record OneOf(int argument, Width width, List<Integer> values) implements ArgumentCheck {
    /** Copies the list. */
    public OneOf {
      values = List.copyOf(values);
    }
  }

  /** The value, taken as unsigned, must not be more than a bound. */
  record AtMost(int argument, Width width, int bound) implements ArgumentCheck {}

  /** How much of an argument's register the kernel looks at. */
  enum Width {
    /** The lower 32 bits: a parameter of type {@code int}. */
    LOWER_HALF,
    /** All 64 bits: a parameter of type {@code unsigned long}. */
    WHOLE
  }
}
