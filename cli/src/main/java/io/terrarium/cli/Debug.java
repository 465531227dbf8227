package io.terrarium.cli;

/** Whether the user wants to see what goes on inside: {@code --debug} or TERRARIUM_DEBUG. */
final class Debug {
  private static volatile boolean on = System.getenv("TERRARIUM_DEBUG") != null;

  private Debug() {}

  static boolean isOn() {
    return on;
  }

  static void switchOn() {
    on = true;
  }
}
