package io.terrarium.cli;

import io.terrarium.OutputListener;

/** Shows on standard error what a program prints, as it comes. For one call. */
final class LiveOutput implements OutputListener {
  private final Terminal terminal;
  private boolean withinLine;

  LiveOutput(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void printed(Stream stream, String text) {
    terminal.foreignPiece(text);
    withinLine = !text.endsWith("\n");
  }

  /** What follows begins on a line of its own. */
  void end() {
    if (withinLine) {
      terminal.err().println();
      withinLine = false;
    }
  }
}
