package io.terrarium.spi;

import java.time.Duration;

/**
 * What the operating system or the virtual machine under a worker enforces by itself.
 *
 * @param memoryBytes memory over that of the idle worker
 * @param cpuTime the processor time after which the worker is surely dead, a backstop that may be
 *     coarse: the limit itself is the supervisor's to hold
 */
public record WorkerLimits(long memoryBytes, Duration cpuTime) {}
