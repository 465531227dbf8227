/** Policies as operators meet them: files, and what they allow and why. */
module io.terrarium.policy {
  requires static transitive org.jspecify;
  requires transitive io.terrarium.api;
  requires io.terrarium.runtime;
  requires transitive org.tomlj;

  exports io.terrarium.policy;
}
