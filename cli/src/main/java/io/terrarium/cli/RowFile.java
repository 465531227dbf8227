package io.terrarium.cli;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Where the documents of rows go, one on each line.
 *
 * <p>Theory of operation. As long as a map is not at its end, a record of what it is lies beside
 * its output ({@link MapIdentity}). It is there before the output, and goes when the last row is in
 * it. So an output with a record is the beginning of a map, whatever ended that; and how far it has
 * come is to be seen from the output alone: row {@code n} stands on line {@code n + 1}. A line that
 * was cut off in the middle is the last one, and is cut away.
 */
final class RowFile implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final long FLUSH_NANOS = 500_000_000;

  private final OutputStream out;
  private final Runnable whenWhole;
  private final long rowsBefore;
  private long flushedAt = System.nanoTime();

  private RowFile(OutputStream out, long rowsBefore, Runnable whenWhole) {
    this.out = new BufferedOutputStream(out, BUFFER_BYTES);
    this.rowsBefore = rowsBefore;
    this.whenWhole = whenWhole;
  }

  /** Documents that go to a stream, which stays open. */
  static RowFile to(OutputStream stream) {
    OutputStream open =
        new FilterOutputStream(stream) {
          @Override
          public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
          }

          @Override
          public void close() throws IOException {
            flush();
          }
        };
    return new RowFile(open, 0, () -> {});
  }

  /**
   * Documents that go to a file: a new one, or one that the same map has begun.
   *
   * @param resume whether to go on with one that is there
   */
  static RowFile to(Path file, MapIdentity identity, boolean resume) {
    Path record = MapIdentity.fileFor(file);
    try {
      if (!Files.exists(file)) {
        identity.write(record);
        return open(file, record, 0);
      }
      requireResumable(file, record, identity, resume);
      return open(file, record, rowsIn(file));
    } catch (IOException e) {
      throw new UsageException(file + " cannot be written: " + words(e));
    }
  }

  /** How many rows were there already. */
  long rowsBefore() {
    return rowsBefore;
  }

  /** Adds the next row's document. */
  synchronized void add(String document) {
    try {
      out.write(document.getBytes(StandardCharsets.UTF_8));
      out.write('\n');
      long now = System.nanoTime();
      if (now - flushedAt > FLUSH_NANOS) {
        out.flush();
        flushedAt = now;
      }
    } catch (IOException e) {
      throw new UsageException("the output cannot be written: " + words(e));
    }
  }

  /** Hands over what is still held here. */
  synchronized void flush() {
    try {
      out.flush();
    } catch (IOException e) {
      throw new UsageException("the output cannot be written: " + words(e));
    }
  }

  /** All rows are there. */
  void whole() {
    flush();
    whenWhole.run();
  }

  @Override
  public synchronized void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw new UsageException("the output cannot be written: " + words(e));
    }
  }

  private static RowFile open(Path file, Path record, long rows) throws IOException {
    OutputStream out =
        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    return new RowFile(
        out,
        rows,
        () -> {
          try {
            Files.deleteIfExists(record);
          } catch (IOException e) {
            throw new UsageException(record + " cannot be removed: " + words(e));
          }
        });
  }

  private static void requireResumable(
      Path file, Path record, MapIdentity identity, boolean resume) {
    boolean begun = Files.exists(record);
    if (!begun) {
      throw new UsageException(
          file
              + (resume
                  ? " is there, and no record of a map that was interrupted lies beside it: it is"
                      + " whole, or not of this command"
                  : " is there already: name another file, or remove it"));
    }
    if (!resume) {
      throw new UsageException(
          file
              + " holds the rows of a map that was interrupted: --resume goes on with it; to begin"
              + " anew, remove it and "
              + record);
    }
    var differences = identity.differences(MapIdentity.read(record));
    if (!differences.isEmpty()) {
      throw new UsageException(
          file
              + " belongs to another map: it differs in "
              + String.join(", ", differences)
              + ". To begin anew, remove it and "
              + record);
    }
  }

  /** How many whole rows there are; what is behind them is cut away. */
  private static long rowsIn(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      var in = Channels.newInputStream(channel);
      long rows = 0;
      long end = 0;
      long position = 0;
      var start = ByteBuffer.allocate(64);
      byte[] piece = new byte[BUFFER_BYTES];
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        for (int i = 0; i < count; i++) {
          position++;
          if (piece[i] == '\n') {
            requireRow(file, rows, start);
            start.clear();
            rows++;
            end = position;
          } else if (start.hasRemaining()) {
            start.put(piece[i]);
          }
        }
      }
      channel.truncate(end);
      return rows;
    }
  }

  private static void requireRow(Path file, long row, ByteBuffer start) {
    String found = StandardCharsets.UTF_8.decode(start.flip()).toString();
    if (!found.startsWith("{\"row\":" + row + ",\"status\":")) {
      throw new UsageException(
          "%s, line %d: this is not row %d of a map; remove the file to begin anew"
              .formatted(file, row + 1, row));
    }
  }

  private static String words(IOException e) {
    return switch (e) {
      case java.nio.file.NoSuchFileException _ -> "there is no such folder";
      case java.nio.file.AccessDeniedException _ -> "permission denied";
      default -> String.valueOf(e.getMessage());
    };
  }
}
