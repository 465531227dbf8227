/** The HTTP service. */
module io.terrarium.server {
  requires static transitive org.jspecify;
  requires transitive io.terrarium.api;
  requires transitive io.terrarium.config;
  requires io.terrarium.json;
  requires io.terrarium.policy;
  requires java.management;
  requires jdk.management;
  requires io.helidon.webserver;
  requires io.helidon.http;
  requires io.helidon.common.buffers;
  requires io.helidon.common.socket;
  requires io.helidon.common.task;
  requires io.helidon.common.uri;
  requires io.helidon.common.concurrency.limits;
  requires io.helidon.common.configurable;
  requires io.helidon.common.pki;
  requires io.helidon.common.tls;
  requires io.prometheus.metrics.config;
  requires io.prometheus.metrics.core;
  requires io.prometheus.metrics.model;
  requires io.prometheus.writer.text;
  requires ch.qos.logback.classic;
  requires ch.qos.logback.core;
  requires org.slf4j;

  provides java.net.spi.InetAddressResolverProvider with
      io.terrarium.server.LiteralAddresses;

  exports io.terrarium.server;
  exports io.terrarium.server.logging;
  exports io.terrarium.server.operations;
  exports io.terrarium.server.page;
}
