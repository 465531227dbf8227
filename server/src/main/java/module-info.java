/** The HTTP service. */
module io.terrarium.server {
  requires static transitive org.jspecify;
  requires transitive io.terrarium.api;
  requires transitive io.terrarium.config;
  requires io.terrarium.json;
  requires io.terrarium.policy;
  requires io.helidon.webserver;
  requires io.helidon.http;
  requires io.helidon.common.buffers;
  requires io.helidon.common.socket;
  requires io.helidon.common.task;
  requires io.helidon.common.uri;
  requires io.helidon.common.concurrency.limits;

  exports io.terrarium.server;
  exports io.terrarium.server.page;
}
