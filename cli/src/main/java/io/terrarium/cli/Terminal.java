package io.terrarium.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.IntPredicate;

/**
 * Where a command reads and writes. Text is UTF-8 both ways, whatever the locale: JSON is.
 *
 * @param in standard input
 * @param out for what was asked for: a value, a document, a table
 * @param err for everything else
 */
record Terminal(InputStream in, PrintStream out, PrintStream err) {

  /** The process's own streams. */
  static Terminal ofProcess() {
    return new Terminal(
        new FileInputStream(FileDescriptor.in),
        stream(FileDescriptor.out),
        stream(FileDescriptor.err));
  }

  /** A line of our own on standard error. */
  void note(String message) {
    err.println("terrarium: " + message);
  }

  /**
   * Text from user code on standard error. It must not drive the operator's terminal: control
   * characters other than line ends and tabs are shown as Python escapes them.
   */
  void foreign(String text) {
    if (!text.isEmpty()) {
      err.print(harmless(text));
      if (!text.endsWith("\n")) {
        err.println();
      }
    }
  }

  /** The same for text that may go on where it ends: it is shown at once and as it is. */
  void foreignPiece(String text) {
    err.print(harmless(text));
    err.flush();
  }

  /** Text of several lines with nothing else in it that moves the cursor. */
  static String harmless(String text) {
    return escaped(text, "\\x%02x", character -> character == '\n' || character == '\t');
  }

  /** A piece of one line with nothing in it that moves the cursor. */
  static String visible(String text) {
    return escaped(text, "?", _ -> false);
  }

  /**
   * A line on standard output: JSON leaves some control characters as they are; terminals do not.
   */
  void json(String json) {
    out.println(jsonLine(json));
    out.flush();
  }

  /** JSON with nothing in it that moves the cursor. */
  static String jsonLine(String json) {
    return escaped(json, "\\u%04x", _ -> false);
  }

  /** Whether standard error of the process is a terminal, where a line can be written over. */
  static boolean showsErrors() {
    try {
      String device = Path.of("/proc/self/fd/2").toRealPath().toString();
      return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
    } catch (IOException | InvalidPathException e) {
      return false;
    }
  }

  private static String escaped(String text, String format, IntPredicate keep) {
    if (text.chars().allMatch(it -> !Character.isISOControl(it) || keep.test(it))) {
      return text;
    }
    var safe = new StringBuilder(text.length() + 16);
    text.chars()
        .forEach(it -> {
          if (Character.isISOControl(it) && !keep.test(it)) {
            safe.append(String.format(Locale.ROOT, format, it));
          } else {
            safe.append((char) it);
          }
        });
    return safe.toString();
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(descriptor), 8192),
        true,
        StandardCharsets.UTF_8);
  }
}
