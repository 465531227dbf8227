/** The engine that runs CPython in jailed processes. */
module io.terrarium.engine.cpython {
  requires io.terrarium.api;
  requires io.terrarium.jail;
  requires io.terrarium.runtime;
  requires io.terrarium.wire;

  provides io.terrarium.spi.Engine with
      io.terrarium.engine.cpython.CpythonEngine;
}
