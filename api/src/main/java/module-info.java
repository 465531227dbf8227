/** What an application sees of Terrarium: sandboxes, programs, calls, outcomes and values. */
module io.terrarium.api {
  requires java.management;
  requires jdk.management;
  requires static transitive org.jspecify;

  exports io.terrarium;
  exports io.terrarium.contract;
  exports io.terrarium.spi;
  exports io.terrarium.value;

  uses io.terrarium.spi.SandboxFactory;
}
