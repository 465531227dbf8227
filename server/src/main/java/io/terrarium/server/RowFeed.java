package io.terrarium.server;

import io.terrarium.ArrivingRows;
import io.terrarium.Row;
import io.terrarium.json.InvalidJsonException;
import io.terrarium.json.ValueJson;
import io.terrarium.value.DictValue;
import io.terrarium.value.ListValue;
import io.terrarium.value.StrValue;
import io.terrarium.value.Value;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.NoSuchElementException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a body while it comes, a row to a line: a list of arguments, or an object of named
 * ones. Lines with nothing on them are no rows.
 *
 * <p>A thread of its own reads and decodes them ahead of the map, up to a bound; behind that it
 * stops to read, and so in the end does the client to send.
 */
final class RowFeed implements ArrivingRows, AutoCloseable {
  private static final int BYTES_AHEAD = 1 << 20;
  private static final int ROWS_AHEAD = 10_000;

  private final InputStream in;
  private final long mostBytes;
  private final BodyBudget.Share share;
  private final Thread thread = Thread.ofVirtual().name("terrarium-rows").unstarted(this::read);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Decoded> ahead = new ArrayDeque<>();
  private Runnable news = () -> {};
  private long bytesAhead;
  private boolean ended;
  private boolean closed;
  private @Nullable RuntimeException failure;
  private int line;

  private record Decoded(Row row, int bytes) {}

  /**
   * @param mostBytes how long a line may be
   * @param share what lines are taken from that have begun, and rows that nobody has taken
   */
  RowFeed(InputStream in, long mostBytes, BodyBudget.Share share) {
    this.in = in;
    this.mostBytes = mostBytes;
    this.share = share;
  }

  /** Begins to read. */
  void start() {
    thread.start();
  }

  private void read() {
    try {
      var found = new ByteArrayOutputStream(256);
      var piece = new byte[1 << 14];
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        int begin = 0;
        for (int i = 0; i < read; i++) {
          if (piece[i] == '\n') {
            append(found, piece, begin, i - begin);
            begin = i + 1;
            if (!line(found)) {
              return;
            }
          }
        }
        append(found, piece, begin, read - begin);
        if (found.size() > mostBytes) {
          throw problem(ProblemCode.BODY_TOO_LARGE, "it is longer than " + mostBytes + " bytes");
        }
      }
      if (line(found)) {
        end(null);
      }
    } catch (RuntimeException e) {
      end(e);
    } catch (IOException e) {
      end(new java.io.UncheckedIOException(e));
    }
  }

  private void append(ByteArrayOutputStream found, byte[] piece, int begin, int length) {
    lock.lock();
    try {
      share.take(length);
    } finally {
      lock.unlock();
    }
    found.write(piece, begin, length);
  }

  /** Takes a line; false where nobody wants more. */
  private boolean line(ByteArrayOutputStream found) {
    line++;
    byte[] text = found.toByteArray();
    found.reset();
    if (isBlank(text)) {
      giveBack(text.length);
      return true;
    }
    var decoded = new Decoded(row(text), text.length);
    lock.lock();
    try {
      while (!closed && (bytesAhead > BYTES_AHEAD || ahead.size() >= ROWS_AHEAD)) {
        changed.awaitUninterruptibly();
      }
      ahead.add(decoded);
      bytesAhead += decoded.bytes();
      changed.signalAll();
      if (closed) {
        return false;
      }
    } finally {
      lock.unlock();
    }
    news.run();
    return true;
  }

  private void giveBack(int bytes) {
    lock.lock();
    try {
      share.give(bytes);
    } finally {
      lock.unlock();
    }
  }

  private void end(@Nullable RuntimeException why) {
    lock.lock();
    try {
      ended = true;
      failure = why;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    news.run();
  }

  private static boolean isBlank(byte[] text) {
    for (byte character : text) {
      if (character != ' ' && character != '\t' && character != '\r') {
        return false;
      }
    }
    return true;
  }

  private Row row(byte[] text) {
    Value value;
    try {
      value = ValueJson.read(text);
    } catch (InvalidJsonException e) {
      throw Problem.of(
              ProblemCode.MALFORMED_JSON, "Line " + line + " is not JSON: " + e.problem() + ".")
          .at(line, e.column())
          .exception();
    }
    return switch (value) {
      case ListValue list -> Row.of(list.items().toArray());
      case DictValue dict -> named(dict);
      default -> throw problem(ProblemCode.INVALID_FIELD, "a row is a list or an object");
    };
  }

  private Row named(DictValue dict) {
    var arguments = new LinkedHashMap<String, @Nullable Object>();
    for (DictValue.Entry entry : dict.entries()) {
      if (!(entry.key() instanceof StrValue(String key))) {
        throw problem(ProblemCode.INVALID_FIELD, "the keys of a row have to be strings");
      }
      arguments.put(key, entry.value());
    }
    return Row.named(arguments);
  }

  private ProblemException problem(ProblemCode code, String what) {
    return Problem.of(
            code,
            "Line " + (code == ProblemCode.BODY_TOO_LARGE ? line + 1 : line) + ": " + what + ".")
        .at(Math.max(1, line), 1)
        .exception();
  }

  @Override
  public boolean isReady() {
    lock.lock();
    try {
      return !ahead.isEmpty() || ended;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void whenReady(Runnable newNews) {
    news = newNews;
    start();
  }

  @Override
  public boolean hasNext() {
    lock.lock();
    try {
      while (ahead.isEmpty() && !ended) {
        changed.await();
      }
      if (ahead.isEmpty() && failure != null) {
        throw failure;
      }
      return !ahead.isEmpty();
    } catch (InterruptedException e) {
      // The map looks at the interrupt next, and says how it ended.
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException("there are no more rows");
    }
    lock.lock();
    try {
      Decoded next = ahead.removeFirst();
      bytesAhead -= next.bytes();
      share.give(next.bytes());
      changed.signalAll();
      return next.row();
    } finally {
      lock.unlock();
    }
  }

  /** Nobody wants more; returns when the body is let go of. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (thread.getState() == Thread.State.NEW) {
      return;
    }
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    share.release();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
