/** Values and documents as JSON, for the command line and the service alike. */
module io.terrarium.json {
  requires static transitive org.jspecify;
  requires transitive io.terrarium.api;
  requires transitive io.terrarium.config;
  requires transitive io.terrarium.policy;
  requires transitive tools.jackson.core;

  exports io.terrarium.json;
}
