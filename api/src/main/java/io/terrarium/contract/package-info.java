/**
 * What an application expects of a program before it stores it: a {@link
 * io.terrarium.contract.Contract} for each function that it means to call.
 *
 * <p>Theory of operation. A contract is the application's own word, given in Java or as the
 * signature that Python would write. It is held against two things. First against the signatures
 * that a worker found in the source ({@link io.terrarium.Program#functions()}): nothing of the
 * source is parsed here, and what a worker says is believed only as far as a diagnostic goes. Then
 * against every call: its arguments before they leave, and its result when it comes back, which is
 * where a contract is enforced, whatever the signatures said. Annotations in the source play no
 * part: Python does not heed them either.
 */
@NullMarked
package io.terrarium.contract;

import org.jspecify.annotations.NullMarked;
