/**
 * The Python package {@code terrarium_runtime}, the same for every engine: its sources lie beside
 * this package as resources, and {@link io.terrarium.runtime.RuntimeSources} reads them. What each
 * Python module is for stands at the head of it; {@code modules.txt} lists them.
 */
@NullMarked
package io.terrarium.runtime;

import org.jspecify.annotations.NullMarked;
