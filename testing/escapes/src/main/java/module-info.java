/** The escape suite: attacks on the jail, for tests and for {@code terrarium doctor --attack}. */
module io.terrarium.escapes {
  requires io.terrarium.jail;
  requires static org.jspecify;
  requires transitive io.terrarium.api;

  exports io.terrarium.escapes;
}
