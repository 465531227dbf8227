package io.terrarium.server;

import io.terrarium.config.ServerSettings;

/** The sessions that callers have open. Thread-safe. */
final class Sessions implements AutoCloseable {
  Sessions(ServerSettings settings) {}

  int count() {
    return 0;
  }

  void endIdle() {}

  @Override
  public void close() {}
}
