package io.terrarium.core;

/** Names for the signals that end processes, signal(7). */
final class Signals {
  private Signals() {}

  static String name(int signal) {
    return switch (signal) {
      case 4 -> "SIGILL (illegal instruction)";
      case 6 -> "SIGABRT (abort)";
      case 7 -> "SIGBUS (bad memory access)";
      case 8 -> "SIGFPE (arithmetic error)";
      case 9 -> "SIGKILL";
      case 11 -> "SIGSEGV (segmentation fault)";
      case 15 -> "SIGTERM";
      case 25 -> "SIGXFSZ (file size limit)";
      default -> Integer.toString(signal);
    };
  }
}
