/**
 * Calls of honest and hostile programs, mixed, each with the outcomes that it may have; and what
 * becomes of them while something on the machine fails. {@link io.terrarium.faults.Soak} is a check
 * of its own, over as many calls as one likes.
 */
@NullMarked
package io.terrarium.faults;

import org.jspecify.annotations.NullMarked;
