/**
 * The types that an application meets, in the order in which it meets them: a {@link
 * io.terrarium.Sandbox} compiles a {@link io.terrarium.Program}; a {@link io.terrarium.Call} of one
 * of its functions ends in exactly one {@link io.terrarium.Outcome}, within {@link
 * io.terrarium.Limits} and under a {@link io.terrarium.Policy}.
 *
 * <p>What the user's code does is a value, the outcome. What goes wrong with the sandbox or the
 * machine is an exception with a {@link io.terrarium.SandboxException.Category}. Nothing in this
 * module runs anything: the engines are found at run time through {@link io.terrarium.spi}.
 */
@NullMarked
package io.terrarium;

import org.jspecify.annotations.NullMarked;
