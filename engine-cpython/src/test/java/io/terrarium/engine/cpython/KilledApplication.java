package io.terrarium.engine.cpython;

import io.terrarium.Call;
import io.terrarium.Limits;
import io.terrarium.Policy;
import io.terrarium.Program;
import io.terrarium.Sandbox;
import io.terrarium.Session;
import io.terrarium.Source;
import io.terrarium.testing.Sandboxes;
import java.time.Duration;

/** An application in the middle of endless calls, for a test that kills it. */
final class KilledApplication {
  private KilledApplication() {}

  public static void main(String[] arguments) {
    Sandbox sandbox = Sandboxes.settings().engine(CpythonEngine.NAME).create();
    Program program =
        sandbox.compile(
            Source.of("import time\ndef loop():\n    while True: pass\ndef rest(): time.sleep(600)")
                .under(Policy.FULL));
    Limits limits =
        Limits.DEFAULT.withWallTime(Duration.ofMinutes(10)).withCpuTime(Duration.ofMinutes(10));
    Session session = program.openSession(limits);
    Thread.ofPlatform().start(() -> program.invoke(Call.of("loop").withLimits(limits)));
    Thread.ofPlatform().start(() -> program.invoke(Call.of("rest").withLimits(limits)));
    Thread.ofPlatform().start(() -> session.invoke(Call.of("rest")));
    System.out.println("started");
  }
}
