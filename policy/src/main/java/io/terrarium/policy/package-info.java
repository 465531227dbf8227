/**
 * Policies as operators meet them. {@link io.terrarium.policy.PolicyFile} reads one from a file and
 * names everything that is wrong with it; {@link io.terrarium.policy.PolicyView} says what a policy
 * allows and why, and {@link io.terrarium.policy.PolicyText} writes that for people. All of it
 * rests on {@link io.terrarium.policy.PolicyTables}: the tables that the worker itself decides by.
 *
 * <p>Nothing here holds a program to a policy; that happens in the worker.
 */
@NullMarked
package io.terrarium.policy;

import org.jspecify.annotations.NullMarked;
