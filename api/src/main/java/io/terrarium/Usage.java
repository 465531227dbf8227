package io.terrarium;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * What a call used.
 *
 * @param wallTime on the supervisor's clock, from handing over the request to the whole answer
 * @param cpuTime processor time of the worker for this call, from the kernel; for a call in a
 *     session it may be up to 5 ms too high, and for one shorter than that it is the wall time
 * @param peakMemoryBytes the most memory that the worker had resident, the interpreter's included,
 *     from the kernel; empty for a call in a session that goes on, since the kernel tells it only
 *     of a worker that has ended
 */
public record Usage(Duration wallTime, Duration cpuTime, OptionalLong peakMemoryBytes) {}
