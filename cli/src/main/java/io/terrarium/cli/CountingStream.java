package io.terrarium.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts what is read, for a progress line on another thread perhaps. */
final class CountingStream extends FilterInputStream {
  private volatile long count;

  CountingStream(InputStream stream) {
    super(stream);
  }

  long count() {
    return count;
  }

  @Override
  public int read() throws IOException {
    int found = super.read();
    add(found < 0 ? 0 : 1);
    return found;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    int found = super.read(into, from, length);
    add(Math.max(0, found));
    return found;
  }

  /** One thread reads. */
  private void add(int more) {
    long before = count;
    count = before + more;
  }
}
