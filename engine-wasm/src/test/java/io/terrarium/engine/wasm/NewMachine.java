package io.terrarium.engine.wasm;

import io.terrarium.Call;
import io.terrarium.Limits;
import io.terrarium.Outcome;
import io.terrarium.Policy;
import io.terrarium.Program;
import io.terrarium.Sandbox;
import io.terrarium.SandboxSettings;
import io.terrarium.Source;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import run.endive.runtime.OpcodeImpl;

/**
 * What {@link FirstUseTest} runs in a virtual machine of its own: programs that ask for all that
 * there is from deep on their stacks, and some that come to its end.
 */
public final class NewMachine {
  /** What is printed when the engine is ready. */
  static final String READY = "ready";

  /** Iterators in iterators, which Python does not count as it counts calls. */
  private static final String DEEP =
      """
      import os, random, sys, time
      def f(expression, depth):
          work = eval("lambda: " + expression)
          deep = iter(lambda: work() or 1, 7)
          for _ in range(depth):
              deep = map(bool, deep)
          next(deep)
          return depth
      """;

  private static final List<String> ASKED_FOR =
      List.of(
          "time.time()",
          "time.monotonic()",
          "time.process_time()",
          "time.get_clock_info('monotonic')",
          "time.sleep(0.0001)",
          "random.seed()",
          "os.urandom(100_000)",
          "os.write(1, b'x')",
          "os.write(2, b'x' * 100_000)",
          "os.fstat(0)",
          "os.fstat(3)",
          "os.read(3, 1)",
          "os.listdir('/nowhere')",
          "open('/nowhere')",
          "open('/nowhere', 'w')",
          "os.rename('/a', '/b')",
          "os.close(1)",
          "os.lseek(1, 0, 0)",
          "os.isatty(1)",
          "bytearray(10 ** 7)",
          "bytearray(2 * 10 ** 9)",
          "[bytearray(10 ** 6) for _ in range(10 ** 6)]",
          "7 ** 100_000",
          "float('nan').__int__()",
          "os._exit(3)",
          "os.abort()",
          "os.read(0, 1)",
          "any(iter(int, 1))");

  private static final int DEEP_ENOUGH = 3_000;
  private static final int TOO_DEEP = 300_000;
  private static final Limits LIMITS = Limits.DEFAULT.withWallTime(Duration.ofMillis(1500));
  private static final Limits LONG =
      Limits.DEFAULT.withWallTime(Duration.ofSeconds(60)).withCpuTime(Duration.ofSeconds(60));

  private NewMachine() {}

  /** Prints {@link #READY}, and what became of each program. */
  public static void main(String[] arguments) throws Exception {
    Thread traps = traps();
    try (Sandbox sandbox =
        SandboxSettings.builder().engine(WasmEngine.NAME).idleWorkers(1).ceiling(LONG).create()) {
      Program program = sandbox.compile(Source.of(DEEP).under(Policy.FULL));
      program.call("f", "1", 1);
      System.out.println(READY);
      new Ready().run();
      for (String asked : ASKED_FOR) {
        say(asked, program.invoke(call(asked, DEEP_ENOUGH).withLimits(LIMITS)));
      }
      traps.start();
      traps.join();
      for (String asked : List.of("time.time()", "os.urandom(10)")) {
        say("too deep, " + asked, program.invoke(call(asked, TOO_DEEP).withLimits(LONG)));
      }
      say("after all", program.invoke(call("os.urandom(10)", DEEP_ENOUGH).withLimits(LONG)));
    }
  }

  /** Its initialisation is in the log of the virtual machine, and marks where the log begins. */
  private static final class Ready {
    void run() {}
  }

  private static Call call(String asked, int depth) {
    return Call.of("f", asked, depth);
  }

  private static void say(String what, Outcome outcome) {
    System.out.println(what + ": " + outcome.getClass().getSimpleName());
  }

  /** What compiled code calls besides its own: all of it may be where the stack ends. */
  private static Thread traps() throws Exception {
    var all = new ArrayList<Method>();
    for (Class<?> owner :
        List.of(OpcodeImpl.class, Class.forName(MachineMaker.MACHINE + "Shaded"))) {
      for (Method method : owner.getMethods()) {
        boolean isOfNumbers =
            Arrays.stream(method.getParameterTypes()).allMatch(Class::isPrimitive);
        // What the library has of garbage collection, the module has no use for.
        boolean isUsed = method.getName().matches("([IF](32|64)_|throw|check|i32_).*");
        if (Modifier.isStatic(method.getModifiers()) && isOfNumbers && isUsed) {
          all.add(method);
        }
      }
    }
    var traps = new Traps(all);
    // So that nothing of reflection is new either.
    traps.invoke(NewMachine.class.getMethod("fail"));
    return traps;
  }

  /** Calls all of them as if it was an instance. */
  private static final class Traps extends Thread {
    private final List<Method> methods;

    Traps(List<Method> methods) {
      super("terrarium-instance");
      this.methods = methods;
    }

    @Override
    public void run() {
      for (Method method : methods) {
        invoke(method);
      }
    }

    private void invoke(Method method) {
      Class<?>[] types = method.getParameterTypes();
      var arguments = new Object[types.length];
      for (int index = 0; index < types.length; index++) {
        Class<?> type = types[index];
        boolean isFirst = index == 0;
        if (type == int.class) {
          arguments[index] = isFirst ? Integer.MIN_VALUE : 0;
        } else if (type == long.class) {
          arguments[index] = isFirst ? Long.MIN_VALUE : 0L;
        } else if (type == float.class) {
          arguments[index] = Float.NaN;
        } else if (type == double.class) {
          arguments[index] = Double.NaN;
        } else {
          arguments[index] = (byte) 0;
        }
      }
      try {
        var _ = method.invoke(null, arguments);
      } catch (InvocationTargetException e) {
        // A trap.
      } catch (IllegalAccessException | IllegalArgumentException e) {
        throw new AssertionError("cannot call " + method, e);
      }
    }
  }

  /** Throws. */
  public static void fail() {
    throw new IllegalStateException();
  }
}
