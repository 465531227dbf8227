package io.terrarium;

/**
 * How busy a sandbox is at a moment. The numbers are read one after the other while calls go on:
 * each is true, and together they need not be.
 *
 * @param runningCalls calls that have a place to run in
 * @param waitingCalls calls that wait for one, or for memory
 * @param idleWorkers workers that are ready and have no call
 * @param openSessions sessions that are open, those of maps included
 * @param reservedMemoryBytes what the workers with a program in them have been promised
 * @param memoryBudgetBytes what all of them may be promised
 */
public record SandboxLoad(
    int runningCalls,
    int waitingCalls,
    int idleWorkers,
    int openSessions,
    long reservedMemoryBytes,
    long memoryBudgetBytes) {}
