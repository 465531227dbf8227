package io.terrarium.jail;

/**
 * A resource limit that the jail sets, with its number (asm-generic/resource.h, the same on x86-64
 * and AArch64) and its meaning (getrlimit(2)).
 */
enum ResourceLimit {
  CPU_TIME("limit_cpu_time", 0),
  FILE_SIZE("limit_file_size", 1),
  STACK("limit_stack", 3),
  CORE_DUMP("limit_core_dump", 4),
  PROCESSES("limit_processes", 6),
  DESCRIPTORS("limit_descriptors", 7),
  LOCKED_MEMORY("limit_locked_memory", 8),
  ADDRESS_SPACE("limit_address_space", 9);

  private final String stepName;
  private final int number;

  ResourceLimit(String stepName, int number) {
    this.stepName = stepName;
    this.number = number;
  }

  String stepName() {
    return stepName;
  }

  int number() {
    return number;
  }
}
