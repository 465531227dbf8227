/**
 * The {@code wasm} engine: workers are WebAssembly instances of CPython, compiled to bytecode of
 * the virtual machine, each on a thread of its own.
 *
 * <p>Theory of operation. The build runs {@link io.terrarium.engine.wasm.MachineMaker}, which makes
 * the artifact's code over so that the virtual machine can compile all of it, and {@link
 * io.terrarium.engine.wasm.ImageMaker}: an instance imports the runtime, warms up, and its memory
 * is kept as an {@link io.terrarium.engine.wasm.Image}. {@link io.terrarium.engine.wasm.WasmEngine}
 * reads that, and an instance of it is made within milliseconds, since it shares all pages that it
 * does not write to ({@link io.terrarium.engine.wasm.CopyOnWriteMemory}). What an instance can ask
 * of the world is in {@link io.terrarium.engine.wasm.Wasi}; what is peculiar to the artifact, in
 * {@link io.terrarium.engine.wasm.PythonAbi}. A {@link io.terrarium.engine.wasm.WasmWorker} enters
 * its instance once, and in there the same loop answers requests as in a process.
 *
 * <p>A program decides how deep on its stack it is when it does anything, and may come to its end
 * there. So what runs on the thread of an instance keeps no lock of the library, which such an end
 * would leave locked, and is never the first to use a class ({@link
 * io.terrarium.engine.wasm.FirstUse}).
 *
 * <p>What makes instances alike beyond what processes are: the hash of a text is the same in all of
 * them, since Python drew its seed when the artifact was made. Random numbers are not: they come
 * from the host, and the module {@code random} is seeded anew in each.
 */
@NullMarked
package io.terrarium.engine.wasm;

import org.jspecify.annotations.NullMarked;
