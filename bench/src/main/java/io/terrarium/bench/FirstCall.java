package io.terrarium.bench;

import io.terrarium.Sandbox;

/** The smallest application: a virtual machine that makes one call in an engine and ends. */
final class FirstCall {
  private FirstCall() {}

  /** Prints what the call returned; the argument names the engine. */
  public static void main(String[] arguments) {
    try (Sandbox sandbox = Sandbox.builder().engine(arguments[0]).create()) {
      System.out.println(sandbox.compile(Trivial.SOURCE).call(Trivial.FUNCTION, 1).asLong());
    }
  }
}
