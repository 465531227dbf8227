/**
 * What tests that run a real engine have in common: how to open a sandbox, how to wait, and a check
 * that nothing is left behind. The conformance tests use it too, as a test jar.
 */
@NullMarked
package io.terrarium.testing;

import org.jspecify.annotations.NullMarked;
