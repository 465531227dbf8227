/**
 * What is written once for every engine, in the order of a call's path: a {@link
 * io.terrarium.core.LocalSandbox} admits a call ({@link io.terrarium.core.Admission}), takes a
 * worker that was made ahead of need ({@link io.terrarium.core.WorkerPool}), holds one exchange
 * with it ({@link io.terrarium.core.Exchange}) under the eyes of the {@link
 * io.terrarium.core.Watchdog}, and turns its end into an outcome ({@link
 * io.terrarium.core.Verdict}).
 *
 * <p>Theory of operation. A call runs on its caller's thread, which writes one request and reads
 * until the answer. Three things can end it, and the first one decides: a complete answer, a limit
 * that the watchdog sees reached, or a cancellation. The last two kill the worker and close its
 * channel, so that the caller's thread wakes up. A worker whose channel ends by itself has died,
 * and the kernel's word on how it died is waited for. Nothing that a worker says about itself is
 * believed where the kernel or our own clock can tell.
 */
@NullMarked
package io.terrarium.core;

import org.jspecify.annotations.NullMarked;
