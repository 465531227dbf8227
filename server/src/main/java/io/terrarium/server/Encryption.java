package io.terrarium.server;

import io.helidon.common.configurable.Resource;
import io.helidon.common.pki.Keys;
import io.helidon.common.tls.Tls;
import io.terrarium.config.ServerSettings;

/** What makes HTTPS of HTTP. */
final class Encryption {
  private Encryption() {}

  /**
   * The certificate and key in the files of an operator's.
   *
   * @throws IllegalArgumentException when they are not what they should be
   */
  static Tls of(ServerSettings.Tls files) {
    try {
      Keys keys =
          Keys.builder()
              .pem(pem ->
                  pem.key(Resource.create(files.privateKey()))
                      .certChain(Resource.create(files.certificate())))
              .build();
      return Tls.builder()
          .privateKey(keys.privateKey().orElseThrow())
          .privateKeyCertChain(keys.certChain())
          .addEnabledProtocol("TLSv1.3")
          .addEnabledProtocol("TLSv1.2")
          .build();
    } catch (RuntimeException e) {
      // Whatever it is, it comes from these two files.
      throw new IllegalArgumentException(
          "server.tls: %s and %s are no certificate and no key in PEM that belong to it: %s"
              .formatted(files.certificate(), files.privateKey(), e.getMessage()),
          e);
    }
  }
}
