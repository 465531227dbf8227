package io.terrarium.server;

import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import io.terrarium.config.ServerSettings;
import java.util.Set;

/** Makes every connection one of HTTP/1.1. Thread-safe. */
final class Connections implements ServerConnectionSelector {
  private final Http1ConnectionSelector http;
  private final ServerSettings settings;
  private final OpenSockets sockets;

  Connections(Http1ConnectionSelector http, ServerSettings settings, OpenSockets sockets) {
    this.http = http;
    this.settings = settings;
    this.sockets = sockets;
  }

  @Override
  public int bytesToIdentifyConnection() {
    return 0;
  }

  /** Whatever it is, it gets an answer in HTTP/1.1. */
  @Override
  public Support supports(BufferData data) {
    return Support.SUPPORTED;
  }

  @Override
  public Set<String> supportedApplicationProtocols() {
    return http.supportedApplicationProtocols();
  }

  @Override
  public ServerConnection connection(ConnectionContext context) {
    return new Connection(context, http::connection, settings, sockets.of(context));
  }
}
