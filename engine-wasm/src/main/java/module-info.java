/** The engine that runs CPython, compiled to WebAssembly, inside the virtual machine. */
module io.terrarium.engine.wasm {
  requires java.management;
  requires jdk.management;
  requires io.terrarium.api;
  requires io.terrarium.runtime;
  requires io.terrarium.wire;
  requires run.endive.runtime;
  requires run.endive.wasm;
  requires trino.wasm.python;

  provides io.terrarium.spi.Engine with
      io.terrarium.engine.wasm.WasmEngine;
}
