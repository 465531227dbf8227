/**
 * The escape suite: attacks on the jail and the supervisor, made by programs under the policy that
 * allows everything.
 *
 * <p>A case is a Python function in a file of its family (the resources beside this package). An
 * attack, {@code deny_…}, returns evidence of its success, and raises or dies when it is stopped;
 * the line before it says which outcome it must have in the whole jail and which layers stop it,
 * each of them alone:
 *
 * <pre>
 * #: raised PermissionError | seccomp landlock namespaces
 * def deny_reading_a_file(target):
 *     """reads a file"""
 * </pre>
 *
 * What must go on working is an {@code allow_…}; a {@code support_…} shows that the means of the
 * attacks work, or being stopped would prove nothing. Besides, every system call that the table
 * refuses is made raw, with arguments that do no harm to a machine without any jail: for the
 * suite's own tests take the layers away one by one, to see that each attack would succeed without
 * them (SabotageTest).
 *
 * <p>What attacks are aimed at is planted for them ({@link io.terrarium.escapes.Targets}) and
 * removed afterwards. After each case an honest call has to give the right value.
 */
@NullMarked
package io.terrarium.escapes;

import org.jspecify.annotations.NullMarked;
