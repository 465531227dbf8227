package io.terrarium.engine.cpython;

import io.terrarium.EngineUnavailableException;
import io.terrarium.IsolationExtra;
import io.terrarium.IsolationReport;
import io.terrarium.Policy;
import io.terrarium.Sandbox;
import io.terrarium.SandboxSettings;
import io.terrarium.Session;
import io.terrarium.Source;
import io.terrarium.testing.Sandboxes;
import java.util.Arrays;

/**
 * An application that says how it is isolated and makes a call, a line each, for a test that starts
 * it where not everything is granted. Its arguments are the extras that it requires.
 */
final class ConfinedApplication {
  private ConfinedApplication() {}

  public static void main(String[] arguments) {
    SandboxSettings.Builder settings = Sandboxes.settings().engine(CpythonEngine.NAME);
    Arrays.stream(arguments)
        .map(IsolationExtra::valueOf)
        .forEach(extra -> settings.extra(extra, IsolationExtra.Use.REQUIRED));
    try (Sandbox sandbox = settings.create()) {
      for (IsolationReport.Layer layer : sandbox.isolation().layers()) {
        System.out.println(
            layer.name()
                + " "
                + (layer.present() ? "present" : "missing")
                + ": "
                + layer.detail()
                + layer.remedy().map(remedy -> " To fix: " + remedy).orElse(""));
      }
      String program = "import os\ndef f(x):\n    return x + 1, os.getpid()";
      // A session, whose worker is still there when it is looked for.
      try (Session session = sandbox.compile(Source.of(program).under(Policy.FULL)).openSession()) {
        var value = session.call("f", 1).asList();
        System.out.println("call " + value.get(0).asInt());
        System.out.println(
            isOurs(value.get(1).asInt()) ? "the host's process ids" : "own process ids");
      }
    } catch (EngineUnavailableException e) {
      System.out.println("refused: " + e.getMessage());
    }
  }

  private static boolean isOurs(long pid) {
    return ProcessHandle.current().descendants().anyMatch(process -> process.pid() == pid);
  }
}
