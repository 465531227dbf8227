package io.terrarium.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * One line on standard error that says how far a map has come: rows, rate, and the time that is
 * left, as far as the bytes of the input tell that. It is written over a few times a second.
 */
final class ProgressLine implements AutoCloseable {
  private static final long EVERY_NANOS = 200_000_000;
  private static final int BAR = 20;

  private final Terminal terminal;
  private final boolean shown;
  private final LongSupplier bytesRead;
  private final long bytesInAll;
  private final long startedAt = System.nanoTime();
  private long bytesBefore;
  private long rowsBefore;
  private long rows;
  private long nextAt = startedAt;
  private boolean dirty;

  /**
   * @param bytesInAll how long the input is; 0 where nobody knows
   */
  ProgressLine(Terminal terminal, boolean shown, LongSupplier bytesRead, long bytesInAll) {
    this.terminal = terminal;
    this.shown = shown;
    this.bytesRead = bytesRead;
    this.bytesInAll = bytesInAll;
  }

  /** So many rows were done before, and take no time. */
  void skipped(long count) {
    rows = count;
    rowsBefore = count;
    bytesBefore = bytesRead.getAsLong();
  }

  /** One more row is done. */
  void step() {
    rows++;
    if (shown) {
      long now = System.nanoTime();
      if (now - nextAt >= 0) {
        nextAt = now + EVERY_NANOS;
        show(now);
      }
    }
  }

  /** Makes room for other lines; the next step shows it again. */
  void clear() {
    if (dirty) {
      terminal.err().print("\r\033[K");
      terminal.err().flush();
      dirty = false;
    }
  }

  @Override
  public void close() {
    clear();
  }

  private void show(long now) {
    terminal.err().print("\r" + text(Duration.ofNanos(now - startedAt)) + "\033[K");
    terminal.err().flush();
    dirty = true;
  }

  /** What stands there after so long. */
  String text(Duration passed) {
    double seconds = Math.max(1e-3, passed.toNanos() / 1e9);
    double rate = (rows - rowsBefore) / seconds;
    String text = String.format(Locale.ROOT, "%,d rows  %,.0f rows/s", rows, rate);
    if (bytesInAll <= 0) {
      return text;
    }
    long read = Math.min(bytesRead.getAsLong(), bytesInAll);
    double part = (double) read / bytesInAll;
    int filled = (int) (BAR * part);
    String bar = "[" + "#".repeat(filled) + "-".repeat(BAR - filled) + "]";
    return String.format(
        Locale.ROOT, "%s %3.0f %%  %s%s", bar, 100 * part, text, left(read, seconds));
  }

  private String left(long read, double seconds) {
    long since = read - bytesBefore;
    if (since <= 0 || rows == rowsBefore) {
      return "";
    }
    long left = Math.round((bytesInAll - read) / (since / seconds));
    return String.format(
        Locale.ROOT, "  %d:%02d:%02d left", left / 3_600, left / 60 % 60, left % 60);
  }
}
