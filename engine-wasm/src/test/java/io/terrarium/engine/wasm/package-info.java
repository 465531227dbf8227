@NullMarked
package io.terrarium.engine.wasm;

import org.jspecify.annotations.NullMarked;
