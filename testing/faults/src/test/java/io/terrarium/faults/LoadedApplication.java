package io.terrarium.faults;

import io.terrarium.Sandbox;
import io.terrarium.testing.Sandboxes;
import java.io.IOException;

/**
 * An application with calls of all kinds under way, for tests that kill it or stop it. It says so
 * on a line, goes on until its standard input ends, and then says how many calls had an outcome
 * that they must not have.
 */
final class LoadedApplication {
  private static final int THREADS = 4;

  private LoadedApplication() {}

  public static void main(String[] arguments) throws InterruptedException, IOException {
    try (Sandbox sandbox = Sandboxes.open();
        var load = new MixedLoad(sandbox, THREADS, Long.MAX_VALUE, FaultsTest::isLateAtMost, 1)) {
      System.out.println("under way");
      while (System.in.read() >= 0) {
        // Whoever started it is still there.
      }
      Tally tally = load.finish();
      System.out.println(tally.wrongCalls() + " wrong " + tally.wrongOnes());
    }
  }
}
