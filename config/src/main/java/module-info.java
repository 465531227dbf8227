/** What an operator configures in one file: settings, runtimes and profiles. */
module io.terrarium.config {
  requires static transitive org.jspecify;
  requires transitive io.terrarium.api;
  requires io.terrarium.policy;
  requires org.tomlj;

  exports io.terrarium.config;
}
