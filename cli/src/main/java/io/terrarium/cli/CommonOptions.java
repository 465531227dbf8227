package io.terrarium.cli;

import picocli.CommandLine.Option;

/** The options that every command has. */
final class CommonOptions {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Option(
      names = "--debug",
      description = "Show what goes on inside, and stack traces (also: TERRARIUM_DEBUG=1).")
  void debug(boolean on) {
    if (on) {
      Debug.switchOn();
    }
  }
}
