/**
 * How fast Terrarium is, and against what. {@link io.terrarium.bench.Ratios} measures what is
 * promised, each figure beside its floor; the classes named {@code …Benchmark} are for JMH.
 */
@NullMarked
package io.terrarium.bench;

import org.jspecify.annotations.NullMarked;
