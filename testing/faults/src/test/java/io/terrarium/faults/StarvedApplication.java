package io.terrarium.faults;

import io.terrarium.Limits;
import io.terrarium.Program;
import io.terrarium.Sandbox;
import io.terrarium.SandboxException;
import io.terrarium.Session;
import io.terrarium.testing.Sandboxes;
import java.util.ArrayList;
import java.util.List;

/**
 * An application that opens sessions until it may open no more, gives them up, and goes on: for
 * tests that start it with little of something. It prints how many there were, why there are no
 * more, and what a call gives afterwards.
 */
final class StarvedApplication {
  private static final int SESSIONS_AT_MOST = 400;

  private StarvedApplication() {}

  public static void main(String[] arguments) {
    try (Sandbox sandbox = Sandboxes.settings().memoryBudgetBytes(64L << 30).create()) {
      Program program = sandbox.compile("def f(x): return x + 1");
      List<Session> sessions = new ArrayList<>();
      try {
        while (sessions.size() < SESSIONS_AT_MOST) {
          sessions.add(program.openSession(Limits.DEFAULT.withMemoryBytes(16L << 20)));
        }
        System.out.println("refused: never");
      } catch (SandboxException e) {
        System.out.println("refused: " + e.getMessage());
      }
      boolean stillThere = sessions.stream().allMatch(session -> session.call("f", 1).asInt() == 2);
      System.out.println("sessions: " + sessions.size() + ", all at work: " + stillThere);
      sessions.forEach(Session::close);
      System.out.println("afterwards: " + firstAnswer(program));
    }
  }

  /** What the sessions held is given back by and by. */
  private static String firstAnswer(Program program) {
    long began = System.nanoTime();
    String reason = "";
    while (System.nanoTime() - began < 1_000_000_000L) {
      try {
        return program.call("f", 41).toString();
      } catch (SandboxException e) {
        reason = String.valueOf(e.getMessage());
      }
    }
    return "none within a second: " + reason;
  }
}
