/**
 * What every engine owes its callers, through the public API alone: one class for each part of the
 * promise, each test a sentence of it. What is true of processes only is tested with the engine
 * that has them.
 */
@NullMarked
package io.terrarium.conformance;

import org.jspecify.annotations.NullMarked;
