package io.terrarium.engine.wasm;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.terrarium.spi.SafeLogger;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Options of the virtual machine without which Python is some twenty times slower: its loop over
 * bytecodes is one method, so large that it is not compiled unless that is asked for.
 */
final class CompilerOptions {
  /** What an application is to be started with. */
  static final String WANTED =
      "-XX:-DontCompileHugeMethods -XX:MaxNodeLimit=2000000 -XX:NodeLimitFudgeFactor=40000";

  private static final SafeLogger LOG = SafeLogger.of(CompilerOptions.class);
  private static final AtomicBoolean MENTIONED = new AtomicBoolean();

  private CompilerOptions() {}

  /** What is missing, and what that does; empty where nothing is. */
  static Optional<String> missing() {
    return isHugeMethodCompiled()
        ? Optional.empty()
        : Optional.of(
            "Python runs some 20 times slower in the wasm engine without these options of the virtual"
                + " machine: java "
                + WANTED);
  }

  /** Logs it, once in a virtual machine. */
  static void mentionOnce() {
    missing()
        .ifPresent(message -> {
          if (MENTIONED.compareAndSet(false, true)) {
            LOG.log(System.Logger.Level.WARNING, message);
          }
        });
  }

  private static boolean isHugeMethodCompiled() {
    var bean = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    try {
      return bean == null || bean.getVMOption("DontCompileHugeMethods").getValue().equals("false");
    } catch (IllegalArgumentException e) {
      // Another virtual machine, which has no such option.
      return true;
    }
  }
}
