package io.terrarium.spi;

/**
 * The memory that an engine has for its workers.
 *
 * @param bytes for all of them together; {@link Long#MAX_VALUE} where nothing but the machine's is
 *     the bound
 * @param besidesLimits what a worker with a program in it may come to take of that, besides what
 *     its limits allow
 * @param remedy how an operator gives the engine more: the end of a sentence
 */
public record WorkerMemory(long bytes, long besidesLimits, String remedy) {
  /** Where the machine's memory is the bound, and nothing counts but the limits. */
  public static final WorkerMemory OF_MACHINE =
      new WorkerMemory(Long.MAX_VALUE, 0, "get a machine with more memory");
}
