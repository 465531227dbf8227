/**
 * The {@code cpython} engine: workers are processes, forked ahead of need from a warmed and jailed
 * parent, the zygote.
 *
 * <p>Theory of operation, in the order of what happens. {@link
 * io.terrarium.engine.cpython.CpythonEngine} looks for an interpreter ({@link
 * io.terrarium.engine.cpython.Interpreters}) and opens a {@link
 * io.terrarium.engine.cpython.CpythonWorkerFactory}. That listens on a Unix socket in a folder that
 * only the workers' group can enter ({@link io.terrarium.engine.cpython.Reception}) and starts
 * {@link io.terrarium.engine.cpython.Zygote}s, each a Python process that is given its code, and
 * the plan of its jail, on standard input. A zygote forks a worker when told to; the worker
 * connects, closes its own jail and shows the token that it was forked with, and is then a {@link
 * io.terrarium.engine.cpython.CpythonWorker}. How it ends, the zygote reports, with the kernel's
 * figures.
 *
 * <p>A zygote ends when its standard input does, or when the thread that started it ends: no
 * process outlives the application, however that ends. A worker ends with its zygote.
 */
@NullMarked
package io.terrarium.engine.cpython;

import org.jspecify.annotations.NullMarked;
