/** Sandboxes as they are made here: pool, watchdog, admission, programs and sessions. */
module io.terrarium.core {
  requires io.terrarium.api;
  requires io.terrarium.wire;
  requires jdk.jfr;

  uses io.terrarium.spi.Engine;

  provides io.terrarium.spi.SandboxFactory with
      io.terrarium.core.LocalSandboxFactory;

  exports io.terrarium.core;
}
