/** The Python code that runs inside every worker, and nothing in Java but a way to read it. */
module io.terrarium.runtime {
  requires static transitive org.jspecify;

  exports io.terrarium.runtime;
}
